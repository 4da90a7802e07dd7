"""`peak.py LOG PROGRAM ARGUMENT...` runs a program and prints the most memory it held, in KiB.

Run with `python3 -I -S`: what this process holds itself is counted too, see `timing.peak_memory`.
"""

import os
import sys

child = os.fork()
if child == 0:
    log = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.execv(sys.argv[2], sys.argv[2:])
_, status, usage = os.wait4(child, 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)
