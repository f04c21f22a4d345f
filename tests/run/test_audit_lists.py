"""The lists of audits: one sheet for tables that count the same, named below each, apart."""

import datetime as dt
import io
import re

import openpyxl
import pandas as pd
import pytest
from earlier_issues import recorded

from qaanalysis.cases import Cases
from qaanalysis.disclosure import protect
from qaanalysis.present import charts
from qaanalysis.present.page import Page
from qaanalysis.present.record import MIME
from qaanalysis.present.tables import table
from qaanalysis.run import audit_lists, render
from qaanalysis.run.audit_lists_workbook import MARKING, workbook
from qaanalysis.run.cells import output
from qaanalysis.vocabulary import Audience

PAGE = Page("Example Trust", "2023-11", "May to November 2023", dt.date(2023, 12, 3))
AUDITS = [
    ("QA-10", "2023-10", "yes", "Good"),
    ("QA-2", "2023-11", "yes", "Poor"),
    ("QA-3", "2023-11", "", ""),
    ("=QA-4", "2023-11", "yes", "Good"),
]


def returned(caption="Returns", **more):
    rows = pd.DataFrame(AUDITS, columns=["audit_id", "month", "back", "grade"]).set_index(
        "audit_id"
    )
    counts = {"planned": {}, "returned": {"back": ["yes"]}, "Good": {"grade": ["Good"]}}
    cases = Cases(rows, "audits", counts, shares={"rate": ("returned", "planned")})
    frame = pd.DataFrame(
        {"planned": [1, 3], "returned": [1, 2], "Good": [1, 1], "rate": [1.0, 2 / 3]},
        index=pd.PeriodIndex(["2023-10", "2023-11"], freq="M", name="month"),
    )
    frame = frame[more.pop("columns", list(frame.columns))]
    told = {"caption": caption, "unit": "audits", "audience": Audience.INTERNAL}
    return protect(frame, cases=cases, **told, **more)


def found(*shown, name="returns"):
    return audit_lists.lists(name, "Audit returns", [recorded(each) for each in shown])


def cells(sheet):
    [marked] = sheet.tables.values()
    return [[cell.value for cell in row] for row in sheet[marked.ref]]


def opened(lists):
    return openpyxl.load_workbook(io.BytesIO(workbook(PAGE, lists.sheets)))


def test_a_sheet_has_a_line_for_each_audit_under_the_tables_headings():
    sheet = opened(found(table(returned(), renamed={"Good": "Good practice"})))["returns 1"]
    november = dt.datetime(2023, 11, 1)
    assert cells(sheet) == [
        ["Month", "Audit", "Planned", "Returned", "Good practice"],
        [dt.datetime(2023, 10, 1), "QA-10", "yes", "yes", "yes"],
        [november, "=QA-4", "yes", "yes", "yes"],
        [november, "QA-2", "yes", "yes", None],
        [november, "QA-3", "yes", None, None],
    ]
    [marked] = sheet.tables.values()
    assert marked.autoFilter.ref == marked.ref
    assert sheet.freeze_panes == "A5"
    assert sheet["B6"].data_type == "s"  # never a formula
    assert sheet["A2"].value.startswith(MARKING)


def test_the_contents_lead_to_every_sheet_and_are_marked():
    book = opened(found(table(returned()), table(returned("Other", columns=["Good"]))))
    assert book.sheetnames == ["Contents", "returns 1"]
    contents = book["Contents"]
    assert MARKING in [cell.value for cell in contents["A"]]
    assert MARKING.startswith("OFFICIAL-SENSITIVE")
    _, row = cells(contents)
    assert row == ["Returns", "returns 1", "Audit returns", 4]
    [link] = [cell.hyperlink for cell in contents["A"] if cell.hyperlink]
    assert link.location == "'returns 1'!A1"


def test_tables_that_count_the_same_share_a_sheet_whichever_comes_first():
    chart = charts.stacked_shares(returned("By chart"), columns=["Good", "returned"], title="T")
    part, whole = table(returned("Part", columns=["rate"])), table(returned("Whole"))
    for shown in ((part, whole, chart), (chart, whole, part), (whole, part, chart)):
        lists = found(*shown)
        assert lists.of_tables == ("returns 1",) * 3
        [sheet] = lists.sheets
        assert sheet.columns == ("planned", "returned", "Good")
        assert sheet.caption != "By chart"


def test_tables_that_count_otherwise_have_their_own():
    other = returned("Grades").cases
    frame = pd.DataFrame({"planned": [2]}, pd.Index(["Good"], name="grade"))
    told = {"caption": "Grades", "unit": "audits", "audience": Audience.INTERNAL}
    lists = found(table(returned()), table(protect(frame, cases=other, **told)))
    assert lists.of_tables == ("returns 1", "returns 2")
    assert [line.audit for line in lists.sheets[1].lines] == ["=QA-4", "QA-10"]


def test_a_page_names_the_sheet_below_the_table_and_holds_no_audit():
    bare = pd.DataFrame({"n": [1]}, pd.Index(["x"], name="team"))
    plain = protect(bare, caption="Other", unit="audits", audience=Audience.INTERNAL)
    shown = [table(plain), table(returned())]
    notebook = render.notebook([output(each) for each in shown])
    lists = audit_lists.lists("returns", "Audit returns", render.records(notebook))
    placed = audit_lists.with_places(notebook, lists)
    html = [cell["outputs"][0]["data"]["text/html"] for cell in placed["cells"]]
    line = 'Which audits? <a href="audit-lists.xlsx">audit-lists.xlsx</a>, sheet “returns 1”</p>'
    assert "Which audits?" not in html[0]
    assert html[1].endswith(line)
    assert "hidden" not in html[1]
    assert not re.search("QA-", "".join(html))
    assert "hidden" in notebook["cells"][1]["outputs"][0]["data"]["text/html"]


def test_the_figures_are_written_without_the_lists():
    chart = charts.stacked_shares(returned(), columns=["Good", "returned"], title="T")
    records = [recorded(table(returned())), recorded(chart), {"type": "prose"}]
    assert "QA-" in str(records)
    bare = audit_lists.without(records)
    assert "QA-" not in str(bare)
    assert bare[0]["rows"] == records[0]["rows"]
    assert bare[1]["table"]["rows"] == records[1]["table"]["rows"]
    assert "lists" in records[0], "the records given are left as they are"


def test_the_same_lists_are_the_same_bytes():
    one, other = (workbook(PAGE, found(table(returned())).sheets) for _ in range(2))
    assert one == other


@pytest.mark.parametrize(
    "name", ["returns", "R" * 60, "Returns: [north]/south?*", "returns'", "", "Ünïcode report"]
)
def test_any_report_has_sheets_that_a_workbook_can_hold(name):
    lists = found(table(returned()), name=name)
    [called] = lists.of_tables
    assert len(called) <= 31
    assert opened(lists).sheetnames == ["Contents", called]


def test_reports_of_like_names_have_other_sheets():
    names = ["r" * 40, "r" * 41, "Returns", "returns", "returns?", "returns*"]
    called = [found(table(returned()), name=name).of_tables[0].casefold() for name in names]
    assert len(set(called)) == len(names)


def test_what_shows_no_list_is_left_alone():
    notebook = render.notebook([])
    assert audit_lists.with_places(notebook, found()) is notebook
    assert MIME not in str(notebook)
