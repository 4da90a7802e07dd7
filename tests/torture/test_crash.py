"""Killed at each system call in turn: the file is the old or the new one, whole, and the next run works."""

import contextlib
import os
import queue
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from home import IS_ROOT, TEAM
from mounts import bound
from texts import ODD, keys, sessions, without
from tracing import from_first_touch, kill_at, trace

BEFORE = ODD + TEAM + keys("one") + keys("two")


class Login:
    """A session is added at the end of a file that is there."""

    command, profile = "login", "one"
    in_place = False

    def __init__(self, home):
        self.home = home

    def set_up(self):
        """Called before each run."""
        self.home.forget()
        self.home.put(BEFORE)
        self.attributes = self.home.attributes()

    def outcome(self):
        """Old, new, or neither."""
        text = self.home.text()
        if text == BEFORE:
            return "old"
        return "new" if text is not None and without(text, "one") == (BEFORE, ["one"]) else "torn"

    def check_place(self):
        """What must be so at any time."""
        assert self.home.attributes() == self.attributes

    def check_after(self, outcome):
        """After the next run, which signed in to `two`: nothing else has changed."""
        bare, found = without(self.home.text(), "one", "two")
        assert bare == BEFORE and sorted(found) == (["one", "two"] if outcome == "new" else ["two"])


class Renewal(Login):
    """A session in the middle of the file is replaced."""

    def set_up(self):
        self.home.forget()
        self.home.put(keys("one"), marked=False)
        self.home.works("one")
        self.before = ODD + self.home.text() + TEAM + keys("two")
        # That the section is ours is remembered, so that a logout may take it away.
        self.home.forget(but=".made")
        self.home.put(self.before)
        self.attributes = self.home.attributes()

    def outcome(self):
        text = self.home.text()
        if text == self.before:
            return "old"
        same = text is not None and without(text, "one") == without(self.before, "one")
        return "new" if same and without(text, "one")[1] else "torn"

    def check_after(self, outcome):
        bare, found = without(self.home.text(), "two")
        assert without(bare, "one") == without(self.before, "one") and found == ["two"]


class Logout(Renewal):
    """The session is taken out."""

    command = "logout"

    def outcome(self):
        text = self.home.text()
        if text == self.before:
            return "old"
        return "new" if text == without(self.before, "one")[0] else "torn"

    def check_after(self, outcome):
        bare, found = without(self.home.text(), "two")
        assert bare == (without(self.before, "one")[0] if outcome == "new" else self.before) and found == ["two"]


class FirstWrite(Login):
    """There is neither file nor folder."""

    def __init__(self, home):
        super().__init__(home)
        text = (keys("one") + keys("two")).decode()
        home.config.write_text(text.replace("[one]", "[profile one]").replace("[two]", "[profile two]"))

    def set_up(self):
        self.home.forget()
        if self.home.aws.exists():
            for path in self.home.aws.iterdir():
                path.unlink()
            self.home.aws.rmdir()

    def outcome(self):
        text = self.home.text()
        if text is None:
            return "old"
        return "new" if without(text, "one") == (b"", ["one"]) else "torn"

    def check_place(self):
        if self.home.aws.exists():
            assert self.home.aws.stat().st_mode & 0o777 == 0o700
        for path in self.home.aws.glob("*"):
            assert path.stat().st_mode & 0o777 == 0o600, path

    def check_after(self, outcome):
        text = self.home.text()
        assert without(text, "one", "two")[0] == b""
        assert sorted(sessions(text)) == (["one", "two"] if outcome == "new" else ["two"])


class InPlace(Login):
    """The file cannot be replaced: it is a mount point, or its folder is read-only to us."""

    in_place = True

    def __init__(self, home):
        super().__init__(home)
        home.put(BEFORE)

    def set_up(self):
        self.home.forget()
        with open(self.home.credentials, "r+b") as file:
            file.write(BEFORE)
            file.truncate()
        if not IS_ROOT:
            self.home.aws.chmod(0o500)
        self.attributes = self.home.attributes()
        self.inode = os.stat(self.home.credentials).st_ino

    def check_after(self, outcome):
        assert os.stat(self.home.credentials).st_ino == self.inode, "not written in place"
        bare, found = without(self.home.text(), "one", "two")
        assert bare == BEFORE, "half a text stayed"
        assert "two" in found and (outcome == "torn" or ("one" in found) == (outcome == "new"))


class InPlaceLogout(InPlace):
    """The same with a session in the middle of the file, so that the new text is shorter and moves what follows."""

    command = "logout"

    def set_up(self):
        super().set_up()
        self.home.works("one")
        session = self.home.text().removeprefix(BEFORE)
        self.before = BEFORE.replace(TEAM, session + TEAM)
        with open(self.home.credentials, "r+b") as file:
            file.write(self.before)
        self.home.forget(but=".made")

    def outcome(self):
        text = self.home.text()
        return "old" if text == self.before else "new" if text == BEFORE else "torn"

    def check_after(self, outcome):
        assert os.stat(self.home.credentials).st_ino == self.inode, "not written in place"
        bare, found = without(self.home.text(), "one", "two")
        assert bare == BEFORE, "half a text stayed"
        assert "two" in found and (outcome == "torn" or ("one" in found) == (outcome == "old"))


class Bench:
    """Some scenarios of one kind, each with a home of its own, so that runs need not wait for each other."""

    def __init__(self, kind, new_home, folder, stack):
        self.kind, self.free = kind, queue.Queue()
        self.counts, self.failures, self.mutex = Counter(), [], threading.Lock()
        for number in range(os.cpu_count() or 1):
            scenario = kind(new_home(f"home-{number}"))
            scenario.log = folder / f"log-{number}"
            if kind.in_place and IS_ROOT:
                stack.enter_context(bound(scenario.home.credentials))
            self.free.put(scenario)

    def good_run(self):
        """The calls of a run that nothing happens to, and what it and the run after it leave."""
        scenario = self.free.get()
        scenario.set_up()
        found = trace(scenario.home, scenario.command, scenario.profile, scenario.log)
        assert scenario.outcome() == "new"
        scenario.check_place()
        scenario.home.works("two")
        scenario.check_after("new")
        self.usual = len(scenario.home.litter()), len(scenario.home.kept())
        self.first_touch = from_first_touch(found, scenario.home)
        self.free.put(scenario)
        return found

    def kill_at_all(self, planned):
        with ThreadPoolExecutor(self.free.qsize()) as pool:
            list(pool.map(self._kill_at, planned))

    def _kill_at(self, call):
        scenario = self.free.get()
        try:
            seen = self._checked(scenario, call)
        except AssertionError as error:
            seen = {"wrong": 1}
            self.failures.append(f"at {call}: {error}")
        finally:
            self.free.put(scenario)
        with self.mutex:
            self.counts.update(seen)

    def _checked(self, scenario, call):
        scenario.set_up()
        if not kill_at(scenario.home, scenario.command, scenario.profile, call, scenario.log):
            return {"not reached": 1}
        outcome = scenario.outcome()
        assert outcome != "torn" or scenario.in_place, "torn"
        scenario.check_place()
        lies = len(scenario.home.litter()) - self.usual[0]
        assert lies <= 1, f"litter: {scenario.home.litter()}"
        scenario.home.works("two")
        scenario.check_after(outcome)
        scenario.check_place()
        assert (stays := len(scenario.home.litter()) - self.usual[0]) <= 0, scenario.home.litter()
        assert (grown := len(scenario.home.kept()) - self.usual[1]) <= 0, scenario.home.kept()
        return {outcome: 1, "temporary files cleared": lies, "litter": max(stays, grown, 0)}

    def said(self):
        """One line of figures."""
        parts = [f"{self.counts[what]} {what}" for what in ("old", "new", "torn")]
        parts += [f"{self.counts['temporary files cleared']} temporary files cleared by the next run"]
        parts += [f"litter {self.counts['litter']}"]
        parts += [f"{self.counts[what]} {what}" for what in ("not reached", "wrong") if self.counts[what]]
        return ", ".join(parts)


@pytest.mark.parametrize("kind", [Login, Renewal, Logout, FirstWrite, InPlace, InPlaceLogout])
def test_killed_at_each_system_call(kind, new_home, folder, is_long, count):
    with contextlib.ExitStack() as stack:
        bench = Bench(kind, new_home, folder, stack)
        everything = bench.good_run()
        planned = everything[1:] if is_long else bench.first_touch
        bench.kill_at_all(planned)
        names = len({call.name for call in planned})
        count(f"killed at {len(planned)} system calls ({names} names): {bench.said()}")
        if not kind.in_place:
            assert bench.counts["torn"] == 0
        assert not bench.failures, "\n".join(bench.failures[:20])
        # Killed before the first of these calls and after the last, both outcomes have been there.
        assert bench.counts["old"] and bench.counts["new"]
        # Waits and allocations may come in other numbers than in the run that was watched; files do not.
        assert bench.counts["not reached"] <= (len(planned) // 20 if is_long else 0)
