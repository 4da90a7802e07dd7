"""Every state of the page, in every theme and language: nothing is inaccessible, cut off or covered.

The states are those that the page itself lists; a new one is looked at without a word here.
"""

import pytest

from browser import CALM, CONTRAST, DARK, LIGHT, TALLEST, WIDTH

LANGUAGES = ("en", "de")
BOTH = pytest.mark.parametrize("language", LANGUAGES)
# As narrow as a window can get between two panels of a small screen.
NARROW = 240


def findings(browser, language, looks):
    """What `looks(state)` finds, state by state."""
    states = browser.states()
    assert len(states) > 20, f"the page lists only {states}"
    if only := browser.only:
        assert only <= set(states), f"there is no state {only - set(states)}"
        states = [state for state in states if state in only]
    found = {}
    for state in states:
        browser.open(state, language)
        for sentence in looks(state):
            found.setdefault(sentence, []).append(state)
    return [f"{sentence}\n    in {', '.join(states)}" for sentence, states in found.items()]


def none(found):
    assert not found, f"{len(found)} findings:\n" + "\n".join(found)


@BOTH
@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
def test_every_state(browsers, look, language):
    browser = browsers(look)

    def looks(_):
        yield from browser.axe()
        yield from browser.see("unseenFocus")
        yield from browser.see("unseenCaret")
        for size in (100, 200):
            for direction in ("ltr", "rtl"):
                browser.shape(size, direction)
                for question in ("clipped", "overlapping", "unscrollable"):
                    yield from (f"{size} %, {direction}: {each}" for each in browser.see(question))

    none(findings(browser, language, looks))


def test_high_contrast(browsers):
    browser = browsers(CONTRAST)
    assert browser.prefers("contrast: more"), "the browser does not pass the desktop's wish on"
    sevenfold = {"color-contrast-enhanced": {"enabled": True}}
    none(findings(browser, "en", lambda _: [*browser.axe(sevenfold), *browser.see("unseenFocus")]))


@BOTH
def test_the_code_field_is_reached_in_a_low_window(browsers, language):
    browser = browsers(LIGHT)
    browser.resize(NARROW)
    try:

        def looks(_):
            browser.shape(100, "ltr", window=NARROW)
            for question in ("unreachableCode", "clipped", "overlapping"):
                yield from browser.see(question)

        none(findings(browser, language, looks))
    finally:
        browser.resize(TALLEST)


def test_nothing_moves_where_motion_is_not_wanted(browsers):
    browser = browsers(CALM)
    assert browser.prefers("reduced-motion: reduce"), "the browser does not pass the desktop's wish on"
    none(findings(browser, "en", lambda _: browser.see("moving")))


def test_the_desktop_says_which_theme(browsers):
    light, dark, contrast = browsers(LIGHT), browsers(DARK), browsers(CONTRAST)
    assert dark.prefers("color-scheme: dark") and not light.prefers("color-scheme: dark")
    assert contrast.prefers("contrast: more") and not light.prefers("contrast: more")
    grounds = {}
    for name, browser, chosen in [
        ("light", light, None),
        ("dark", dark, None),
        ("light, chosen dark", light, "dark"),
        ("dark, chosen light", dark, "light"),
    ]:
        browser.open("morning", "en")
        grounds[name] = browser.ground(chosen)
    assert grounds["light"] == grounds["dark, chosen light"], grounds
    assert grounds["dark"] == grounds["light, chosen dark"], grounds
    assert grounds["light"] != grounds["dark"], grounds


def test_rows_keep_their_height_from_state_to_state(browsers):
    """A session that begins, runs out or ends moves nothing below its row."""
    browser = browsers(LIGHT)
    heights = {}
    for state in ("not-signed-in", "active", "ending-soon", "ended", "signing-in"):
        browser.open(state, "en")
        heights[state] = browser.height("profile-row")
    assert len(set(heights.values())) == 1, heights


def test_forced_colours_leave_edges_and_signs(browsers):
    """This engine has no forced colours: its rules are put in force by hand, with the system's colour names."""
    browser = browsers(LIGHT)

    def looks(_):
        assert browser.force("forced-colors"), "no rule is made for forced colours"
        return [*browser.see("clipped"), *browser.see("overlapping"), *browser.edgeless()]

    none(findings(browser, "en", looks))


def test_the_window_is_as_wide_as_the_popover(browsers):
    browser = browsers(LIGHT)
    assert browser.driver.script("return [innerWidth, innerHeight]") == [WIDTH, TALLEST]
