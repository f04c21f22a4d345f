"""The workbook of a run's tables says what the pages' tables say, and its numbers are numbers."""

import datetime as dt
import io
import re

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

NUMBER = re.compile(r"-?[\d,.]+%?")
FRONT = {"Cover", "Contents", "Notes"}
OF_CHART = "Data of the chart: "

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("audience", ["internal", "published"])]


def sheets(made):
    """Yield each sheet's name, caption, report and unit, and the rows of its table."""
    book = load_workbook(io.BytesIO((made.made.folder / "tables.xlsx").read_bytes()))
    [contents] = book["Contents"].tables.values()
    told = {
        row[0].value: [cell.value for cell in row[1:4]] for row in book["Contents"][contents.ref]
    }
    for name in book.sheetnames:
        if name not in FRONT:
            [marked] = book[name].tables.values()
            yield name, *told[name], [list(row) for row in book[name][marked.ref]]


def on_pages(made):
    """Return the row headings of each table of the pages, by report and caption."""
    found = {}
    for name, report in made.figures.items():
        for table in BeautifulSoup(made.report(name), "lxml").select("table.qa-table"):
            caption = table.caption.get_text().removeprefix(OF_CHART)
            heads = [row.th.get_text() for row in table.select("tbody tr, tfoot tr")]
            found.setdefault((report["title"], caption), []).append(heads)
    return found


def worded(cell):
    """Return what heads a row as the page writes it."""
    value = cell.value
    if isinstance(value, dt.datetime):
        day = f"{value.day} " if "dd" in cell.number_format else ""
        return f"{day}{value:%B %Y}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def test_each_row_is_headed_as_on_its_page(runs, audience):
    made, n_compared = runs[audience], 0
    pages = on_pages(made)
    for name, caption, title, unit, rows in sheets(made):
        # A page adds the unit to a caption that doesn't say it.
        captions = (caption, f"{caption} ({unit})")
        shown = [heads for each in captions for heads in pages.get((title, each), [])]
        heads = [worded(row[0]) for row in rows[1:]]
        # In the place of a table without rows, which may have a total, a page has a sentence.
        assert heads in shown or (not shown and len(heads) == 1), name
        n_compared += bool(shown)
    assert n_compared > 40


def test_no_number_is_text(runs, audience):
    texts = [
        (name, cell.coordinate, cell.value)
        for name, *_, rows in sheets(runs[audience])
        for row in rows[1:]
        for cell in row
        if isinstance(cell.value, str) and NUMBER.fullmatch(cell.value)
    ]
    assert texts == []
