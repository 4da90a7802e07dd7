"""What is not granted: a sentence, a next step, and a file that is byte for byte as it was."""

from waiting import wait_until

NOT_ACCEPTED = "did not accept this code"


def refused(app, code):
    """Types a code and returns the sentence that is shown."""
    app.type_code(code)
    return app.page.wait_for("problem", timeout=30, within="row-demo")["text"]


def test_a_wrong_code_says_so_and_leaves_the_files_alone(app, account, desktop):
    before = account.files()
    app.page.row("demo", "not-signed-in")
    said = refused(app, account.wrong_code())
    app.picture("wrong-code")
    assert NOT_ACCEPTED in said and "next code" in said
    assert account.files() == before
    assert [one["status"] for one in account.requests("GetSessionToken")] == [403]

    # The boxes are empty and have the focus: the next code needs no click.
    wait_until(lambda: app.page.part("code-input")["value"] == "", 10, "an empty code field")
    app.type_code(account.code(seconds=8))
    account.session("demo-mfa")


def test_a_used_code_says_so_and_leaves_the_files_alone(app, account, desktop):
    code = account.code(seconds=12)
    account.spend(code)
    before = account.files()
    app.page.row("demo", "not-signed-in")
    said = refused(app, code)
    app.picture("used-code")
    assert NOT_ACCEPTED in said and "used" in said
    assert account.files() == before


def test_an_endpoint_out_of_reach_says_so_and_leaves_the_files_alone(app, account, desktop):
    code = account.code()
    app.page.row("demo", "not-signed-in")
    account.stop()
    before = account.files()
    said = refused(app, code)
    app.picture("unreachable")
    assert "reach" in said.lower()
    assert account.files() == before


def test_a_server_that_never_answers_is_given_up(app, account, desktop):
    account.fault("delay", milliseconds=60_000)
    app.page.row("demo", "not-signed-in")
    before = account.files()
    said = refused(app, account.code())
    app.picture("no-answer")
    assert "code" in said.lower() and "may" in said.lower(), f"that the code may be spent: {said}"
    assert account.files() == before


def test_a_denied_role_says_so_and_leaves_the_others_alone(app, account, desktop):
    app.page.row("demo", "not-signed-in")
    app.type_code(account.code(seconds=8))
    app.page.row("demo", "active")
    account.session("demo-mfa")
    # Every role comes along with the one code, but for the one that trusts nobody.
    for name in ("demo-developer", "demo-auditor", "demo-short"):
        app.page.row(name, "active")
    assert not account.section("demo-locked-session")
    asked = account.requests("AssumeRole")
    assert [one["status"] for one in asked if one["parameters"]["RoleArn"].endswith("/locked")] == [403]
    before = account.files()

    open_row(app, "demo-locked")
    said = app.page.wait_for("problem", timeout=30, within="row-demo-locked")["text"]
    assert "does not let this user assume the role" in said
    app.page.click("start")
    wait_until(lambda: len(account.requests("AssumeRole")) > len(asked), 30, "one more try")
    said = app.page.wait_for("problem", timeout=30, within="row-demo-locked")["text"]
    app.picture("denied-role")
    assert "does not let this user assume the role" in said
    assert account.files() == before


def test_a_role_comes_along_with_the_session(app, account, desktop):
    app.page.row("demo", "not-signed-in")
    app.type_code(account.code(seconds=8))
    app.page.row("demo-developer", "active")
    app.picture("role")
    assert len(account.requests("GetSessionToken")) == 1
    account.session("demo-developer-session")
    assert ":assumed-role/developer/" in account.boto3_says("demo-developer-session")
    assert "1 code covers 4 profiles" in app.page.text()


def open_row(app, name):
    """Opens a row of the board, as a click on it does."""
    desktop = app.desktop
    if app.window() is None:
        app.click_tray()
    app.wait_for_keys()
    x, y = app.page.centre(f"row-{name}")
    left, top, _, _ = desktop.geometry(app.window())
    desktop.click(int(left + x), int(top + y))
