"""What stands in the credentials file before, and what may stand there after."""

import configparser
import re

from sts import KEY_ID, SECRET

# One whole session as Daypass appends it: the blank line before it and five keys, the last ones last.
SESSION = re.compile(
    rb"\n?\[(?P<name>[\w-]+)-mfa\]\n"
    rb"aws_access_key_id = ASIA[A-Z0-9]{16}\n"
    rb"aws_secret_access_key = \S{40}\n"
    rb"aws_session_token = \S{100,}\n"
    rb"x_security_token_expires = \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n"
    rb"manager = daypass\n"
)

# Comments, an umlaut, spaces, Windows line ends, a value over two lines: nobody's editor keeps it all.
ODD = (
    b"# Mine. Do not touch.\n"
    b"[default]\n"
    b"aws_access_key_id=AKIAI44QH8DHBEXAMPLE   \n"
    b"aws_secret_access_key\t=\tje7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY\n"
    b"; Gr\xc3\xbc\xc3\x9fe\n"
    b"\n\n"
    b"[windows]\r\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\r\ns3 =\r\n  max_queue_size = 1000\r\n"
)


def keys(name):
    """A profile with long-term keys and no device: a login to it needs no code."""
    return f"\n[{name}]\naws_access_key_id = {KEY_ID}\naws_secret_access_key = {SECRET}\n".encode()


def others(count):
    """Profiles of somebody else, so that the file has a size at which it can be torn."""
    rows = (
        f"\n[team-{number:04d}]\naws_access_key_id = AKIAOTHER{number:011d}\n"
        f"aws_secret_access_key = {number:04d}{'x' * 36}\n"
        for number in range(count)
    )
    return "".join(rows).encode()


def without(text, *names):
    """`text` without the whole sessions of these profiles, and the names of those that were there."""
    found = [match["name"].decode() for match in SESSION.finditer(text)]
    wanted = [name for name in found if name in names]
    bare = SESSION.sub(lambda match: b"" if match["name"].decode() in names else match[0], text)
    return bare, wanted


def sessions(text):
    """The names of all profiles whose whole session stands in `text`."""
    return [match["name"].decode() for match in SESSION.finditer(text)]


def sections(text):
    """The file as a Python reader sees it."""
    parser = configparser.RawConfigParser(strict=False)
    parser.read_string(text.decode("latin-1"))
    return {name: dict(parser[name]) for name in parser.sections()}
