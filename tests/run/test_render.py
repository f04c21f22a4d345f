import datetime as dt
import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat.v4 as v4
import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from qaanalysis.disclosure import protect
from qaanalysis.errors import RunError
from qaanalysis.present import charts, sentences
from qaanalysis.present.key_figures import KeyFigure, tiles
from qaanalysis.present.page import Page
from qaanalysis.present.record import MIME, Shown
from qaanalysis.present.tables import table
from qaanalysis.run import cells, render
from qaanalysis.vocabulary import Audience

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1))"
PAGE = Page(
    "Example Trust",
    "2023-11",
    "May to November 2023",
    dt.date(2023, 12, 3),
    about_data="Records are invented around published totals.",
    run_id="4f2a91c",
)
TITLE = v4.new_markdown_cell("# Audit returns\n\nDo audits come back, and *what* changed?")
MONTHS = pd.period_range("2023-05", periods=3, freq="M", name="month")
SAFE = protect(
    pd.DataFrame({"Good": [3, 2, 1], "Poor": [1, 2, 3]}, index=MONTHS),
    audience=Audience.INTERNAL,
    caption="Grades",
    unit="audits",
)


def shown(what: Shown) -> dict:
    return output(what._repr_mimebundle_())


def output(data: dict, **metadata: object) -> dict:
    return v4.new_output("display_data", data=data, metadata=metadata)


def code(*outputs: dict, source: str = "1", tags: tuple[str, ...] = ()) -> dict:
    return v4.new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)})


def notebook(*cells: dict) -> dict:
    return v4.new_notebook(cells=list(cells))


def report(*cells: dict) -> dict:
    foot = code(shown(PAGE.provenance({"Method": "counts"})))
    return notebook(TITLE, code(shown(PAGE.header())), *cells, foot)


def page_of(*cells: dict, **given: bool) -> BeautifulSoup:
    return BeautifulSoup(render.html(report(*cells), **given), "html.parser")


@pytest.fixture(scope="module")
def whole() -> str:
    """A page with one of everything."""
    chart = charts.stacked_shares(SAFE, columns=["Good", "Poor"], title="Grades by month")
    rate = KeyFigure("good", "Good", 0.5, count=6, total=12, unit="audits", history={1: 1, 2: 2})
    return render.html(
        report(
            code(source="params_file = 1", tags=("parameters",)),
            code(source="secret = 'a path'", tags=("injected-parameters",)),
            code(shown(sentences.prose("it fell", lead=True)), shown(tiles([rate]))),
            v4.new_markdown_cell("## Returns\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
            code(shown(chart), shown(table(SAFE))),
            v4.new_markdown_cell("## Returns\n\n### Detail"),
            code(shown(chart)),
            code(shown(sentences.callout("What this can tell", "little"))),
            code(v4.new_output("stream", name="stdout", text="noise")),
            code(v4.new_output("stream", name="stderr", text="warning: noise")),
        ),
        show_code=False,
    )


@pytest.fixture
def page(whole: str) -> BeautifulSoup:
    return BeautifulSoup(whole, "html.parser")


def test_one_page_in_british_english_with_title_and_head(page: BeautifulSoup) -> None:
    assert page.html["lang"] == "en-GB"
    assert page.title.get_text() == "Audit returns, November 2023 – Example Trust"
    assert [h1.get_text() for h1 in page.select("h1")] == ["Audit returns, November 2023"]
    assert page.select_one(".question em").get_text() == "what"
    assert page.select_one(".mark").get_text().startswith("OFFICIAL-SENSITIVE")
    assert "invented around published totals" in page.select_one(".about").get_text()
    assert (
        page.select_one(".line")
        .get_text()
        .startswith("May to November 2023 · data as at 3 December 2023")
    )
    assert page.select_one("a.skip")["href"] == "#main"
    assert page.main["id"] == "main"


def test_headings_are_in_order_listed_and_linked(page: BeautifulSoup) -> None:
    levels = [int(h.name[1]) for h in page.find_all(re.compile("^h[1-6]$"))]
    assert levels == [1, 2, 2, 3, 3, 2]
    links = page.nav.select("a")
    foot = "Where the figures come from"
    assert [a.get_text() for a in links] == ["Returns", "Returns", foot]
    assert [a["href"] for a in links] == ["#returns", "#returns-2", "#provenance"]
    assert all(page.find(id=a["href"][1:]) for a in page.select('a[href^="#"]'))


def test_the_page_asks_for_nothing_and_runs_nothing(page: BeautifulSoup) -> None:
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert "script" not in policy
    assert not page.find_all(["script", "link", "iframe", "object", "embed", "form"])
    sources = [tag.get("src") or tag.get("xlink:href") for tag in page(True)]
    assert all(source.startswith("#") for source in sources if source)
    assert "@import" not in page.style.get_text()
    assert not re.search(r"url\((?!#)", str(page))


def test_ids_and_region_names_are_unique_even_for_a_chart_shown_twice(page: BeautifulSoup) -> None:
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    regions = [tag["aria-label"] for tag in page.select("[role=region]")]
    assert len(regions) == len(set(regions)) == 4
    refs = re.findall(r"(?:href=\"#|url\(#)([^\")]+)", str(page))
    assert set(refs) <= set(ids)


def test_neither_code_nor_parameters_nor_streams_are_shown(whole: str) -> None:
    assert "params_file" not in whole
    assert "a path" not in whole
    assert "noise" not in whole


def test_the_foot_has_the_provenance_once(page: BeautifulSoup) -> None:
    assert [dt_.get_text() for dt_ in page.select("dt")] == ["Method", "Data as at", "Run"]
    assert page.footer.dd.get_text() == "counts"
    assert not page.main.select("dl")


def test_tables_in_markdown_have_scope_and_scroll(page: BeautifulSoup) -> None:
    plain = page.select_one(".qa-scroll[aria-label=Table] table")
    assert [th["scope"] for th in plain.select("th")] == ["col", "col"]


def test_the_mark_is_on_every_printed_page(page: BeautifulSoup) -> None:
    style = page.style.get_text()
    assert '@page { @top-left { content: "OFFICIAL-SENSITIVE \\b7  internal report' in style
    assert render.css_text('"}</style>') == "\\22 \\7d \\3c \\2f style\\3e "


def test_the_page_is_small(whole: str) -> None:
    assert len(whole) < 100_000


def test_code_can_be_unfolded_but_never_the_injected_parameters() -> None:
    cells = (
        code(source="a < b"),
        code(source="secret = 1", tags=("injected-parameters",)),
    )
    page = page_of(*cells, show_code=True)
    assert [c.get_text() for c in page.select("details.code code")][1] == "a < b"
    assert "secret" not in str(page)


def test_hostile_text_is_inert_wherever_it_stands() -> None:
    page = Page(HOSTILE, "2023-11", HOSTILE, dt.date(2023, 12, 3), about_data=HOSTILE)
    frame = pd.DataFrame({"team": [HOSTILE]})
    safe = protect(frame, audience=Audience.INTERNAL, caption=HOSTILE, unit=HOSTILE)
    made = render.html(
        notebook(
            v4.new_markdown_cell(f"# {HOSTILE}\n\n{HOSTILE}"),
            code(shown(page.header())),
            code(shown(sentences.prose(HOSTILE)), shown(table(safe))),
            v4.new_markdown_cell(f"## {HOSTILE}\n\n{HOSTILE}"),
            code(output({"text/markdown": HOSTILE})),
            code(output({"text/plain": HOSTILE})),
            code(shown(page.provenance({HOSTILE: HOSTILE}))),
        )
    )
    soup = BeautifulSoup(made, "html.parser")
    assert not soup.find_all(["script", "img"])
    assert not [tag for tag in soup(True) if any(name.startswith("on") for name in tag.attrs)]
    assert not soup.select('[href^="javascript"]')
    assert "alert(1)" in soup.main.get_text()


@pytest.mark.parametrize(
    "markup",
    [
        "<script>1</script>",
        '<p onclick="f()">x</p>',
        '<a href=" JavaScript:f()">x</a>',
        '<iframe srcdoc="x"></iframe>',
        '<link rel="stylesheet" href="https://example.org/a.css">',
        '<img alt="A map" src="https://example.org/a.png">',
    ],
)
def test_what_could_run_or_load_is_refused(markup: str) -> None:
    with pytest.raises(RunError, match="A cell shows"):
        page_of(code(output({"text/html": markup})))


@pytest.mark.parametrize(
    "cell",
    [
        code(output({"text/html": '<img src="data:image/png;base64,AA==">'})),
        code(output({"text/html": '<img alt=" " src="data:image/png;base64,AA==">'})),
        code(
            output(
                {
                    "text/html": '<img alt="No description has been provided for this image" '
                    'src="data:image/png;base64,AA==">'
                }
            )
        ),
        code(output({"image/png": "AA=="})),
        code(output({"image/svg+xml": "<svg></svg>"})),
        v4.new_markdown_cell("![](data:image/png;base64,AA==)"),
    ],
)
def test_an_image_without_a_description_is_refused(cell: dict) -> None:
    with pytest.raises(RunError, match="An image has no description"):
        page_of(cell)


def test_an_image_with_a_description_is_shown() -> None:
    cell = code(output({"image/png": "AA=="}, **{"image/png": {"alt": "A falling line"}}))
    assert page_of(cell).img["alt"] == "A falling line"


def test_a_bare_table_is_refused() -> None:
    bare = pd.DataFrame({"child_id": ["C1"]})._repr_html_()
    with pytest.raises(RunError, match=r"Cell 3 shows a bare table. Make it safe"):
        page_of(code(output({"text/html": bare})))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("# Another", "“Another” is a second main heading"),
        ("### Too deep", "“Too deep” is a heading of level 3 after one of level 1"),
    ],
)
def test_headings_out_of_order_are_refused(text: str, problem: str) -> None:
    with pytest.raises(RunError, match=problem):
        page_of(v4.new_markdown_cell(text))


def test_a_report_has_one_header_one_foot_and_a_title() -> None:
    def header() -> dict:
        return code(shown(PAGE.header()))

    def foot() -> dict:
        return code(shown(PAGE.provenance({})))

    with pytest.raises(RunError, match="shows 0 page headers"):
        render.html(notebook(TITLE))
    with pytest.raises(RunError, match="shows 2 page headers"):
        render.html(notebook(TITLE, header(), header()))
    with pytest.raises(RunError, match="provenance more than once"):
        render.html(notebook(TITLE, header(), foot(), foot()))
    with pytest.raises(RunError, match="has no title"):
        render.html(notebook(header()))


def test_title_and_question_may_come_from_the_page() -> None:
    given = Page("T", "2023-11", "P", dt.date(2023, 12, 3), title="Grades", question="How good?")
    made = render.html(notebook(code(shown(given.header()))))
    assert "<h1>Grades, November 2023</h1>" in made
    assert "How good?" in made
    with pytest.raises(RunError, match="headed “Audit returns” and its page “Grades”"):
        render.html(notebook(TITLE, code(shown(given.header()))))


def test_an_error_is_a_plain_box_that_tells_nothing_personal() -> None:
    def failed(name: str, value: str) -> str:
        error = v4.new_output("error", ename=name, evalue=value, traceback=["secret \x1b[31m"])
        blame = v4.new_markdown_cell("<span>An Exception</span>")
        blame["metadata"]["tags"] = ["papermill-error-cell-tag"]
        return render.html(notebook(blame, TITLE, code(error)))

    ours = BeautifulSoup(failed("DataError", "row 3 has <no> month"), "html.parser")
    assert ours.h1.get_text() == "Audit returns"
    assert ours.select_one(".failed p").get_text() == "row 3 has <no> month"
    assert "secret" not in str(ours)
    assert "An Exception" not in str(ours)
    theirs = failed("KeyError", "Jane Doe")
    assert "KeyError. The executed notebook has the details." in theirs
    assert "Jane" not in theirs


def test_widgets_and_unknown_types_are_left_out() -> None:
    widget = {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "HBox()"}
    page = page_of(code(output(widget), output({"application/x-unknown": "unknown"})))
    assert "HBox" not in str(page)
    assert "unknown" not in page.main.get_text()


def test_records_are_plain_and_in_order() -> None:
    figure = KeyFigure("a", "A", np.float64("nan"), history=pd.Series([0.5], MONTHS[:1]))
    made = report(code(shown(sentences.prose("it fell"))), code(shown(tiles([figure]))))
    found = render.records(made)
    assert [r["type"] for r in found] == ["page", "prose", "key_figures", "provenance"]
    assert found[2]["figures"][0]["value"] is None
    assert found[2]["figures"][0]["history"] == [["2023-05", 0.5]]
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert type(found[0]) is dict


def test_the_notebook_is_not_changed() -> None:
    made = report(code(shown(sentences.prose("it fell"))))
    before = json.dumps(made)
    render.html(made)
    assert json.dumps(made) == before


def test_a_notebook_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "returns.ipynb"
    path.write_text(json.dumps(report()), encoding="utf-8")
    assert render.records(render.read(path))[0]["organisation"] == "Example Trust"
    assert MIME in str(render.read(path))


def test_nbconvert_is_imported_late_and_without_its_slow_grammars() -> None:
    code = (
        "import sys; from qaanalysis.run import render; assert 'nbconvert' not in sys.modules; "
        "render._exporter(False); assert sys.modules['rfc3987_syntax'] is None"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_part_of_the_service_stands_after_the_title_and_comes_out_inert() -> None:
    hostile = 'In Care <script>alert(1)</script> "}</style>'
    page = Page("Trust", "2023-11", "November 2023", dt.date(2023, 12, 3), part=hostile)
    shown = [cells.text("# A pack\n\nWhat waits?"), cells.output(page.header())]
    made = render.notebook(shown)
    assert render.title(made) == f"A pack: {hostile}"
    soup = BeautifulSoup(render.html(made), "lxml")
    assert hostile in soup.h1.get_text()
    assert soup.title.get_text().startswith(f"A pack: {hostile}")
    assert soup.select("script") == []
