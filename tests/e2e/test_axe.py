"""axe-core in the real window: the page as the program draws it, with the answers of the real core."""

import axe
from axe import violations


def nothing_found(app, where):
    """Waits until the page has been drawn, then lets axe look at it."""
    app.page.drawn()
    found = violations(app.driver)
    assert not found, f"{where}:\n" + "\n".join(found)


def test_axe_finds_nothing_on_the_way_through_a_session(app, account):
    page = app.page
    nothing_found(app, "not signed in")

    app.type_code(account.wrong_code())
    page.wait_for("problem", timeout=30, within="row-demo")
    nothing_found(app, "a wrong code")

    account.fault("lifetime", seconds=50)
    app.type_code(account.code(seconds=8))
    account.session("demo-mfa")
    page.row("demo", "active")
    page.row("demo-developer", "active")
    nothing_found(app, "active, with roles")

    page.click("row-menu-demo")
    page.wait_for("end-session")
    nothing_found(app, "a row's menu")
    page.click("row-menu-explain")
    page.wait_for("explain-verdict", timeout=30)
    nothing_found(app, "an explanation")
    page.click("change-cancel")

    page.click("undo-open")
    page.wait_for("backups-page")
    newest = page.command("backups")["ok"][0]
    page.click(f"backup-{newest['id']}")
    page.wait_for("difference")
    nothing_found(app, "a change to be undone")
    page.click("change-cancel")
    page.click("undo-close")

    page.row("demo", "ended", timeout=60)
    nothing_found(app, "ended")

    page.click("add-key")
    page.wait_for("add-submit")
    page.click("add-submit")
    page.wait_for("error-name")
    nothing_found(app, "the form for a key, with what is wrong")


def test_axe_sees_what_is_wrong(app):
    """A nameless button in the real window is found: axe runs there, and is heard."""
    app.driver.script("document.querySelector('main').append(document.createElement('button'));")
    assert any(one.startswith("button-name") for one in axe.violations(app.driver))
