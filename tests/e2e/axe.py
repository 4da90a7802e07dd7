"""axe-core in a page that WebDriver has: what it finds wrong for people who use the page otherwise."""

import json

from desktop import ROOT

SOURCE = ROOT / "ui/node_modules/axe-core/axe.min.js"


# The tenth row of a list and those after it are drawn as the nine before: axe would take a minute for 500.
ENOUGH = {"include": [["html"]], "exclude": [[".rows > li:nth-child(n + 10)"]]}


def violations(driver, rules=None):
    """Everything that breaks a rule, contrast included: `rule: the part, and what is wrong with it`."""
    if not driver.script("return 'axe' in window"):
        driver.script(SOURCE.read_text())
    options = json.dumps({"rules": rules or {}, "resultTypes": ["violations"]})
    answer = driver.promise(f"axe.run({json.dumps(ENOUGH)}, {options}).then({_TELL})")
    assert "ok" in answer, f"axe did not run: {answer}"
    return answer["ok"]


_TELL = """({violations}) => violations.flatMap(({id, nodes}) =>
  nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`))"""
