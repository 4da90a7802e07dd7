"""What other programs do to the files stands on the open page within a second, and is never answered with a write."""

import os
import time
from datetime import datetime, timedelta, timezone

import pytest

from account import VENV
from waiting import stays, wait_until

SOON = 1.0


@pytest.fixture
def follows(app, record_property):
    """Makes a change and waits for the page: `follows(what, change, condition)`. `change` returns when it was made."""

    def follow(what, change, condition):
        assert not condition(), f"{what}: true before the change"
        made = change()
        wait_until(condition, max(0, made + SOON - time.time()), what)
        seconds = time.time() - made
        record_property(what, f"{seconds:.2f} s")
        print(f"{what}: {seconds:.2f} s")
        assert seconds <= SOON, f"{what}: seen after {seconds:.2f} s"

    return follow


def test_the_page_follows_every_way_of_changing_the_file(app, account, desktop, follows):
    page, path = app.page, account.credentials
    before = path.read_text()

    def renamed():
        fresh = path.with_name("fresh")
        fresh.write_text(before + session_of_another_tool())
        made = time.time()
        fresh.rename(path)
        return made

    def set_by_the_aws_cli():
        keys = {"aws_access_key_id": "AKIAI44QH8DHBEXAMPLE", "aws_secret_access_key": "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY"}
        for key, value in keys.items():
            desktop.run(VENV / "aws", "configure", "set", key, value, "--profile", "fresh", env=account.env)
        # The program takes its time to end: what counts is when the file was changed.
        return path.stat().st_mtime

    def deleted():
        made = time.time()
        path.unlink()
        return made

    def written_again():
        made = time.time()
        path.write_text(before)
        return made

    follows("a session by a rename", renamed, lambda: page.part("row-theirs"))
    follows("a key by aws configure set", set_by_the_aws_cli, lambda: page.part("row-fresh"))
    app.picture("followed")
    follows("a deletion", deleted, lambda: page.part("row-theirs") is None and page.part("row-fresh") is None)
    assert not path.exists()
    follows("a new file", written_again, lambda: page.row("demo")["state"] == "not-signed-in")
    written = path.stat().st_mtime_ns
    stays(lambda: (path.read_text(), path.stat().st_mtime_ns) == (before, written), 2, "the file as others left it")


def test_the_page_follows_a_folder_that_is_replaced_by_a_link(app, account, follows):
    folder, path = account.folder, account.credentials
    before = path.read_text()

    def moved_behind_a_link():
        folder.rename(folder.with_name("dotfiles"))
        (folder.with_name("dotfiles") / "credentials").write_text(before + session_of_another_tool())
        made = time.time()
        folder.symlink_to("dotfiles")
        return made

    def pointed_elsewhere():
        other = folder.with_name("other")
        other.mkdir()
        (other / "config").write_text(account.config.read_text())
        (other / "credentials").write_text(before)
        fresh = folder.with_name("fresh")
        fresh.symlink_to("other")
        made = time.time()
        os.replace(fresh, folder)
        return made

    follows("a folder behind a link", moved_behind_a_link, lambda: app.page.part("row-theirs"))
    follows("a link pointed elsewhere", pointed_elsewhere, lambda: app.page.part("row-theirs") is None)
    assert path.read_text() == before


def test_the_page_follows_the_settings_that_the_command_line_writes(app, follows):
    def added():
        secret = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY\n"
        app.cli("keys", "add", "home", "--access-key-id", "AKIAI44QH8DHBEXAMPLE", "--secret", "-", stdin=secret)
        return (app.desktop.home / "config/daypass/settings.json").stat().st_mtime

    follows("a key by the command line", added, lambda: app.page.part("row-home"))


def session_of_another_tool():
    """A section as other tools write it, good for an hour."""
    end = (datetime.now(timezone.utc) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S+0000")
    keys = "aws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\naws_session_token = t\n"
    return f"\n[theirs]\n{keys}aws_session_expiration = {end}\n"
