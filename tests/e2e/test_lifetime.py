"""A program that runs all day: its page dies, its popover opens hundreds of times."""

import os
import signal

from jeepney import message_bus

from daypass import WINDOW, Daypass
from processes import read_proc
from waiting import wait_until

CYCLES = 200
WARM_UP = 20


def pages(app):
    """The processes of the page."""
    return [pid for pid in app.pids() if read_proc(pid, "comm").strip() == b"WebKitWebProces"]


# What belongs to a process however many others run the same programs beside it (proc_pid_smaps(5)): its share
# of files, and with it the proportional set size, grows when another desktop's Daypass ends.
OWN = (b"Anonymous:", b"Pss_Shmem:", b"Swap:")


def memory(app):
    """What all its processes hold of their own, in bytes."""
    lines = [line.split() for pid in app.pids() for line in read_proc(pid, "smaps_rollup").splitlines()]
    return sum(int(fields[1]) * 1024 for fields in lines if fields[0] in OWN)


def all_windows(desktop):
    """Every window of ours that the X server knows, shown or not."""
    return desktop.run("xdotool", "search", "--name", f"^{WINDOW}$", check=False).split()


def descriptors(app):
    """How many files, sockets and pipes the program itself holds open."""
    return len(os.listdir(f"/proc/{app.root}/fd"))


def connections(app, desktop):
    """How many connections to the session bus the program has."""
    bus = desktop.bus
    names = [name for name in bus.call(message_bus.ListNames())[0] if name.startswith(":")]
    return [bus.pid_of(name) for name in names].count(app.root)


def test_a_page_whose_process_dies_is_back_at_the_next_click(desktop, account):
    app = Daypass(desktop, account)
    app.click_tray()
    app.wait_for_keys()
    wait_until(app.painted, 15, "the page painted")
    [page] = pages(app)
    os.kill(page, signal.SIGKILL)
    wait_until(lambda: app.window() is None, 10, "no empty window left behind")
    assert app.process.poll() is None, "the program lives on"

    app.click_tray()
    app.wait_for_keys()
    wait_until(app.painted, 15, "a new page painted")
    assert pages(app) != [page]
    desktop.picture("after-the-crash")
    app.type_code(account.code())
    wait_until(lambda: account.session(), 15, "the session written")


def test_two_hundred_openings_leave_nothing_behind(desktop, account):
    app = Daypass(desktop, account)

    def cycle():
        app.click_tray()
        app.hide()

    for _ in range(WARM_UP):
        cycle()
    before, windows, processes = memory(app), all_windows(desktop), len(app.pids())
    files, links = descriptors(app), connections(app, desktop)
    for _ in range(CYCLES):
        cycle()
    after = memory(app)
    print(f"{before / 1e6:.1f} MB before, {after / 1e6:.1f} MB after {CYCLES} openings")
    assert all_windows(desktop) == windows and len(app.pids()) == processes
    assert connections(app, desktop) == links
    assert descriptors(app) <= files + 2, f"{files} open files before, {descriptors(app)} after"
    # What a page keeps for its pictures comes and goes by some megabytes.
    assert after < before * 1.1, f"{before} bytes before, {after} after"
