"""What botocore's reader and the AWS CLI's writer take for credentials files, as JSON.

Run by `file.py` with the Python that has both. They are called within one process, imports done, so that
nothing but their work on the file is counted.
"""

import json
import shutil
import statistics
import sys
import time
from pathlib import Path

from awscli.customizations.configure.writer import ConfigFileWriter
from botocore.configloader import raw_config_parse

TOKEN = "IQoJb3JpZ2luX2" * 30


def main(folder, sizes):
    found = {}
    for profiles in sizes:
        original = Path(folder, f"credentials-{profiles}")
        read = raw_config_parse(str(original), parse_subsections=False)
        assert len(read) == profiles, f"botocore read {len(read)} profiles of {profiles}"
        found[profiles] = {
            "read": median(lambda _, path=str(original): raw_config_parse(path, parse_subsections=False)),
            "write": written(original, profiles),
        }
    json.dump(found, sys.stdout)


def written(original, profiles):
    copy = original.with_name("credentials-cli")
    shutil.copy(original, copy)
    section = f"customer-{profiles // 2:06}"

    def renew(count):
        values = {
            "__section__": section,
            "aws_access_key_id": "ASIAIOSFODNN7EXAMPLE",
            "aws_secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "aws_session_token": f"{TOKEN}{count:08}",
            "manager": "daypass",
        }
        ConfigFileWriter().update_config(values, str(copy))

    taken = median(renew)
    assert TOKEN in raw_config_parse(str(copy), parse_subsections=False)[section]["aws_session_token"]
    copy.unlink()
    return taken


def median(work, at_least=5, seconds=1):
    """The median of as many runs as fit into the time, in seconds. The first, a warm-up, does not count."""
    work(0)
    taken = []
    while len(taken) < at_least or sum(taken) < seconds:
        begun = time.perf_counter()
        work(len(taken) + 1)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


if __name__ == "__main__":
    main(sys.argv[1], [int(size) for size in sys.argv[2:]])
