"""Text that means harm is only text: it runs nothing, asks for nothing and turns nothing around."""

import csv
import datetime as dt
from pathlib import Path

import nbformat.v4 as v4
import pandas as pd
import pytest
from made import Made, make
from opened_page import OpenedPage, opened
from openpyxl import load_workbook
from run_files import EXPORT

from qaanalysis.disclosure import protect
from qaanalysis.errors import RunError
from qaanalysis.present import charts
from qaanalysis.present.folded import folded
from qaanalysis.present.key_figures import KeyFigure, tiles
from qaanalysis.present.page import Page
from qaanalysis.present.prose import callout, prose
from qaanalysis.present.record import Shown
from qaanalysis.present.tables import table
from qaanalysis.run import page_markup, render
from qaanalysis.vocabulary import Audience

pytestmark = pytest.mark.browser
RAN = "window.ran = (window.ran || 0) + 1; document.title = 'ran'"
HOSTILE = [
    f"<script>{RAN}</script>",
    f'<img src=x onerror="{RAN}">',
    f"<svg onload=\"{RAN}\"><a xlink:href='javascript:{RAN}'>x</a></svg>",
    f"[follow](javascript:{RAN})",
    f"\"'><b onmouseover='{RAN}' style='position:fixed;inset:0'>over all</b>",
    "</td></tr></table></main></style></title><h1>Not ours</h1>",
    "<link rel=stylesheet href=//example.invalid/x.css>url(//example.invalid/y)",
    '=HYPERLINK("http://example.invalid","y")',
    "]]> --> {{7*7}} {% raw %} ${7*7}",
    "abc \u202egnp.exe \u2067turned \u200fround",
    "&#x202e;&#8238;&lt;script&gt;",
    "control \x07 \x1b[31m \x9f \ufffe and more",
]
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
LONG = "endless " * 12_500
HARM = """() => ({
  ran: window.ran ?? 0,
  unasked: document.querySelectorAll(
    'main script, main img, main iframe, main link, main object, b[onmouseover]').length,
  links: [...document.querySelectorAll('[href]')].map(e => e.getAttribute('href'))
    .filter(to => !/^(#|[\\w./-]+\\.(html|xlsx|docx)(#[\\w-]+)?$)/.test(to)),
  events: [...document.querySelectorAll('*')].filter(
    e => [...e.attributes].some(a => a.name.startsWith('on'))).length,
  headings: document.querySelectorAll('h1').length,
  turned: [...document.querySelectorAll('body *')].filter(
    e => getComputedStyle(e).direction === 'rtl').length,
})"""
NOTHING = {"ran": 0, "unasked": 0, "links": [], "events": 0, "headings": 1, "turned": 0}


def shown(what: Shown) -> dict:
    data = what._repr_mimebundle_()
    return v4.new_code_cell("1", outputs=[v4.new_output("display_data", data=data)])


def page_with(text: str) -> str:
    """Return a report in which every place that takes text has the text given."""
    head = Page(text, "2023-11", text, dt.date(2023, 12, 3), title=text, about_data=text)
    months = pd.period_range("2023-05", periods=3, freq="M", name="month")
    keys = pd.Index([text, "b"], name=f"{text} key")
    said = pd.DataFrame({text: [text, "a"], "n": [1, 2]}, index=keys)
    shares = pd.DataFrame({"Good": [3, 2], text: [1, 2]}, index=pd.Index([text, "b"], name="team"))
    rates = pd.DataFrame({"return_rate": [0.5, 0.4, 0.3]}, index=months)
    rows, parts, lines = (
        protect(frame, audience=Audience.INTERNAL, caption=f"{i} {text}", unit=text, note=text)
        for i, frame in enumerate((said, shares, rates))
    )
    figure = KeyFigure(
        "one", text, 0.5, count=1, total=2, unit=text, period=text, note=text, alert=True
    )
    cells = [
        shown(head.header()),
        shown(prose(text, lead=True)),
        shown(tiles([figure])),
        v4.new_markdown_cell("## A section"),
        shown(table(rows)),
        shown(folded(rows)),
        shown(callout(text, text)),
        shown(charts.stacked_shares(parts, columns=["Good", text], title=text)),
        shown(charts.lines(lines, columns=["return_rate"], title=text)),
        v4.new_code_cell("1", outputs=[v4.new_output("display_data", data={"text/plain": text})]),
        shown(head.provenance({text: (text, text)})),
    ]
    return render.html(v4.new_notebook(cells=cells))


def look(browser, path: Path, html: str) -> dict:
    """Open a page and return what harm it did."""
    path.write_text(html, encoding="utf-8")
    with opened(browser, path) as page:
        return harm(page)


def harm(page: OpenedPage) -> dict:
    page.look(unfolded=True)
    for summary in page.tab.locator("summary").all()[:2]:
        summary.hover()
    found = page.find(HARM)
    assert [url for url in page.asked if url != page.path.as_uri()] == []
    assert page.complaints == []
    return found


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_in_every_place_is_only_text(browser, tmp_path, text):
    html = page_with(text)
    assert not set(TURNING) & set(html)
    assert look(browser, tmp_path / "page.html", html) == NOTHING


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_in_a_notebooks_own_words_runs_nothing(browser, tmp_path, text):
    head = Page("Trust", "2023-11", "November 2023", dt.date(2023, 12, 3), title="Words")
    output = v4.new_output("display_data", data={"text/markdown": text})
    cells = [
        v4.new_markdown_cell(f"# Words\n\n{text}"),
        shown(head.header()),
        v4.new_markdown_cell(
            f"## A section\n\n{text}\n\n| {text} | b |\n|---|---|\n| 1 | {text} |"
        ),
        v4.new_code_cell("1", outputs=[output]),
        shown(head.provenance({})),
    ]
    found = look(browser, tmp_path / "page.html", render.html(v4.new_notebook(cells=cells)))
    # An author may write an address, which is a link that nobody follows unasked.
    links = found.pop("links")
    assert all(link.startswith("http://example.invalid") for link in links)
    assert found == {name: n for name, n in NOTHING.items() if name != "links"}


def test_an_image_from_outside_in_a_notebooks_own_words_is_refused():
    head = Page("Trust", "2023-11", "November 2023", dt.date(2023, 12, 3), title="Words")
    image = v4.new_markdown_cell("![seen](https://example.invalid/z.png)")
    with pytest.raises(RunError, match="from outside the report: https://example"):
        render.html(v4.new_notebook(cells=[shown(head.header()), image]))


def test_a_lone_half_of_a_letter_and_controls_become_a_sign_that_something_was_there():
    made = page_markup.finished(page_body("<p>a\ud800b\x00c\x1bd</p>"))
    assert "a�b�c�d" in made
    assert made.encode("utf-8")


def test_marks_that_turn_the_text_are_left_out_even_when_spelt_as_numbers():
    made = page_markup.finished(page_body("<p>a&#x202e;b&#8238;c\u2066d</p>"))
    assert "<p>abcd</p>" in made


def test_letters_from_right_to_left_stay_as_they_are_and_turn_nothing_else(browser, tmp_path):
    name = "\u05e6\u05d5\u05d5\u05ea"
    html = page_with(name)
    assert name in html
    path = tmp_path / "page.html"
    path.write_text(html, encoding="utf-8")
    with opened(browser, path) as page:
        assert harm(page) == NOTHING
        isolated = "() => getComputedStyle(document.querySelector('td')).unicodeBidi"
        assert page.find(isolated) == "isolate"


def test_an_endless_text_is_cut_and_says_so(browser, tmp_path):
    frame = pd.DataFrame({"said": [LONG, "x" * 100_000]}, index=pd.Index(["a", "b"], name="team"))
    safe = protect(frame, audience=Audience.INTERNAL, caption="Said", unit="audits")
    head = Page("Trust", "2023-11", "November 2023", dt.date(2023, 12, 3), title="Long")
    cells = [
        shown(head.header()),
        shown(table(safe)),
        shown(prose(LONG)),
        shown(head.provenance({})),
    ]
    html = render.html(v4.new_notebook(cells=cells))
    assert len(html) < 60_000
    # The sentence has a full stop more than the cells.
    assert html.count("[cut: the whole has 100,000 characters]") == 2
    assert html.count("[cut: the whole has 100,001 characters]") == 1
    path = tmp_path / "page.html"
    path.write_text(html, encoding="utf-8")
    with opened(browser, path) as page:
        assert harm(page) == NOTHING
        for width in (1280, 320):
            page.look(width=width)
            assert page.find("() => document.documentElement.scrollWidth <= innerWidth")


def page_body(inner: str) -> str:
    return (
        "<html><head><title>t</title></head><body><nav></nav>"
        f"<main><h1>t</h1>{inner}</main></body></html>"
    )


# The columns of the export that hold names or free text, and are no key to anything.
FREE = {
    "audits": ["Plan type", "Service area", "Team ", "Exemption reason", "Level of management"],
    "moderations": ["Role of moderator", "Reason for change"],
    "domain_grades": ["Domain"],
    "actions": ["Action owner"],
}


# A name that no one has, and a free text that somebody might paste: a file's whole content.
ENDLESS = {"audits": "Team ", "moderations": "Reason for change"}


def spoilt(folder: Path) -> dict[str, dict[str, str]]:
    """Return sources in which every name and free text has something hostile after it.

    What is alike stays alike, so that there is still something to group by. One name and one free
    text are endless.
    """
    endings: dict[str, str] = {}
    sources = {}
    for file in sorted((EXPORT / "csv").glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream))
        heads = next(i for i, row in enumerate(rows) if len([c for c in row if c]) > 3)
        for column in FREE.get(file.stem, []):
            at = rows[heads].index(column)
            for row in rows[heads + 1 :]:
                if row[at].strip() not in ("", "-"):  # which stands for nothing
                    ending = HOSTILE[len(endings) % len(HOSTILE)]
                    if column == ENDLESS["moderations"]:
                        # Or a sentence of a child's would be a team's as well: a leak.
                        ending = ending.replace("; ", ";")
                    row[at] += " " + endings.setdefault(row[at], ending)
        if file.stem in ENDLESS:
            rows[heads + 3][rows[heads].index(ENDLESS[file.stem])] = LONG
        made = folder / file.name
        with made.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
        sources[file.stem] = {"file": str(made)}
    return sources


@pytest.fixture(scope="module")
def spoilt_run(tmp_path_factory) -> Made:
    folder = tmp_path_factory.mktemp("spoilt")
    reports = {"returns": {"group_by": "service_area"}, "grades": {}, "moderation": {}}
    return make(folder, sources=spoilt(folder), reports=reports)


@pytest.mark.slow
def test_a_row_with_an_endless_name_is_rejected_and_an_endless_text_is_borne(spoilt_run):
    book = load_workbook(spoilt_run.made.folder / "rejected-rows.xlsx")
    [_, _, row] = book["audits"].iter_rows(values_only=True)
    assert any("too long" in str(cell) for cell in row)
    assert max(len(str(cell)) for cell in row) < 40_000


@pytest.mark.slow
def test_a_register_full_of_hostile_text_makes_harmless_reports(browser, spoilt_run):
    assert not spoilt_run.made.failed
    seen = ""
    for path in [spoilt_run.made.index, *sorted(spoilt_run.made.folder.glob("*.html"))]:
        html = path.read_text(encoding="utf-8")
        seen += html
        assert not set(TURNING) & set(html)
        assert path.stat().st_size < 500_000
        with opened(browser, path) as page:
            assert harm(page) == NOTHING
            assert page.find("() => document.documentElement.scrollWidth <= innerWidth")
    # The hostile texts did get as far as the reports.
    assert "&lt;script&gt;window.ran" in seen
    assert "=HYPERLINK(" in seen
