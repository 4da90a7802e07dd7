"""Who has the keyboard: the popover when it was asked for, and nobody loses it to the popover unasked."""

from daypass import WINDOW
from waiting import stays, wait_until

OTHER = "xmessage"


class Other:
    """Another program's window, which takes the keyboard when it opens."""

    def __init__(self, desktop):
        self.desktop = desktop
        argv = ["xmessage", "-geometry", "400x200+100+400", "-buttons", "", "somebody else's work"]
        desktop.processes.start("other", argv, desktop.env)
        wait_until(self.has_keyboard, 15, "the other window with the keyboard")

    def has_keyboard(self):
        return self.desktop.focused() == OTHER

    def click(self):
        self.desktop.click(300, 550)


def test_another_window_that_takes_the_keyboard_hides_it_unless_something_is_typed(app, desktop):
    app.wait_for_keys()
    other = Other(desktop)
    assert app.window(), "pinned"
    # Its own field has the keyboard again, and somebody clicks elsewhere.
    page_takes_keys(app)
    app.page.command("hold", held=True)
    app.page.click("pin")
    other.click()
    wait_until(other.has_keyboard, 10, "the other window with the keyboard")
    stays(app.window, 1, "the popover with text in it")

    app.page.command("hold", held=False)
    page_takes_keys(app)
    other.click()
    wait_until(lambda: app.window() is None, 10, "the popover hidden")
    assert other.has_keyboard()
    # For 300 ms a click on the icon counts as the one that took the keyboard.
    stays(lambda: app.window() is None, 0.5, "the popover hidden")

    # A click that takes the keyboard from it and is a click on the icon, too.
    app.show()
    other.click()
    wait_until(lambda: app.window() is None, 10, "the popover hidden")
    stays(lambda: app.window() is None, 0.5, "the popover hidden")
    app.show()
    item = app.tray_item()
    desktop.run("xdotool", "mousemove", 300, 550, "click", 1)
    desktop.bus.activate(item, 1200, 15)
    stays(lambda: app.window() is None or other.has_keyboard(), 1, "the popover closed by its own icon")
    wait_until(lambda: app.window() is None, 10, "the popover hidden")


def page_takes_keys(app):
    """A click into the open popover."""
    x, y, width, _ = app.desktop.geometry(app.window())
    app.desktop.click(x + width // 2, y + 12)
    app.wait_for_keys()


def test_two_clicks_at_once_leave_it_closed_and_the_next_opens_it(desktop, app):
    app.page.click("pin")
    app.hide()
    icon = desktop.tray_icon()
    for _ in range(3):
        desktop.run("xdotool", "mousemove", *icon, "click", "--repeat", 2, "--delay", 40, 1)
        wait_until(lambda: app.window() is None, 10, "the popover closed")
        stays(lambda: app.window() is None, 0.5, "the popover closed by the second click")
    app.click_tray()
    app.wait_for_keys()


def test_what_happens_to_sessions_takes_the_keyboard_from_nobody(desktop, account, app):
    app.page.click("pin")
    account.fault("lifetime", seconds=20, times=1)
    app.type_code(account.code())
    account.session()
    wait_until(lambda: app.window() is None, 15, "the popover closed after the sign-in")
    other = Other(desktop)
    desktop.notice(40, having=lambda notice: "ended" in notice.summary, what="of the end")
    assert other.has_keyboard() and app.window() is None
    stays(lambda: other.has_keyboard() and app.window() is None, 2, f"the keyboard, with {WINDOW} unseen")
