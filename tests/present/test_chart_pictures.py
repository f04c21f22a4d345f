"""SVG up to 1,000 marks, a picture above."""

import base64
import io
import re
import struct

import numpy as np
import pytest
import test_charts
from bs4 import BeautifulSoup
from matplotlib.figure import Figure
from PIL import Image
from test_funnel_chart import auditors, limits, made

from qaanalysis.present import image, theme

figures = test_charts.figures


def crowd(n: int):
    drawn = np.random.default_rng(5)
    sizes = drawn.integers(10, 41, size=n)
    value = 0.2 + drawn.normal(size=n) * 0.7 / np.sqrt(sizes)
    return auditors(sizes.tolist(), value.tolist())


@pytest.fixture(scope="module")
def large() -> str:
    return made(crowd(1500)).html()


def pictures(html: str) -> dict[str, bytes]:
    page = BeautifulSoup(html, "html.parser")
    sources = {"wide": page.img["src"], "narrow": page.source["srcset"]}
    start = "data:image/png;base64,"
    return {name: base64.b64decode(src.removeprefix(start)) for name, src in sources.items()}


def test_a_funnel_of_1500_points_is_one_described_picture_for_both_widths(large: str) -> None:
    page = BeautifulSoup(large, "html.parser")
    assert not page.select("svg")
    assert len(page.select("picture")) == len(page.select("img")) == 1
    assert page.img["alt"].startswith("Auditors. 1,500 points; ")
    assert "max-width: 45rem" in page.source["media"]
    assert page.details.select("tbody tr")
    for name, size in (("wide", theme.WIDE), ("narrow", theme.NARROW)):
        with Image.open(io.BytesIO(pictures(large)[name])) as picture:
            assert picture.width == 2 * size.width
            assert picture.convert("RGB").getpixel((picture.width - 1, 0)) == (255, 255, 255)


def test_a_picture_says_nothing_of_what_made_it(large: str) -> None:
    for picture in pictures(large).values():
        kinds, at = [], 8
        while at < len(picture):
            (length,) = struct.unpack(">I", picture[at : at + 4])
            kinds.append(picture[at + 4 : at + 8])
            at += 12 + length
        assert kinds[0] == b"IHDR"
        assert not {b"tEXt", b"iTXt", b"zTXt", b"tIME", b"eXIf"} & set(kinds)


def test_the_page_stays_small_and_the_same_data_gives_the_same_bytes(large: str) -> None:
    assert len(large) < 350_000
    assert sum(map(len, pictures(large).values())) < 120_000
    assert made(crowd(1500)).html() == large


def test_in_a_picture_words_stand_where_they_do_in_svg(large: str) -> None:
    """The upper left holds the axis's name, which pixels place: it must scale with the picture."""
    with Image.open(io.BytesIO(pictures(large)["wide"])) as picture:
        head = np.asarray(picture.convert("L"))[:40, :320]
    assert (head < 128).sum() > 50


@pytest.mark.parametrize(("n", "is_svg"), [(900, True), (1001, False)])
def test_the_marks_decide(n: int, is_svg: bool, figures: dict[str, Figure]) -> None:
    chart = made(crowd(n), limits=limits(), curves={"limits": ("lower", "upper")})
    assert ("<svg" in chart.wide) is is_svg
    assert bool(chart.narrow) is is_svg
    if is_svg:
        assert n < image.marks(figures["wide"]) <= image.MOST_MARKS
        # Each point is an element of the page.
        assert len(re.findall("<use", chart.wide)) >= n
