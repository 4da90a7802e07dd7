"""What Daypass writes, AWS's readers read: whatever the file, whatever the edit.

Asked are botocore with the AWS CLI, the SDK for JavaScript v3 and the SDK for Rust, each about the
file before and after. The SDK for Go v2 is not asked: that would take a Go toolchain.

Where they disagree the majority decides, and each that departs is excused for just those lines:
of a key or section that stands twice JavaScript and Rust read the last (botocore refuses the file, and
must refuse it for the same reason after), of all else that is in `DEPARTS` the other two decide.
"""

import re

import pytest

from readers import aws_configure_get, boto3_credentials

READERS = ("botocore", "javascript", "rust")

# Lines that one reader alone takes for something else, so that it cannot see the edit as the others do.
DEPARTS = {
    # `[a] # [b]` is one section to it, named `a] # [b`.
    "botocore": re.compile(rb"(?m)^\[[^\]\n]*\][^\n]*\]"),
    # A header needs its bracket at the end and a blank before a comment, else its keys belong to the
    # section above; an indented key is a key of its own, which goes with the value that it continues to
    # the others.
    "javascript": re.compile(
        rb"(?m)^(?:\xef\xbb\xbf)?\[(?:[^\]\r\n]*\r?$|.*\][#;])|^  (?:nested|more)"
    ),
    "rust": re.compile(rb"(?!)"),
}

# What Rust and Go take for a profile's name.
NAME = re.compile(r"[A-Za-z0-9_\-/.%@:+]+")


def reads_section(reader, name):
    """Of names with blanks or other letters Rust knows nothing, and JavaScript takes `my` for a kind of section."""
    return {
        "botocore": True,
        "javascript": not re.fullmatch(r"[\w-]+\s\S+", name),
        "rust": bool(NAME.fullmatch(name)),
    }[reader]


def readable(edits, reader):
    """Edits of files that the reader could read before, and as the others do."""
    known = [edit for edit in edits if not DEPARTS[reader].search(edit.text)]
    return [edit for edit in known if edit.before[reader].profiles is not None]


def only_adds(edit):
    """Whether none of the edit's keys stands anywhere in the file."""
    keys = [*edit.set, *edit.remove]
    return not any(re.search(rf"(?im)^\s*{key}\s*=", edit.text.decode("latin-1")) for key in keys)


def others(reading, name):
    """All other profiles; those without keys are none to JavaScript."""
    return {other: keys for other, keys in reading.profiles.items() if other != name and keys}


def keys_of(reading, name):
    return reading.profiles.get(name) or {}


def test_few_edits_are_refused(made):
    """A lone CR in the way, a new section of a name that not all read; else nothing could be said below."""
    assert made["refused"] < len(made["edits"]) / 3


@pytest.mark.parametrize("reader", READERS)
def test_a_file_that_could_be_read_still_can(edits, reader):
    asked = readable(edits, reader)
    assert len(asked) > len(edits) / 2
    for edit in asked:
        assert edit.after[reader].profiles is not None, (edit.after[reader].refusal, edit)


@pytest.mark.parametrize("reader", ["botocore", "rust"])
def test_a_file_that_was_refused_is_refused_for_the_same(edits, reader):
    asked = [edit for edit in edits if edit.before[reader].profiles is None and only_adds(edit)]
    assert asked
    for edit in asked:
        assert edit.after[reader].refusal == edit.before[reader].refusal, edit


@pytest.mark.parametrize("reader", READERS)
def test_every_other_profile_reads_as_before(edits, reader):
    for edit in readable(edits, reader):
        assert others(edit.after[reader], edit.section) == others(edit.before[reader], edit.section), edit


@pytest.mark.parametrize("reader", READERS)
def test_every_other_key_of_the_profile_reads_as_before(edits, reader):
    for edit in readable(edits, reader):
        edited = {*edit.set, *edit.remove}

        def rest(reading):
            return {key: value for key, value in keys_of(reading, edit.section).items() if key.lower() not in edited}

        assert rest(edit.after[reader]) == rest(edit.before[reader]), edit


@pytest.mark.parametrize("reader", READERS)
def test_what_was_set_is_read(edits, reader):
    asked = [edit for edit in readable(edits, reader) if edit.set and reads_section(reader, edit.section)]
    assert len(asked) > len(edits) / 3
    for edit in asked:
        keys = keys_of(edit.after[reader], edit.section)
        assert {key: keys.get(key) for key in edit.set} == edit.set, edit


@pytest.mark.parametrize("reader", READERS)
def test_what_was_removed_is_gone(edits, reader):
    asked = [edit for edit in readable(edits, reader) if set(edit.remove) & {*keys_of(edit.before[reader], edit.section)}]
    assert asked
    for edit in asked:
        assert not set(edit.remove) & {*keys_of(edit.after[reader], edit.section)}, edit


def signing(edits):
    """Edits after which boto3 can sign with the profile, without asking anybody."""
    asked = readable(edits, "botocore")
    return [edit for edit in asked if {"aws_access_key_id", "aws_secret_access_key"} <= {*edit.set}]


def test_boto3_signs_with_what_was_set(edits, monkeypatch):
    asked = signing(edits)[:100]
    assert len(asked) >= 20
    for edit in asked:
        key, secret, token = boto3_credentials(edit.paths[1], edit.section, monkeypatch)
        assert (key, secret) == (edit.set["aws_access_key_id"], edit.set["aws_secret_access_key"]), edit
        if "aws_session_token" in {*edit.set, *edit.remove}:
            assert token == edit.set.get("aws_session_token"), edit


def test_aws_configure_get_answers_what_was_set(edits):
    asked = signing(edits)[:4]
    assert asked
    for edit in asked:
        for key in ("aws_access_key_id", "manager"):
            if key in edit.set or key in edit.remove:
                assert aws_configure_get(edit.paths[1], edit.section, key) == edit.set.get(key), (key, edit)


def stands_twice(edit, key):
    """Whether a section of that name has the key again, or the section itself stands again."""
    parts = re.split(r"(?m)^(?=\[)", edit.text.decode("utf-8", "replace"))
    own = "".join(part for part in parts if re.match(rf"\[{re.escape(edit.section)}\]", part))
    return len(re.findall(rf"(?m)^{key}\s*=", own)) > 1


@pytest.mark.parametrize("reader", ["javascript", "rust"])
def test_of_a_key_that_stands_twice_the_last_one_is_set(edits, reader):
    asked = [(edit, key) for edit in readable(edits, reader) for key in edit.set if stands_twice(edit, key)]
    asked = [(edit, key) for edit, key in asked if reads_section(reader, edit.section)]
    assert asked
    for edit, key in asked:
        assert edit.before["botocore"].profiles is None or DEPARTS["botocore"].search(edit.text)
        assert keys_of(edit.after[reader], edit.section).get(key) == edit.set[key], edit
