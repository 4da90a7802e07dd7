"""The eyes themselves: each defect that they are there for is put into a page, and they see it."""

import pytest

from browser import LIGHT

DEFECTS = {
    "clipped": ".status { max-inline-size: 2rem; overflow: hidden; white-space: nowrap }",
    "overlapping": ".status { margin-block-start: -1rem }",
    "unseenFocus": ":focus-visible { outline: none !important }",
    "unseenCaret": ".box { border-color: gray !important; box-shadow: none !important }",
    "moving": ".ring { animation: run 1s infinite }",
    "unreachableCode": ".header { position: absolute; inset: 0; z-index: 9 }",
    "unscrollable": ".footer { block-size: 500px }",
}
INSERT = "document.styleSheets[0].insertRule(arguments[0], document.styleSheets[0].cssRules.length);"


@pytest.mark.parametrize("question", DEFECTS)
def test_a_defect_is_seen(browsers, question):
    browser = browsers(LIGHT)
    browser.open("not-signed-in", "en")
    if question != "moving":
        assert browser.see(question) == []
    before = len(browser.see(question))
    browser.driver.script(INSERT, DEFECTS[question])
    assert len(browser.see(question)) > before


def test_axe_sees_a_pale_word(browsers):
    browser = browsers(LIGHT)
    browser.open("not-signed-in", "en")
    assert browser.axe() == []
    browser.driver.script(INSERT, ".status { color: #ccc !important }")
    assert any(one.startswith("color-contrast:") for one in browser.axe())


def test_a_control_without_an_edge_is_seen(browsers):
    browser = browsers(LIGHT)
    browser.open("no-code", "en")
    browser.force("forced-colors")
    assert browser.edgeless() == []
    browser.driver.script(INSERT, ".primary { border: 0 !important }")
    assert browser.edgeless() != []
