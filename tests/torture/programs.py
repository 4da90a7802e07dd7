"""What is under test, and what it is measured against."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Another folder of programs can be tried: a release build, or one that is broken on purpose.
PROGRAMS = Path(os.environ.get("DAYPASS_PROGRAMS", ROOT / "target/debug"))
VENV = ROOT / "target/venv/bin"
# Said with every `daypass login` of these tests: the place for a switch that all of them shall have.
LOGIN_MORE = []
