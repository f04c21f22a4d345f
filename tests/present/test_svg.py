"""What is dropped from matplotlib's SVG changes nothing that is seen."""

import re

import pytest
from bs4 import BeautifulSoup

from qaanalysis.present import svg, theme


@pytest.fixture
def drawing() -> str:
    with theme.drawing():
        figure, axes = theme.figure(theme.WIDE, 200, left=40, right=20, top=10, bottom=30)
        axes.plot([1, 2, 3], [1 / 3, 2 / 3, 1], marker="o", color=theme.Colour.NAVY)
        axes.text(1, 0.5, "<g> 0.12345 & #12436d")
        return svg.inline(figure, size=theme.WIDE, alt="A line goes up.")


def test_groups_that_say_nothing_and_paths_that_show_nothing_are_gone(drawing: str) -> None:
    page = BeautifulSoup(drawing, "html.parser")
    assert all(group.attrs for group in page.select("g"))
    assert len(page.select("use")) == 3
    unseen = [path for path in page.select("path") if path.get("style") == "fill: none"]
    assert unseen == []


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("<g><g id='a'><use/></g></g>", "<g id='a'><use/></g>"),
        ("<g><g/><g style='x'/><path/></g>", "<g style='x'/><path/>"),
        ("<g a='b'><g><text>c</text></g></g><g></g>", "<g a='b'><text>c</text></g>"),
    ],
)
def test_only_bare_groups_are_dropped(body: str, left: str) -> None:
    assert svg._without_bare_groups(body) == left


def test_words_stay_as_they_are_and_colours_are_the_pages(drawing: str) -> None:
    page = BeautifulSoup(drawing, "html.parser")
    assert "<g> 0.12345 & #12436d" in [text.get_text() for text in page.select("text")]
    assert "var(--qa-navy,#12436d)" in drawing


def test_places_are_given_to_a_tenth_of_a_pixel(drawing: str) -> None:
    page = BeautifulSoup(drawing, "html.parser")
    places = " ".join(tag.get(name, "") for tag in page(True) for name in ("d", "x", "y"))
    assert re.search(r"\d\.\d", places)
    assert not re.search(r"\.\d\d", places)
    # From 1 to 3 the line spans the axes less a margin of a twentieth at both ends.
    line = next(p for p in page.select("path") if "stroke: var(--qa-navy" in p.get("style", ""))
    first, last = (float(x) for x in re.findall(r"[ML] (\S+) ", line["d"])[::2])
    width = (800 - 60) / 1.1
    assert first == pytest.approx(40 + width * 0.05, abs=0.051)
    assert last == pytest.approx(40 + width * 1.05, abs=0.051)
