"""The tables as a spreadsheet that works for everyone, read back by openpyxl."""

import datetime as dt
import io
import zipfile

import openpyxl
import pandas as pd
import pytest
from earlier_issues import recorded

from qaanalysis.disclosure import protect
from qaanalysis.present import charts
from qaanalysis.present.labels import Kind
from qaanalysis.present.page import DRAFT, Page
from qaanalysis.present.tables import table
from qaanalysis.run.tables_workbook import workbook
from qaanalysis.vocabulary import Audience

PAGE = Page("Example Trust", "2023-11", "May to November 2023", dt.date(2023, 12, 3))


def safe(frame, **more):
    given = {"caption": "Returns", "unit": "audits", "audience": Audience.INTERNAL, **more}
    return protect(frame, **given)


def book(*shown, page=PAGE, notes=()):
    figures = {"r": {"title": "Audit returns", "records": [recorded(each) for each in shown]}}
    return openpyxl.load_workbook(io.BytesIO(workbook(page, figures, notes)))


def rows(sheet):
    """Return the cells of a sheet's one table, heading first."""
    [marked] = sheet.tables.values()
    return [list(row) for row in sheet[marked.ref]]


@pytest.fixture
def monthly():
    frame = pd.DataFrame(
        {
            "returned": [44, 23],
            "return_rate": [44 / 83, 23 / 117],
            "return_rate_low": [0.42, 0.13],
            "return_rate_high": [0.63, 0.28],
        },
        index=pd.PeriodIndex(["2023-05", "2023-11"], freq="M", name="month"),
    )
    total = frame.iloc[[0]].set_axis(pd.Index(["May to November 2023"], name="month"))
    return safe(frame, total=total, note="Late returns count.")


def test_numbers_are_numbers_and_months_are_dates(monthly):
    sheet = book(table(monthly))["1.1 Returns"]
    head, first, last, total = rows(sheet)
    assert [cell.value for cell in head] == [
        "Month", "Returned", "Return rate", "95% interval, lower end", "95% interval, upper end",
    ]  # fmt: skip
    assert first[0].value == dt.datetime(2023, 5, 1)
    assert first[0].number_format == "mmmm yyyy"
    assert (first[1].value, first[1].data_type) == (44, "n")
    assert first[2].value == pytest.approx(44 / 83)
    assert first[2].number_format == first[3].number_format == "0.0%"
    assert last[1].value == 23
    assert total[0].value == "May to November 2023"


def test_the_kinds_of_numbers_have_their_formats():
    frame = pd.DataFrame(
        {"difference": [-0.033], "p_value": [0.0362], "median_days": [15.5], "mean_steps": [0.5],
         "due": [pd.Timestamp("2023-12-03")]},
        index=pd.Index(["North"], name="team"),
    )  # fmt: skip
    [_, row] = rows(book(table(safe(frame)))["1.1 Returns"])
    assert [cell.value for cell in row] == [
        "North", -3.3, 0.0362, 15.5, 0.5, dt.datetime(2023, 12, 3),
    ]  # fmt: skip
    formats = ["+0.0;-0.0;0.0", "0.000", "#,##0.0", "#,##0.00", "dd/mm/yyyy"]
    assert [cell.number_format for cell in row[1:]] == formats


def test_symbols_are_text_and_no_cell_is_empty():
    frame = pd.DataFrame(
        {"returned": [3, "[c]"], "rate": [float("nan"), 0.5], "note": ["", "few"]},
        index=pd.Index(["North", None], name="team"),
    )
    _, first, second = rows(book(table(safe(frame)))["1.1 Returns"])
    assert [cell.value for cell in first] == ["North", 3, "[x]", "[z]"]
    assert [cell.value for cell in second] == ["Not recorded", "[c]", 0.5, "few"]


def test_a_total_is_headed_as_on_the_page_also_where_it_is_of_months():
    frame = pd.DataFrame({"returned": [3, 4]}, index=pd.Index(["North", "South"], name="team"))
    total = pd.DataFrame({"returned": [7]}, index=pd.Index(["May to June 2023"], name="month"))
    shown = table(safe(frame, total=total))
    cells = rows(book(shown)["1.1 Returns"])
    assert [row[0].value for row in cells] == ["Team", "North", "South", "May to June 2023"]
    assert "May to June 2023" in shown.html()
    assert cells[-1][1].value == 7


@pytest.mark.parametrize("hidden", [[], ["[c]", "[c]"]])
def test_a_total_left_alone_is_a_number_also_where_its_rows_are_gone_or_hidden(hidden):
    teams = pd.Index(["North", "South"][: len(hidden)], name="team")
    frame = pd.DataFrame(
        {"returned": hidden, "note": [""] * len(hidden)}, index=teams, dtype=object
    )
    total = pd.DataFrame({"returned": [1058], "note": [""]}, index=pd.Index(["All"], name="team"))
    shown = table(safe(frame, total=total))
    last = rows(book(shown)["1.1 Returns"])[-1]
    assert [cell.value for cell in last] == ["All", 1058, "[z]"]
    assert last[1].number_format == "#,##0"
    assert [column.kind for column in shown.columns] == [Kind.COUNT, Kind.TEXT]


@pytest.mark.parametrize(
    ("written", "value", "number_format"),
    [
        ("229", 229, "0"), ("1,229", 1229, "#,##0"), ("-8.8", -8.8, "0.0"),
        ("49.40%", 0.494, "0.00%"), ("7%", 0.07, "0%"),
        ("33 of 75 (44.0%)", "33 of 75 (44.0%)", "General"),
        ("1,22", "1,22", "General"), ("[x]", "[x]", "General"), ("", "[z]", "General"),
    ],
)  # fmt: skip
def test_a_figure_as_written_is_a_number_if_it_is_one_alone(written, value, number_format):
    frame = pd.DataFrame({"figure": [written]}, index=pd.Index(["a"], name="claim"))
    shown = table(safe(frame), kinds={"figure": Kind.AS_WRITTEN})
    [_, row] = rows(book(shown)["1.1 Returns"])
    assert (row[1].value, row[1].number_format) == (value, number_format)
    assert [cells[1] for cells in shown.rows(frame)] == [written]


def test_one_marked_up_table_a_sheet_without_merging_gaps_or_filters(monthly):
    made = book(table(monthly))
    assert made.sheetnames == ["Cover", "Contents", "Notes", "1.1 Returns"]
    for sheet in made.worksheets[1:]:
        [marked] = sheet.tables.values()
        assert marked.autoFilter is None
        assert marked.headerRowCount == 1
        assert not sheet.merged_cells.ranges
        assert sheet.freeze_panes is None
        assert sheet.sheet_state == "visible"
        assert marked.ref.startswith("A")
        last = int(marked.ref.rpartition(":")[2].lstrip("ABCDEFGHIJ"))
        assert last == sheet.max_row
        assert all(sheet.cell(row, 1).value is not None for row in range(1, last + 1))
        heads = [cell.value for cell in rows(sheet)[0]]
        assert len(set(heads)) == len(heads)
        assert [column.name for column in marked.tableColumns] == heads
    assert made["1.1 Returns"]["A1"].value == "Returns"
    assert "Late returns count." in [cell.value for cell in made["1.1 Returns"]["A"]]


def test_the_cover_says_whose_it_is_for_whom_and_that_it_is_a_draft(monthly):
    made = book(table(monthly), notes=["Issued again."])
    cover = [cell.value for cell in made["Cover"]["A"]]
    assert cover[0] == "Tables of the quality assurance audits, May to November 2023"
    assert cover[1:3] == [PAGE.mark, DRAFT]
    assert "Correction: Issued again." in cover
    assert any(DRAFT in str(cell.value) for cell in made["1.1 Returns"]["A"])
    signed = Page(**{**vars(PAGE), "approved_by": "Head", "approved_on": dt.date(2023, 12, 7)})
    cover = [cell.value for cell in book(table(monthly), page=signed)["Cover"]["A"]]
    assert cover[2] == "Approved by Head on 7 December 2023"


def test_the_contents_lead_to_every_sheet(monthly):
    made = book(table(monthly), table(safe(monthly.frame, caption="Others")))
    links = [row[0].hyperlink.location for row in rows(made["Contents"])[1:]]
    assert links == ["'1.1 Returns'!A1", "'1.2 Others'!A1"]
    back = [cell.hyperlink for cell in made["1.2 Others"]["A"] if cell.hyperlink]
    assert [link.location for link in back] == ["'Contents'!A1"]


def test_names_of_sheets_fit_and_differ():
    frame = pd.DataFrame({"returned": [1]}, index=pd.Index(["a"], name="team"))
    long = "Returned: 50/50 [of all*] the ‘audits’ that anybody ever planned?"
    made = book(table(safe(frame, caption=long)), table(safe(frame, caption=long)))
    names = made.sheetnames[3:]
    assert names == ["1.1 Returned 5050 of all the", "1.2 Returned 5050 of all the"] or all(
        len(name) <= 31 for name in names
    )
    assert len(set(names)) == 2
    assert not any(set("\\/?*[]:") & set(name) for name in names)


def test_a_charts_data_is_left_out_where_its_table_is_there(monthly):
    chart = charts.intervals(monthly, estimate="return_rate", title="Rate with its interval")
    assert book(chart, table(monthly)).sheetnames[3:] == ["1.1 Returns"]
    alone = book(chart)
    assert alone.sheetnames[3:] == ["1.1 Returns"]
    assert "Chart: Rate with its interval" in [c.value for c in alone["1.1 Returns"]["A"]]


def test_a_table_without_rows_has_no_sheet(monthly):
    assert len(book(table(safe(monthly.frame.iloc[:0]))).sheetnames) == 3


@pytest.mark.parametrize(
    "hostile",
    ['=HYPERLINK("http://example.org")', "+1", "-1", "@SUM(A1)", "<script>alert(1)</script>",
     "\u202egnp.exe", "a\x00b", "x" * 100_000],
)  # fmt: skip
def test_hostile_text_stays_text_wherever_it_stands(hostile):
    frame = pd.DataFrame(
        {hostile: ["a"], "said": [hostile]}, index=pd.Index([hostile], name="team")
    )
    shown = table(safe(frame, caption=hostile, note=hostile))
    page = Page(**{**vars(PAGE), "organisation": hostile, "about_data": hostile})
    data = workbook(page, {"r": {"title": hostile, "records": [recorded(shown)]}}, [hostile])
    made = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in made.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert max(len(str(cell.value)) for cell in cells) <= 32767
    if len(hostile) < 100 and "\x00" not in hostile:
        [_, row] = rows(made.worksheets[3])
        assert row[0].value == row[2].value == hostile
        quoted = [cell for cell in cells if cell.value == hostile and cell.alignment is not None]
        assert all(cell.quotePrefix for cell in quoted if hostile[0] in "=+-@")


def test_the_same_tables_give_the_same_bytes(monthly):
    figures = {"r": {"title": "Audit returns", "records": [recorded(table(monthly))]}}
    first, second = (workbook(PAGE, figures, []) for _ in range(2))
    assert first == second
    core = zipfile.ZipFile(io.BytesIO(first)).read("docProps/core.xml").decode()
    assert "Tables of the quality assurance audits" in core
    assert "en-GB" in core
