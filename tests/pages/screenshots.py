"""Pictures of every state, in both themes and both languages: target/screenshots/, with a sheet of all.

With `--docs` also the few that README and docs show are made anew, in docs/pictures/.
"""

import argparse
import html
import shutil
import sys
import time
from dataclasses import replace

from PIL import Image

from browser import DARK, LIGHT, ROOT, Browser, Site

sys.dont_write_bytecode = True

OUT = ROOT / "target/screenshots"
DOCS = ROOT / "docs/pictures"
LANGUAGES = ("en", "de")
# Inter is the letter of today's GNOME.
LOOKS = tuple(replace(look, font="Inter") for look in (LIGHT, DARK))
# What README shows of a state: light and dark beside each other.
SHOWN = ("morning", "wrong-code")
GAP = 12
GROUND = (128, 132, 140)


def take(site, look, states_wanted):
    """Every state of one theme, in every language; returns the states' names."""
    with Browser(site, look, ROOT / "target/pages" / f"pictures-{look.name}") as browser:
        states = [state for state in browser.states() if not states_wanted or state in states_wanted]
        for language in LANGUAGES:
            folder = OUT / f"{look.name}-{language}"
            folder.mkdir(parents=True)
            for state in states:
                browser.open(state, language)
                browser.picture(folder / f"{state}.png")
    return states


def sheet(states):
    """One page that shows all of them, a row for each state."""
    kinds = [f"{look.name}-{language}" for look in LOOKS for language in LANGUAGES]
    heads = "".join(f"<th>{kind}</th>" for kind in kinds)
    rows = "".join(
        f"<tr><th>{html.escape(state)}</th>"
        + "".join(f'<td><img src="{kind}/{state}.png" alt="{state}, {kind}" loading="lazy"></td>' for kind in kinds)
        + "</tr>"
        for state in states
    )
    style = "body{font:14px sans-serif;background:#80848c;color:#fff}td,th{padding:6px;vertical-align:top}"
    page = f"<!doctype html><meta charset=utf-8><title>Daypass</title><style>{style}</style>"
    (OUT / "index.html").write_text(f"{page}<table><tr><th></th>{heads}</tr>{rows}</table>\n")


def contact_sheet(kind, states, columns=5):
    """The same as one picture: each state where there is most room."""
    pictures = [Image.open(OUT / kind / f"{state}.png") for state in states]
    width = pictures[0].width + GAP
    ends = [GAP] * columns
    places = []
    for picture in pictures:
        column = ends.index(min(ends))
        places.append((GAP + column * width, ends[column]))
        ends[column] += picture.height + GAP
    whole = Image.new("RGB", (GAP + columns * width, max(ends)), GROUND)
    for picture, place in zip(pictures, places, strict=True):
        whole.paste(picture, place)
    whole.save(OUT / f"{kind}.png", optimize=True)


def beside(name):
    """A state in both themes beside each other."""
    light, dark = (Image.open(OUT / f"{look.name}-en" / f"{name}.png") for look in LOOKS)
    both = Image.new("RGB", (light.width + GAP + dark.width, light.height), (255, 255, 255))
    both.paste(light, (0, 0))
    both.paste(dark, (light.width + GAP, 0))
    # The palette that keeps colours of which there is little.
    few = both.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(DOCS / f"{name}.png", optimize=True)


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--docs", action="store_true", help="also make the pictures that README shows")
    words.add_argument("states", nargs="*", help="only these states")
    wish = words.parse_args()
    started = time.monotonic()
    shutil.rmtree(OUT, ignore_errors=True)
    with Site() as site:
        for look in LOOKS:
            states = take(site, look, wish.states)
    sheet(states)
    for look in LOOKS:
        for language in LANGUAGES:
            contact_sheet(f"{look.name}-{language}", states)
    if wish.docs:
        for name in SHOWN:
            beside(name)
    count = len(states) * len(LOOKS) * len(LANGUAGES)
    print(f"{count} pictures of {len(states)} states in {time.monotonic() - started:.0f} s: {OUT.relative_to(ROOT)}/index.html")


if __name__ == "__main__":
    main()
