from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
import test_charts
from bs4 import BeautifulSoup
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from safe_tables import GRADES, safe
from test_charts import text_boxes, words_of
from test_theme import DARK, LIGHT, contrast, luminance

from qaanalysis.disclosure import SafeTable
from qaanalysis.errors import RunError
from qaanalysis.present import charts, theme
from qaanalysis.present.charts import Chart, matrix_drawing
from qaanalysis.present.theme import Colour

figures = test_charts.figures
COUNTS = [[2, 1, 0, 0], [1, 17, 8, 0], [0, 2, 24, 5], [0, 0, 1, 11]]
LONG = ["Outstanding", "Very good", "Good", "Adequate", "Requires Improvement", "Weak", "Poor"]


def square(counts: object = COUNTS, labels: list[str] = GRADES) -> SafeTable:
    frame = pd.DataFrame(counts, index=pd.Index(labels, name="auditor_grade"), columns=labels)
    return safe(frame, caption="Auditors’ and moderators’ grades")


def made(table: SafeTable | None = None, **given: object) -> Chart:
    whose = {"rows_label": "Auditor’s grade", "columns_label": "Moderator’s grade"}
    return charts.matrix(table or square(), title="Moderation", **whose | given)


def check_words_fit(figure: Figure) -> None:
    """No words leave the figure or run into one another."""
    width, height = figure.get_size_inches() * 72
    with theme.drawing():
        boxes = list(text_boxes(figure))
    assert boxes
    for text, box in boxes:
        assert box.x0 >= -1, text
        assert box.x1 <= width + 1, text
        assert box.y0 >= -1, text
        assert box.y1 <= height + 1, text
    for (one, a), (other, b) in combinations(boxes, 2):
        apart = a.x1 <= b.x0 + 1 or b.x1 <= a.x0 + 1 or a.y1 <= b.y0 + 2 or b.y1 <= a.y0 + 2
        assert apart, (one, other)


def check_described(chart: Chart) -> None:
    """A figure with both drawings, its sentences and its data; the same again the same bytes."""
    page = BeautifulSoup(chart.html(), "html.parser")
    drawings = page.select("figure svg")
    assert [d["class"] for d in drawings] == [["qa-wide"], ["qa-narrow"]]
    assert all(d["role"] == "img" and d["aria-label"] == chart.alt for d in drawings)
    assert chart.alt.endswith(".")
    assert "nan" not in chart.alt.lower()
    assert page.details.select("tbody tr")
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    for drawing in (chart.wide, chart.narrow):
        assert "<metadata" not in drawing
        assert f"var(--qa-navy,{Colour.NAVY})" in drawing
        assert len(drawing) < 60_000


def cells(figure: Figure, size: int) -> list[Rectangle]:
    """The cells, row by row, without the signs of the key and the outlines."""
    large = [p for p in figure.axes[0].patches if p.get_width() > 20]
    filled = [p for p in large if to_hex(p.get_edgecolor()) != Colour.INK]
    assert len(filled) == size**2
    return filled


def on_paper(colour: str, alpha: float, paper: str) -> str:
    """The colour of a translucent area on paper."""
    full = [f"#{2 * c[1]}{2 * c[2]}{2 * c[3]}" if len(c) == 4 else c for c in (colour, paper)]
    one, other = ([int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in full)
    mixed = [round(alpha * a + (1 - alpha) * b) for a, b in zip(one, other, strict=True)]
    return f"#{mixed[0]:02x}{mixed[1]:02x}{mixed[2]:02x}"


@pytest.mark.usefixtures("page_letters")
@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 6, 7])
def test_no_words_overlap_or_leave_the_figure(
    n: int, size: str, figures: dict[str, Figure]
) -> None:
    made(square((np.arange(n * n).reshape(n, n) * 211) % 1301 + 1, LONG[:n]))
    check_words_fit(figures[size])


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_long_words_are_broken_rather_than_run_into_one_another(
    size: str, figures: dict[str, Figure]
) -> None:
    labels = ["Wholly unquestionably outstanding", "Incomprehensibilities throughout", "Met", "No"]
    labels += ["Requires Improvement to be good in several respects, some of them at once"]
    label = "Grade that the moderator gave after having read all of the file"
    made(
        square(np.full((5, 5), 123456), labels),
        rows_label=label,
        columns_label=label,
        sides=("raised by one or more grades", "lowered by one or more grades"),
    )
    check_words_fit(figures[size])


@pytest.mark.usefixtures("page_letters")
@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_counts_stand_within_their_cells_and_the_key_beside_its_signs(
    size: str, figures: dict[str, Figure]
) -> None:
    made(square(np.full((7, 7), 1234), LONG))
    figure = figures[size]
    with theme.drawing():
        boxes = [(text, box) for text, box in text_boxes(figure) if text == "1,234"]
    patches = figure.axes[0].patches
    areas = [p.get_window_extent() for p in patches if p.get_width() > 20]
    for _, box in boxes:
        assert any(a.x0 <= box.x0 and box.x1 <= a.x1 and a.y0 <= box.y0 for a in areas)
    signs = [p.get_window_extent() for p in patches if p.get_width() < 10]
    with theme.drawing():
        every = [box for _, box in text_boxes(figure)]
    assert len(signs) == 27
    assert not any(sign.overlaps(box) for sign in signs for box in every)


def test_it_is_a_described_figure_with_its_data() -> None:
    check_described(made())
    assert made().html() == made().html()
    page = BeautifulSoup(made().html(), "html.parser")
    heads = [th.get_text() for th in page.select("thead th")]
    assert heads[1] == "Outstanding: Moderator’s grade"


def test_cells_have_their_counts_and_totals_are_at_the_margins() -> None:
    shown = words_of(made().wide)
    assert shown[:3] == ["the same 54", "lowered 14", "raised 4"]
    for total in ("3", "26", "31", "12", "20", "33", "16", "72"):
        assert total in shown
    assert shown[-16:] == [str(count) for row in COUNTS for count in row]
    assert {"Auditor’s grade", "Moderator’s grade", "Requires", "Improvement"} <= set(shown)
    assert words_of(made().narrow).count("Auditor’s grade:") == 4


def test_the_diagonal_is_outlined(figures: dict[str, Figure]) -> None:
    made()
    outlines = [p for p in figures["wide"].axes[0].patches if to_hex(p.get_ec()) == Colour.INK]
    middles = [(p.get_x() + p.get_width() / 2, p.get_y() + p.get_height() / 2) for p in outlines]
    assert len(outlines) == 4
    assert all(b[0] > a[0] and b[1] > a[1] for a, b in pairwise(middles))


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_counts_can_be_read_on_their_shade(
    scheme: dict[str, str], figures: dict[str, Figure]
) -> None:
    counts = [[0, 5, 10, 20], [30, 35, 45, 50], [60, 70, 80, 90], [99, 100, 3, 55]]
    made(square(counts))
    roles = {str(colour): colour.name.lower().replace("_", "-") for colour in Colour}
    axes = figures["wide"].axes[0]
    seen = set()
    for cell, text in zip(cells(figures["wide"], 4), axes.texts[-16:], strict=True):
        word = scheme[roles[text.get_color()]]
        alpha = cell.get_facecolor()[3]
        if alpha:
            assert to_hex(cell.get_facecolor()) == Colour.NAVY
        assert contrast(word, on_paper(scheme["navy"], alpha, scheme["paper"])) >= 4.5
        seen.add(round(alpha, 2))
    assert seen == {0.0, *matrix_drawing.SHADES}


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_shades_can_be_told_apart_in_grey(scheme: dict[str, str]) -> None:
    shades = [0.0, *matrix_drawing.SHADES]
    grey = [luminance(on_paper(scheme["navy"], shade, scheme["paper"])) for shade in shades]
    lightness = [116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y for y in grey]
    steps = np.diff(lightness)
    assert (np.sign(steps) == np.sign(steps[0])).all()
    assert (np.abs(steps) >= 3).all()


def test_shades_are_of_the_page(figures: dict[str, Figure]) -> None:
    drawing = made().wide
    assert f"fill: var(--qa-navy,{Colour.NAVY}); opacity: 0.36" in drawing
    assert f"stroke: var(--qa-ink,{Colour.INK})" in drawing
    shades = [cell.get_facecolor()[3] for cell in cells(figures["wide"], 4)]
    counts = np.ravel(COUNTS)
    assert all(a <= b for a, b in pairwise(np.array(shades)[np.argsort(counts, kind="stable")]))


def test_alt_has_the_diagonal_both_sides_and_the_biggest_cell_off_it() -> None:
    assert made().alt == (
        "Moderation. Of 72 audits: the same 54 (75.0%); lowered 14 (19.4%); raised 4 (5.6%). The "
        "biggest cell off the diagonal: auditor’s grade Good and moderator’s grade Requires "
        "Improvement (8 audits)."
    )


def test_sides_have_the_words_given_and_equals_are_all_named() -> None:
    chart = made(square([[4, 2], [2, 0]], ["Met", "Not met"]), sides=("up", "down"), same="kept")
    assert chart.alt == (
        "Moderation. Of 8 audits: kept 4 (50.0%); down 2 (25.0%); up 2 (25.0%). The biggest cells "
        "off the diagonal: auditor’s grade Met and moderator’s grade Not met; auditor’s grade Not "
        "met and moderator’s grade Met (2 audits each)."
    )
    assert "up 2" in words_of(chart.narrow)
    agreed = made(square([[4, 0], [0, 1]], ["Met", "Not met"]))
    assert agreed.alt == "Moderation. Of 5 audits: the same 5 (100.0%); lowered 0 (0.0%); " + (
        "raised 0 (0.0%)."
    )


def test_an_acronym_keeps_its_capitals_in_a_sentence() -> None:
    assert "QA lead’s grade Good and m" in made(rows_label="QA lead’s grade").alt


def test_what_is_hidden_hides_its_totals() -> None:
    counts = [["[c]", 1, 0], [1, 12, 8], [0, 2, 9]]
    chart = made(square(counts, ["Met", "Partly met", "Not met"]))
    shown = words_of(chart.wide)
    assert shown.count("[c]") == 4
    assert "the same [c]" in shown
    assert "lowered 9" in shown
    assert chart.alt.startswith("Moderation. The same [c]; lowered 9; raised 3. The biggest")
    assert chart.alt.endswith("Hidden because the numbers are small: Met (Met).")
    two = made(square([[np.nan, 1], [np.nan, 2]], ["Met", "Not met"]))
    assert "[x]" in words_of(two.wide)
    assert two.alt.endswith("Two cells aren’t shown.")


def test_nothing_to_count_is_a_sentence() -> None:
    for counts in (np.zeros((4, 4), dtype=int), np.full((4, 4), np.nan)):
        chart = made(square(counts))
        assert chart.alt == "No chart of “Moderation”: there are no audits to show."
        assert chart.wide == ""
    none = made(square(np.zeros((0, 0), dtype=int), []))
    assert none.html().startswith('<p class="qa-none">')


def test_rows_and_columns_are_the_same_few_grades() -> None:
    with pytest.raises(RunError, match="its columns Good, Bad"):
        made(safe(pd.DataFrame([[1, 2]], index=["Good"], columns=["Good", "Bad"])))
    with pytest.raises(RunError, match="has 8 grades; up to 7 fit"):
        made(square(np.ones((8, 8), dtype=int), [*LONG, "Last"]))


def test_hostile_words_are_inert() -> None:
    labels = [test_charts.HOSTILE, "Met"]
    chart = made(square([[1, 2], [3, 4]], labels), sides=(test_charts.HOSTILE, "<b>"))
    page = BeautifulSoup(chart.html(), "html.parser")
    assert not page.find_all(["script", "b"])
    assert not [tag for tag in page(True) if any(name.startswith("on") for name in tag.attrs)]
