"""What was measured, one line each: what, ours, theirs, ratio, target, kept or MISSED."""

import traceback

COLUMNS = ("", "ours", "theirs", "ratio", "target", "")
WIDTHS = (60, 11, 34, 8, 17, 6)


class Report:
    """Prints lines as they are found and keeps them in a file."""

    def __init__(self, path):
        self.path = path
        self.lines, self.failures, self.missed = [], [], 0

    def say(self, text=""):
        print(text, flush=True)
        self.lines.append(text)
        # Kept at once: a run that is broken off leaves what it had found.
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text("\n".join(self.lines) + "\n")

    def heading(self, text):
        self.say()
        self.say(text)
        self._row(COLUMNS)

    def ratio(self, what, ours, theirs, whose, unit, at_most=None):
        """A measure of ours beside the same of another tool; `at_most` is the target for the ratio."""
        ratio = ours / theirs
        target = "" if at_most is None else f"at most {at_most:.3g}"
        verdict = self._verdict(ratio, at_most)
        self._row((what, unit(ours), f"{unit(theirs)} {whose}", f"{ratio:.3f}", target, verdict))

    def value(self, what, ours, unit, at_most=None):
        """A measure that is compared with nobody; `at_most` is the target for itself."""
        target = "" if at_most is None else f"at most {unit(at_most)}"
        self._row((what, unit(ours), "", "", target, self._verdict(ours, at_most)))

    def exactly(self, what, ours, wanted):
        verdict = "kept" if ours == wanted else "MISSED"
        self.missed += ours != wanted
        self._row((what, str(ours), "", "", f"exactly {wanted}", verdict))

    def attempt(self, what, measure):
        """Measures; what cannot be measured is said, and the rest goes on."""
        try:
            measure()
        except Exception as error:  # noqa: BLE001  whatever it is, the rest is still worth measuring
            traceback.print_exc()
            self.failures.append(what)
            self.say(f"NOT MEASURED: {what}: {error}")

    def end(self):
        self.say()
        self.say(f"{self.missed} missed, {len(self.failures)} not measured. Kept in target/bench/results.txt.")

    def _verdict(self, value, at_most):
        if at_most is None:
            return ""
        self.missed += value > at_most
        return "kept" if value <= at_most else "MISSED"

    def _row(self, cells):
        text = "".join(cell.ljust(width) + "  " for cell, width in zip(cells, WIDTHS))
        self.say(text.rstrip())


def milliseconds(seconds):
    return f"{seconds * 1000:.2f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"


def seconds(value):
    return f"{value:.3f} s"


def mebibytes(size):
    return f"{size / 2**20:.2f} MiB"


def megabytes(size):
    return f"{size / 10**6:.2f} MB"
