"""One code, many roles: how long until all of them are written, on an STS that takes its time."""

from pathlib import Path

from report import milliseconds, seconds
from stage import PROFILE, memory_folder, stage
from timing import Failed, median, run

ROLES = 200
DELAY = 100


def measure(report, root, runs):
    release = root / "target/release"
    with stage(release / "daypass-demo-sts", memory_folder()) as at:
        at.set_roles(ROLES)
        report.heading(f"daypass login, {ROLES} roles behind one code")
        at_once = median([Login(release / "daypass", at)() for _ in range(min(runs, 5))])
        report.value("all roles, an STS that answers at once", at_once.wall, milliseconds)
        at.delay(DELAY)
        taken = [Login(release / "daypass", at)() for _ in range(min(runs, 5))]
        slow = median(taken)
        report.value(f"all roles, {DELAY} ms for each answer", slow.wall, seconds, at_most=2.5)
        report.value("processor", slow.processor, milliseconds)
        one_by_one = (1 + ROLES) * DELAY / 1000
        report.value("the same answers one after the other", one_by_one, seconds)
        report.exactly("requests to STS", sum(at.requests().values()), 1 + ROLES)


class Login:
    """Signs in with all roles, and makes sure that they are there."""

    def __init__(self, program, at):
        self.program, self.stage = program, at

    def __call__(self):
        at = self.stage
        at.prepare()
        at.forget_requests()
        taken = run([self.program, "login", PROFILE, "--code", "-"], at.environment(), at.code_file, at.log)
        if at.sessions() != 1 + ROLES:
            said = Path(at.log).read_text(errors="replace")[-800:]
            raise Failed(f"{at.sessions()} sessions were written: {said}")
        return taken
