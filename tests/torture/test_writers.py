"""Many writers at once: nobody's update is lost by us, and what others lose of ours is counted."""

import time
from concurrent.futures import ThreadPoolExecutor

from foreign import Lost, aws_configure, aws_mfa, script
from home import TEAM
from texts import ODD, keys, sections, without

OURS = [f"user-{number}" for number in range(12)]
PROCESSES = 8
BEFORE = TEAM + keys("demo")


def test_eight_of_ours_lose_nothing_of_each_other(new_home, is_long, count):
    """Each process renews its own ten profiles in turn; what it wrote last is what stands there, always."""
    home, each = new_home(), 200 if is_long else 10
    names = [[f"p{process}-{number}" for number in range(10)] for process in range(PROCESSES)]
    before = ODD + TEAM + b"".join(keys(name) for row in names for name in row)
    home.put(before)
    attributes = home.attributes()

    def logins(row):
        lost = Lost(home)
        for turn in range(each):
            name = row[turn % len(row)]
            lost.signed_in(name, lambda: home.works(name))
        return lost

    with ThreadPoolExecutor(PROCESSES) as pool:
        all_lost = list(pool.map(logins, names))
    for one in all_lost:
        one.look()
    lost = sum(one.lost for one in all_lost)
    bare, found = without(home.text(), *sum(names, []))
    count(f"{PROCESSES} processes × {each} logins: {lost} of {PROCESSES * each} updates lost")
    assert lost == 0 and bare == before and sorted(found) == sorted(sum(names, []))
    assert home.attributes() == attributes and home.litter() == []


def test_against_aws_configure(new_home, is_long, count):
    runs = 200 if is_long else 20
    home = new_home()
    against(home, lambda name: aws_configure(home, name), runs, count)
    # It keeps all bytes of others, and so do we.
    text = without(home.text(), *OURS)[0]
    assert text.startswith(BEFORE)


def test_against_aws_mfa(new_home, sts, is_long, count):
    runs = 200 if is_long else 5
    home = new_home()
    against(home, lambda name: aws_mfa(home, sts, name), runs, count, "demo-{}")


def test_against_a_program_that_truncates_and_waits(new_home, is_long, count):
    runs = 100 if is_long else 6
    home = new_home()
    against(home, lambda name: script(home, name), runs, count)


def against(home, write, runs, count, section="{}"):
    """Their `runs` of `write(name)`, each into a section of its own, while we sign in again and again."""
    home.put(BEFORE)
    # Our keys stand where they do not write, so that each login comes as far as writing.
    home.config.write_text("".join(keys(name).decode().replace("[", "[profile ") for name in OURS))
    theirs = [f"other-{number}" for number in range(runs)]
    lost, refused, done = Lost(home), [], 0

    def login():
        run = home.run("login", name)
        if run.returncode != 0:
            said = run.stderr.decode()
            assert "another program" in said, said
            refused.append(said)

    with ThreadPoolExecutor(1) as pool:
        their_end = pool.submit(lambda: [write(name) for name in theirs])
        while not their_end.done() or done == 0:
            name = OURS[done % len(OURS)]
            lost.signed_in(name, login)
            done += 1
            # Without a break we would take the processors that their runs need to come to their end.
            time.sleep(0.1)
        their_end.result()
    lost.look()
    before, found = sections(BEFORE), sections(home.text())
    gone = [name for name in theirs if section.format(name) not in found]
    others = [name for name in before if found.get(name) != before[name]]
    count(
        f"{runs} of their runs, {done} of ours: {len(gone)} of theirs lost by us, "
        f"{len(others)} other profiles changed, {len(refused)} times we refused to write, {lost.lost} of our sessions overwritten by them"
    )
    assert gone == [] and others == [] and home.litter() == []
