"""A page of five hundred rows in the real window: how long its frames take while it is scrolled, searched,
and told of changes, beside a plain list of as many lines scrolled in the same window.

The page counts its own frames (requestAnimationFrame), sixty in a second at the most. A frame that took
longer than one and a half turns of the screen counts as dropped.
"""

import os
import statistics
from datetime import datetime, timedelta, timezone
from pathlib import Path

from account import Account
from daypass import Daypass
from desktop import Desktop
from processes import read_proc
from report import milliseconds
from waiting import wait_until

IDENTITIES = 50
ROLES = 9
ROWS = IDENTITIES * (1 + ROLES)
TURN = 1 / 60
SECONDS = 3
TIMES = 5
WORDS = ["user-12", "role-7", "user-1"]
# Each word grows letter by letter, and shrinks again.
LETTERS = sum(2 * len(word) for word in WORDS)


def measure(report, root):
    with Desktop(root / "target/bench/frames", notifications=False) as desktop:
        account = Account(desktop)
        write_rows(account)
        # As released it lets nobody into its page. The page is the same in both.
        app = Daypass(desktop, account, driver=True, binary=root / "target/debug/daypass-desktop")
        app.page.row("user-00")
        app.pin()
        app.page.driver.script(Path(__file__).with_name("frames.js").read_text())
        wait_until(lambda: app.page.driver.script("return bench.rows();") >= ROWS, 30, "all rows on the page")
        told(report, app, account)


def told(report, app, account):
    report.heading(f"{ROWS} rows on the page, frames of {milliseconds(TURN)}; medians of {TIMES} times")
    taken, spent = {what: [] for what in WORKS}, {what: [] for what in WORKS}
    for _ in range(TIMES):
        for what, work in WORKS.items():
            before = processor(app)
            taken[what].append(work(app, account))
            spent[what].append(processor(app) - before)
    plain = summary(taken[PLAIN])
    for what in WORKS:
        line(report, what, summary(taken[what]), None if what == PLAIN else plain)
        each = [used / len(frames) for used, frames in zip(spent[what], taken[what])]
        report.value("    processor time for one of them", statistics.median(each), milliseconds, TURN)
    letters = statistics.median(spent[SEARCHED]) / LETTERS
    report.value("processor time for a letter of the search, its frames included", letters, milliseconds)


def processor(app):
    """Seconds of processor time that the page's own process has used: other programs do not add to it."""
    pages = [pid for pid in app.pids() if read_proc(pid, "comm").strip() == b"WebKitWebProces"]
    threads = [(pid, thread) for pid in pages for thread in os.listdir(f"/proc/{pid}/task")]
    numbers = [read_proc(pid, f"task/{thread}/schedstat").split() for pid, thread in threads]
    return sum(int(one[0]) for one in numbers if one) / 1e9


def line(report, what, one, plain):
    if plain is None:
        report.value(f"{what}: 95 of 100 frames within", one["p95"], milliseconds)
    else:
        report.ratio(f"{what}: 95 of 100 frames within", one["p95"], plain["p95"], "plain", milliseconds)
    report.say(
        f"    frames a second {one['rate']:.1f}, half of them within {milliseconds(one['p50'])},"
        f" the longest {milliseconds(one['longest'])}, dropped {one['dropped']:.1f} of 100"
    )


def summary(times):
    """The medians over several times of what the frames of each were like."""
    each = [described(frames) for frames in times]
    return {what: statistics.median(one[what] for one in each) for what in each[0]}


def described(frames):
    ordered = sorted(frames)
    missed = sum(max(0, round(frame / TURN) - 1) for frame in frames if frame > 1.5 * TURN)
    return {
        "p50": ordered[len(ordered) // 2],
        "p95": ordered[int(len(ordered) * 0.95)],
        "longest": ordered[-1],
        "rate": len(frames) / sum(frames),
        "dropped": 100 * missed / (len(frames) + missed),
    }


# What is done meanwhile.


def frames_of(app, call):
    answer = app.page.driver.promise(f"bench.{call}")
    assert "ok" in answer, f"{call}: {answer}"
    return [taken / 1000 for taken in answer["ok"]]


def scroll_plain(app, _):
    return frames_of(app, f"plain({SECONDS}, {ROWS})")


def scroll(app, _):
    return frames_of(app, f"scroll({SECONDS})")


def search(app, _):
    return frames_of(app, f"search({WORDS})")


def rest(app, _):
    return frames_of(app, f"rest({SECONDS})")


def change(app, account):
    """The page counts frames while the file changes, and with it every row."""
    app.page.driver.script("bench.begin();")
    for _ in range(3):
        said = end_of_a_row(app)
        account.later = getattr(account, "later", timedelta()) + timedelta(minutes=7)
        write_rows(account, account.later)
        wait_until(lambda: end_of_a_row(app) != said, 20, "a new board")
    return frames_of(app, "end()")


def end_of_a_row(app):
    return app.page.driver.script("return bench.said('user-00');")


PLAIN = "a plain list scrolled"
SEARCHED = "searched, a letter every tenth of a second"
WORKS = {
    PLAIN: scroll_plain,
    "scrolled": scroll,
    SEARCHED: search,
    "at rest with the code field open": rest,
    "the file changed and all ends with it": change,
}


# The rows.


def write_rows(account, later=timedelta()):
    """Fifty users with nine roles each, all of them with a session."""
    if not hasattr(account, "first"):
        account.first = account.config.read_text(), account.credentials.read_text()
    config, credentials = [account.first[0]], [account.first[1]]
    end = datetime.now(timezone.utc) + timedelta(hours=8) + later
    for user in range(IDENTITIES):
        name = f"user-{user:02}"
        config.append(f"[profile {name}]\nmfa_serial = arn:aws:iam::123456789012:mfa/{name}\n")
        credentials.append(f"[{name}]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\n")
        credentials.append(session(f"{name}-mfa", end + timedelta(minutes=user)))
        for role in range(ROLES):
            arn = f"arn:aws:iam::123456789012:role/role-{role}"
            config.append(f"[profile {name}-role-{role}]\nrole_arn = {arn}\nsource_profile = {name}\n")
            credentials.append(session(f"{name}-role-{role}-session", end))
    account.config.write_text("\n".join(config))
    account.credentials.write_text("\n".join(credentials))


def session(section, end):
    return (
        f"[{section}]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\n"
        f"aws_session_token = token\nx_security_token_expires = {end:%Y-%m-%dT%H:%M:%SZ}\nmanager = daypass\n"
    )
