"""Killed at any time, again and again, on files that are never made new in between."""

import random
import signal
import time
from collections import Counter

from texts import ODD, keys, others, without

NAMES = [f"user-{number}" for number in range(8)]
# So many that reading, editing and writing take a good part of a run.
BEFORE = ODD + others(300) + b"".join(keys(name) for name in NAMES)
# What a state folder may come to hold: a lock, two recovery copies, ten backups, a memory of notices.
STATE_AT_MOST = 16


def test_killed_at_random_times(new_home, folder, is_long, count):
    home = new_home()
    home.put(BEFORE)
    attributes = home.attributes()
    for name in NAMES:
        home.works(name)
    length = _length(home)
    seed = random.randrange(2**32)
    dice, seen = random.Random(seed), Counter()
    for _ in range(1000 if is_long else 100):
        command, name = dice.choice(["login", "login", "logout"]), dice.choice(NAMES)
        before = home.text()
        process = home.start(command, name)
        _sleep(dice.uniform(0, 1.1 * length))
        process.kill()
        process.communicate()
        seen["ended before" if process.returncode >= 0 else "killed"] += 1
        after, said = home.text(), f"seed {seed}, {command} {name}"
        if after != before:
            assert without(after, name)[0] == without(before, name)[0], f"others have changed: {said}"
            assert without(after, *NAMES)[0] == BEFORE, f"torn: {said}"
        if process.returncode == -signal.SIGKILL:
            seen["old" if after == before else "new"] += 1
        assert home.attributes() == attributes, said
        seen["temporary files"] = max(seen["temporary files"], len(home.litter()))
        assert len(home.litter()) <= 1, f"litter grows: {home.litter()}"
    left = len(home.litter())
    home.works("user-0")
    assert without(home.text(), *NAMES)[0] == BEFORE
    assert home.litter() == [] and len(home.kept()) <= STATE_AT_MOST, home.kept()
    count(
        f"{seen['killed']} killed, {seen['ended before']} ended before: {seen['old']} old, {seen['new']} new, 0 torn, "
        f"at most {seen['temporary files']} temporary file at once, {left} after the last kill, litter 0 (seed {seed})"
    )
    assert seen["killed"] >= 30 and seen["old"], "most kills came too late"


def _length(home):
    """How long a run takes: the median of some."""
    taken = []
    for name in NAMES:
        since = time.monotonic()
        home.works(name)
        taken.append(time.monotonic() - since)
    return sorted(taken)[len(taken) // 2]


def _sleep(seconds):
    """To the point: these times are what is varied."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        time.sleep(left / 2 if left > 0.001 else 0)
