"""How often a program that rests is woken: the moments at which any of its threads ran."""

import os
import time

from processes import read_proc

LOOK_EVERY = 0.02
# What runs so soon after something else ran was woken with it.
TOGETHER = 1.0


def wakings(pids, seconds):
    """Watches for so long, and returns how many moments there were."""
    end = time.monotonic() + seconds
    before, last, count = turns(pids), None, 0
    while time.monotonic() < end:
        time.sleep(LOOK_EVERY)
        now = turns(pids)
        if now != before:
            moment = time.monotonic()
            count += last is None or moment - last > TOGETHER
            last = moment
        before = now
    return count


def turns(pids):
    """How often each thread was given the processor (schedstat, third number)."""
    counted = {}
    for pid in pids:
        for thread in os.listdir(f"/proc/{pid}/task"):
            try:
                counted[thread] = read_proc(pid, f"task/{thread}/schedstat").split()[2]
            except IndexError:
                # It has just ended, and that is a change, too.
                continue
    return counted
