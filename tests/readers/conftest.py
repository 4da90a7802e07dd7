"""Edits by Daypass's editor, and what each of AWS's readers makes of the file before and after."""

import json
import os
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from readers import ROOT, Reading, botocore_read, javascript_read, rust_read

sys.dont_write_bytecode = True

# Another folder of programs can be tried: one that is broken on purpose.
EDITS = Path(os.environ.get("DAYPASS_PROGRAMS", ROOT / "target/debug")) / "examples/edits"


def pytest_configure():
    if not EDITS.is_file():
        raise pytest.UsageError("not built: 'make test' builds it, or cargo build --workspace --example edits")


# The same edits and lots each time, so that a change of the code alone decides; new ones by hand.
SEED = 20261122


def _seed(text):
    return random.randrange(2**32) if text == "random" else int(text)


def pytest_addoption(parser):
    parser.addoption("--seed", type=_seed, default=SEED, help="other edits and lots; 'random' for new ones")
    parser.addoption("--edits", type=int, default=1500, help="how many")
    parser.addoption("--lots", type=int, default=120, help="how many layouts are drawn by lot")


def pytest_report_header(config):
    return f"edits: --edits {config.getoption('edits')} --seed {config.getoption('seed')}"


@dataclass
class Edit:
    """One edit: what was wished, the two files, and their readings by the reader's name."""

    section: str
    set: dict
    remove: list
    paths: tuple
    before: dict[str, Reading]
    after: dict[str, Reading]

    @property
    def text(self):
        return self.paths[0].read_bytes()

    def __repr__(self):
        wish = f"[{self.section}] set {self.set} remove {self.remove}"
        return f"{wish}\n  before {self.text}\n  after  {self.paths[1].read_bytes()}"


@pytest.fixture(scope="session")
def made(request):
    """What the program made: edits and how many the editor refused."""
    options = [str(request.config.getoption(name)) for name in ("seed", "edits")]
    return json.loads(subprocess.run([EDITS, *options], stdout=subprocess.PIPE, check=True).stdout)


@pytest.fixture(scope="session")
def edits(made, tmp_path_factory):
    """All edits that the editor did not refuse."""
    folder = tmp_path_factory.mktemp("files")
    edits = [_edit(folder / str(number), each) for number, each in enumerate(made["edits"])]
    javascript = iter(javascript_read([path for edit in edits for path in edit.paths]))
    for edit in edits:
        edit.before["javascript"], edit.after["javascript"] = next(javascript), next(javascript)
    return edits


def _edit(stem, made):
    paths = stem.with_suffix(".before"), stem.with_suffix(".after")
    edit = Edit(made["section"], made["set"], made["remove"], paths, {}, {})
    for path, file, readings in zip(paths, (made["before"], made["after"]), (edit.before, edit.after)):
        path.write_bytes(bytes.fromhex(file["file"]))
        readings["rust"] = rust_read(file["rust"])
        readings["botocore"] = botocore_read(path)
    return edit
