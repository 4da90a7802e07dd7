"""Another program writes at exactly one moment of our run, once for each system call of ours."""

import queue
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from foreign import WAYS, Writer, appending, moving, replacing, truncating, updating
from home import TEAM
from texts import ODD, keys, without
from tracing import Stopped, from_the_lock, trace

BEFORE = ODD + TEAM + keys("one")
# Between these the file, the lock or the new text change hands.
DECISIVE = {"flock", "fsync", "renameat2", "ftruncate"}


@pytest.fixture
def planned(new_home, folder):
    home = new_home("watched")
    home.put(BEFORE)
    return home, from_the_lock(trace(home, "login", "one", folder / "log"), home)


def moments(calls, is_long):
    """All of them, or those around which something changes hands."""
    if is_long:
        return calls
    decisive = {index + step for index, call in enumerate(calls) if call.name in DECISIVE for step in (0, 1)}
    return [call for index, call in enumerate(calls) if index in decisive]


def fresh(home):
    home.forget()
    home.put(BEFORE)


def judged(home, said, seen):
    """Whether their text is there at the end, and the rest with it."""
    text = home.text()
    bare, found = without(text, "one")
    theirs = bare == BEFORE + keys("theirs")
    whole = theirs or bare == BEFORE
    seen["theirs kept" if theirs else "theirs lost" if whole else "more than theirs lost"] += 1
    seen["ours kept" if found else "ours lost by them"] += 1
    assert home.litter() == [], said
    return theirs


@pytest.mark.parametrize("way", [truncating, appending, updating, replacing, moving])
def test_another_program_writes_between_two_calls(way, planned, is_long, count):
    """It reads and writes at once, where we stand still: both texts stay, wherever that is."""
    home, calls = planned
    calls = moments(calls, is_long)
    seen, lost = Counter(), []
    for call in calls:
        fresh(home)
        run = Stopped(home, "login", "one", call)
        assert run.reached, call
        writer = Writer(way, home.credentials, "theirs")
        held_up = not writer.ended()
        run.go_on()
        status, said = run.end()
        writer.join()
        if not judged(home, f"after {call}", seen):
            lost.append(call)
        assert status == 0, said
        # Who was made to wait by a lease has read before and writes after us: the one way to lose ours.
        assert held_up or without(home.text(), "one")[1] == ["one"], f"ours lost after {call}"
    count(f"{len(calls)} moments: {figures(seen)}")
    assert [str(call) for call in lost] == []


@pytest.mark.parametrize("way", WAYS)
def test_another_program_is_in_the_middle_of_writing(way, planned, new_home, is_long, count):
    """It has read and opened where we stand still, and writes half a second later."""
    home, calls = planned
    calls = moments(calls, is_long)
    seen, lost, homes = Counter(), [], queue.Queue()
    for number in range(8):
        homes.put(new_home(f"home-{number}"))

    def at(call):
        home = homes.get()
        try:
            return in_the_middle(home, way, call, seen)
        finally:
            homes.put(home)

    with ThreadPoolExecutor(homes.qsize()) as pool:
        lost = [call for call, kept in zip(calls, pool.map(at, calls)) if not kept]
    count(f"{len(calls)} moments: {figures(seen)}")
    assert [str(call) for call in lost] == []


def in_the_middle(home, way, call, seen):
    """One run with their write around it. Returns whether their text is there at the end."""
    fresh(home)
    run = Stopped(home, "login", "one", call)
    assert run.reached, call
    writer = Writer(way, home.credentials, "theirs", pause=0.5)
    writer.opened()
    run.go_on()
    status, said = run.end()
    writer.join()
    if status != 0:
        # Who has moved the file away for the moment has moved the profile's keys away too.
        assert said.startswith("error: ") and (str(home.credentials) in said or "no profile “one”" in said), said
        seen["refused"] += 1
    return judged(home, f"after {call}", seen)


def figures(seen):
    names = "theirs kept", "theirs lost", "more than theirs lost", "ours kept", "ours lost by them", "refused"
    return ", ".join(f"{seen[name]} {name}" for name in names)
