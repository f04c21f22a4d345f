"""The picture of the architecture: described, legible in the light and in the dark, and true."""

import re
from xml.etree import ElementTree

import pytest
from run_files import ROOT

SVG = "{http://www.w3.org/2000/svg}"
PICTURE = ROOT / "docs" / "images" / "architecture.svg"
TEXT = PICTURE.read_text(encoding="utf-8")
TREE = ElementTree.fromstring(TEXT)
STYLE = TREE.find(f"{SVG}style").text
LIGHT, DARK = STYLE.split("@media (prefers-color-scheme: dark)")
# What goes in and comes out; the other boxes are parts of the package.
OUTSIDE = {"export", "outputs/month"}


def colours(style: str) -> dict[str, str]:
    """Return each class's fill."""
    found = re.findall(r"((?:\.[a-z]+,? ?)+)\{ fill: (#[0-9a-f]{6})", style)
    return {name: fill for names, fill in found for name in re.findall(r"\.([a-z]+)", names)}


def luminance(colour: str) -> float:
    """Return the relative luminance that WCAG defines."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_it_has_a_title_and_a_description_that_name_it():
    assert TREE.get("role") == "img"
    named = TREE.get("aria-labelledby").split()
    texts = {
        part.get("id"): part.text for part in TREE if part.tag in (f"{SVG}title", f"{SVG}desc")
    }
    assert len(texts[named[1]]) > 100
    assert texts[named[0]]


@pytest.mark.parametrize("style", [LIGHT, DARK], ids=["light", "dark"])
def test_its_words_stand_out_from_what_is_behind_them(style):
    fills = colours(style)
    for text in ("name", "what", "note"):
        for behind in ("paper", "box", "out"):
            assert contrast(fills[text], fills[behind]) >= 4.5


def test_contrast_is_that_of_the_definition():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_each_part_in_it_is_a_part_of_the_package():
    names = [text.text for text in TREE.iter(f"{SVG}text") if text.get("class") == "name"]
    assert len(names) > 10
    for name in {part for text in names if text not in OUTSIDE for part in text.split(", ")}:
        package = ROOT / "src" / "qaanalysis" / name
        assert package.is_dir() or package.with_suffix(".py").is_file(), name


def test_it_asks_for_nothing_from_elsewhere():
    assert set(re.findall(r"https?://[^\"' ]+", TEXT)) == {"http://www.w3.org/2000/svg"}
