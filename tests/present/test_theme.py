import re
import threading
from importlib.resources import files
from itertools import combinations, pairwise, product

import matplotlib as mpl
import numpy as np
import pytest
from colour_vision import VISION, difference, lab

from qaanalysis.present import theme
from qaanalysis.present.charts import compared_drawing, control_marks, likeness_drawing
from qaanalysis.present.theme import Colour

STYLE = (files("qaanalysis.present") / "template" / "style.css").read_text("utf-8")
LIGHT = {colour.name.lower().replace("_", "-"): str(colour) for colour in Colour}
DARK = LIGHT | dict(
    re.findall(r"--qa-([a-z-]+): (#[0-9a-f]{3,6})", STYLE.split("dark)")[1].split("}")[0])
)
INKS = ["ink", "muted", "navy", "teal-ink", "orange-ink", "plum", "grey-ink"]
ON = [
    ("on-deep", "navy"),
    ("on-deep", "plum"),
    ("on-bright", "teal"),
    ("on-bright", "orange"),
    ("on-bright", "grey"),
]


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_stand_out_enough_to_be_read(scheme: dict[str, str]) -> None:
    for ink in INKS:
        assert contrast(scheme[ink], scheme["paper"]) >= 4.5, ink
        assert ink not in ("ink", "muted") or contrast(scheme[ink], scheme["band"]) >= 4.5
    for word, area in ON:
        assert contrast(scheme[word], scheme[area]) >= 4.5, (word, area)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_lines_and_rims_stand_out_enough_to_be_seen(scheme: dict[str, str]) -> None:
    for part in ("axis", "navy", "plum", "teal-ink", "orange-ink"):
        assert contrast(scheme[part], scheme["paper"]) >= 3, part


# Published pairs of colours in CIELAB, and CIEDE2000 of them: Sharma G, Wu W, Dalal EN (2005), The
# CIEDE2000 color-difference formula, Color Research & Application 30:21–30, table 1.
PUBLISHED = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]
# Of areas that touch, in CIEDE2000: 10 is a difference at a glance, 5 one that is seen at once side
# by side. Pages are printed in the light colours, so that the dark ones need not differ in grey.
APART = {"light": 10, "dark": 5}
SCHEMES = {"light": LIGHT, "dark": DARK}
SCALES = {n: [fill.area for fill in scale] for n, scale in theme.BEST_TO_WORST.items()}


def seen_apart(one: str, other: str, scheme: dict[str, str], vision: str) -> float:
    names = (colour.name.lower().replace("_", "-") for colour in (one, other))
    return difference(*(lab(scheme[name], vision) for name in names))


@pytest.mark.parametrize(("one", "other", "expected"), PUBLISHED)
def test_differences_of_colours_are_the_published_ones(
    one: tuple[float, ...], other: tuple[float, ...], expected: float
) -> None:
    assert difference(np.array(one), np.array(other)) == pytest.approx(expected, abs=5e-5)


def test_the_simulation_is_of_those_who_confuse_red_and_green() -> None:
    for vision in ("protanopia", "deuteranopia"):
        red, green = lab("#b05a5a", vision), lab("#7a7a3c", vision)
        assert difference(red, green) < 0.6 * difference(lab("#b05a5a"), lab("#7a7a3c"))
    assert lab("#b05a5a", "grey")[1:] == pytest.approx([0, 0], abs=0.01)


# No page is printed in the dark colours.
SEEN = [pair for pair in product(SCHEMES, VISION) if pair != ("dark", "grey")]


@pytest.mark.parametrize(("scheme", "vision"), SEEN)
@pytest.mark.parametrize("steps", SCALES)
def test_parts_of_a_bar_that_touch_are_told_apart(steps: int, scheme: str, vision: str) -> None:
    parts = [*SCALES[steps], Colour.GREY]
    for one, other in pairwise(parts):
        assert seen_apart(one, other, SCHEMES[scheme], vision) >= APART[scheme], (one, other)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_rim_and_the_paper_between_parts_stand_out(scheme: str) -> None:
    """Whatever somebody sees of hues, an edge of 3:1 is there (WCAG 2.2, 1.4.11)."""
    colours = SCHEMES[scheme]
    for fill in (theme.NAVY, theme.TEAL, theme.ORANGE, theme.PLUM, theme.GREY):
        rim = fill.ink.name.lower().replace("_", "-")
        assert contrast(colours[rim], colours["paper"]) >= 3, fill


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_mark_stands_out_from_the_paper(scheme: str) -> None:
    """Faint lines of a scale and the band itself are no marks: the band has its edge."""
    colours = SCHEMES[scheme]
    for name in ("navy", "plum", "teal", "teal-ink", "orange-ink", "axis", "muted", "band-edge"):
        assert contrast(colours[name], colours["paper"]) >= 3, name
    for name in ("navy", "plum", "teal-ink", "muted", "ink", "band-edge"):
        assert contrast(colours[name], colours["band"]) >= 3, name


def test_what_is_told_apart_by_a_line_differs_in_more_than_colour() -> None:
    cues = list(zip(theme.DASHES, theme.MARKERS, strict=True))
    assert len(theme.LINES) == len(cues)
    for (dash, marker), (other_dash, other_marker) in combinations(cues, 2):
        assert dash != other_dash
        assert marker != other_marker


def test_marks_side_by_side_differ_in_shape_or_in_being_filled() -> None:
    compared = [(style.marker, style.is_filled) for style in compared_drawing.STYLES]
    alike = [(marker, filled) for marker, _, filled in likeness_drawing._STYLES]
    signs = (control_marks.GOOD, control_marks.BAD, control_marks.NEITHER)
    judged = [(sign.marker, sign.face is not Colour.PAPER) for sign in signs]
    for cues in (compared, alike, judged):
        assert len(set(cues)) == len(cues)


def test_no_two_roles_share_a_colour() -> None:
    assert len(set(Colour)) == len(Colour.__members__)


def test_every_colour_of_a_chart_has_one_for_the_dark() -> None:
    light_enough = {"paper", "ink", "muted"}
    assert all(DARK[name] != LIGHT[name] for name in LIGHT if name not in light_enough)


def test_a_scale_goes_from_best_to_worst_and_the_unknown_is_grey() -> None:
    best_first = theme.fills(["Outstanding", "Good", "Requires Improvement", "Inadequate"])
    worst_first = theme.fills(
        ["Inadequate", "Requires Improvement", "Good", "Outstanding"], worst_first=True
    )
    assert best_first == worst_first[::-1]
    assert theme.fills(["Yes", "No", "Not recorded"])[2] is theme.GREY
    assert len(theme.fills([str(i) for i in range(9)])) == 9


def test_drawing_leaves_the_settings_of_the_caller_alone() -> None:
    before = dict(mpl.rcParams)
    with theme.drawing():
        assert mpl.rcParams["svg.fonttype"] == "none"
        assert not mpl.rcParams["text.parse_math"]
    assert dict(mpl.rcParams) == before


def test_drawing_in_threads_takes_turns() -> None:
    seen: list[str] = []

    def draw(name: str) -> None:
        with theme.drawing():
            seen.extend([name, mpl.rcParams["svg.hashsalt"]])

    threads = [threading.Thread(target=draw, args=(str(i),)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen[1::2] == ["qaanalysis"] * 4
