import re
import threading
from importlib.resources import files

import matplotlib as mpl
import pytest

from qaanalysis.present import theme
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
