"""Changes of the file that a person asks for: a key moves to the keyring, and a change is taken back."""

from account import USER
from waiting import wait_until


def test_a_key_moves_to_the_keyring_and_out_of_the_backups(app, account, desktop):
    page, before = app.page, account.credentials.read_bytes()
    page.click_row("demo")
    page.click("row-menu-demo")
    page.click("row-menu-move-key")
    page.wait_for("difference")
    shown = page.part("change-page")["text"]
    app.picture("move")
    assert account.key_id[-4:] in shown and "aws_secret_access_key" in shown, shown
    assert account.secret not in app.driver.script("return document.documentElement.outerHTML;")
    assert account.credentials.read_bytes() == before, "nothing happens before it is confirmed"

    page.click("change-confirm")
    page.wait_for("purge-page")
    app.picture("purge")
    after = account.credentials.read_text()
    assert account.key_id not in after and account.secret not in after
    kept = [path for path in desktop.home.rglob("*.credentials") if account.secret.encode() in path.read_bytes()]
    assert len(kept) == 1, "the backup from before the move"
    page.click("purge-backups")
    page.gone("purge-page")
    assert not kept[0].exists()
    for path in desktop.home.rglob("*"):
        if path.is_file() and not path.is_symlink():
            assert account.secret.encode() not in path.read_bytes(), f"the secret stands in {path}"

    # The keyboard is back where the menu was opened; the digits go to the row.
    page.click_row("demo")
    app.type_code(account.code(seconds=8))
    account.session("demo-mfa")
    assert account.boto3_says("demo-mfa") == USER


def test_a_sign_in_is_undone_after_its_difference_was_shown(app, account):
    page, before = app.page, account.credentials.read_bytes()
    app.pin()
    app.type_code(account.code(seconds=8))
    session = account.session("demo-mfa")
    page.click("undo-open")
    page.wait_for("backups-page")
    app.picture("backups")
    newest = page.command("backups")["ok"][0]
    page.click(f"backup-{newest['id']}")
    page.wait_for("difference")
    shown = page.part("change-page")["text"]
    app.picture("undo")
    assert "[demo-mfa]" in shown and session["aws_session_token"] not in shown, shown
    page.click("change-confirm")
    page.gone("change-page")
    wait_until(lambda: account.credentials.read_bytes() == before, 10, "the file as it was")
    page.row("demo", "not-signed-in")
