"""“Which 23?”: each figure of a real run beside its list, and each list beside the export."""

import json
import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from run_files import EXPORT

REPORTS = ("returns", "grades", "moderation", "follow_up")
FILE = "audit-lists.xlsx"
# Tables of counts that lead to no list: those of other things than audits, those that name their
# audits themselves, and those by a pseudonym, which a list of audits would undo.
UNLISTED = {
    *("Auditors of whose audits at least one was moderated", "Sessions", "Raters"),
    *("Raters’ agreement beyond chance, quadratic weights", "Each rater, by pseudonym"),
    *("Graded Outstanding and never moderated", "Records that contradict one another"),
    "Audits moderated, by auditor (pseudonyms)",
    # Curves and stages, beside a table of the same that leads to its audits.
    *("Still Inadequate, by days", "Not yet done, by days"),
    "Areas for development of audits graded Inadequate",
    *("Audits without their next re-audit", "Re-audits to put right"),
}
NO_COUNTS = {"Degrees of freedom"}
GRADES = {"o": "Outstanding", "g": "Good", "r": "Requires Improvement", "i": "Inadequate"}
AS_AT, BEFORE = pd.Timestamp("2023-12-03"), pd.Timestamp("2023-11-03")


@pytest.fixture(scope="module")
def lists(example):
    """The lines of each sheet, with every cell as the text a reader sees."""
    book = load_workbook(example.made.folder / FILE)
    return {sheet.title: _frame(sheet) for sheet in book if sheet.title != "Contents"}


def _frame(sheet):
    [marked] = sheet.tables.values()
    head, *rows = [[_text(cell) for cell in row] for row in sheet[marked.ref]]
    return pd.DataFrame(rows, columns=head)


def _text(cell):
    return f"{cell.value:%B %Y}" if cell.is_date else str("" if cell.value is None else cell.value)


def shown(page):
    """Yield each table of a page that names a sheet: the sheet, its headings, its rows."""
    for line in BeautifulSoup(page, "lxml").select("p.qa-lists"):
        assert line.a["href"] == FILE
        assert "hidden" not in line.attrs
        table = line.find_previous("table")
        heads = [_words(cell) for cell in table.select("thead th")]
        of_body = [[_words(cell) for cell in row("th") + row("td")] for row in table.tbody("tr")]
        foot = table.tfoot("tr") if table.tfoot else []
        total = [[_words(cell) for cell in row("th") + row("td")] for row in foot]
        [sheet] = re.findall("sheet “(.+)”", line.get_text())
        yield sheet, table.caption.get_text(strip=True), heads, of_body, total


def _words(cell):
    for unseen in cell.select(".qa-hidden"):
        unseen.decompose()
    return cell.get_text(" ", strip=True)


def counted(lines, column, heading=None):
    """Return the lines left when a reader filters a row heading, and yes in a column."""
    kept = lines[lines[column] == "yes"]
    if heading is None or (len(lines) and (lines.iloc[:, 0] == "Every row").all()):
        return kept
    for name, said in heading.items():
        kept = kept[kept[name] == said]
    return kept


@pytest.mark.parametrize("report", REPORTS)
def test_every_count_is_as_long_as_its_list(example, lists, report):
    checked, sheets = 0, set()
    for sheet, caption, heads, body, total in shown(example.report(report)):
        lines = lists[sheet]
        sheets.add(sheet)
        named = heads[: list(lines.columns).index("Audit")]
        assert list(lines.columns[: len(named)]) == named
        for at, column in enumerate(heads):
            if column in named or column not in lines.columns:
                continue
            for row in body:
                if re.fullmatch(r"[\d,]+", row[at]):
                    figure = int(row[at].replace(",", ""))
                    heading = dict(zip(named, row, strict=False))
                    assert len(counted(lines, column, heading)) == figure, (caption, row, column)
                    checked += 1
            for row in total:
                assert len(counted(lines, column)) == int(row[at]), (caption, column)
                checked += 1
    assert checked > 100
    assert sheets == {name for name in lists if name.startswith(f"{report} ")}


@pytest.mark.parametrize("report", REPORTS)
def test_no_table_that_counts_audits_is_without_its_list(example, lists, report):
    sheets = {(sheet, caption) for sheet, caption, *_ in shown(example.report(report))}
    named = {_without_unit(caption): sheet for sheet, caption in sheets}
    for record in example.figures[report]["records"]:
        table = record.get("table", record)
        if table["type"] != "table" or table["caption"] in UNLISTED or not table["rows"]:
            continue
        counts = [column for column in table["shown"] if column["kind"] == "count"]
        if not any(row[column["name"]] for row in table["rows"] for column in counts):
            continue  # nobody is counted, so there is nobody to list
        told = [column["label"] for column in counts if column["label"] not in NO_COUNTS]
        found = named[_without_unit(table["caption"])]
        assert set(told) <= set(lists[found].columns), table["caption"]


def _without_unit(caption):
    caption = caption.removeprefix("Data of the chart: ")
    return re.sub(r" \((audits|re-audits|actions|findings)\)$", "", caption)


@pytest.fixture(scope="module")
def export():
    """The individual audits as the csv file has them, read with nothing of ours."""
    frame = pd.read_csv(EXPORT / "csv" / "audits.csv", header=3, dtype=str)
    frame.columns = frame.columns.str.strip()
    frame = frame[frame["Audit type"] == "Individual"].copy()
    for name in ("Date planned", "Due date", "Date returned", "Date exempted"):
        frame[name] = pd.to_datetime(frame[name], format="%d/%m/%Y", errors="coerce")
    frame["Month"] = frame["Audit month"].str.replace("Sept ", "September ")
    frame["Area"] = frame["Service area"].str.replace("&", "and")
    frame["Level"] = (
        frame["Level of management"]
        .str.capitalize()
        .replace({"Head of service": "Head of Service", "Assistant director": "Assistant Director"})
    )
    frame["Grade"] = frame["Audit grade"].str[0].str.lower().map(GRADES)
    frame["exempted"] = frame["Date exempted"] <= AS_AT
    frame["returned"] = (frame["Date returned"] <= AS_AT) & ~frame["exempted"]
    frame["out"] = ~frame["exempted"] & ~frame["returned"]
    assert len(frame) == 730
    return frame.set_index(frame["Audit ref"].str.strip())


@pytest.fixture(scope="module")
def moderated(export):
    """The moderated audits as the csv files have them, with both grades as numbers."""
    made = pd.read_csv(EXPORT / "csv" / "moderations.csv", header=2, dtype=str).dropna(
        subset=["Moderated by"]
    )
    made.index = made["Audit ref"].str.strip()
    order = ["Inadequate", "Requires Improvement", "Good", "Outstanding"]
    theirs = made["Moderated grade"].str[0].str.lower().map(GRADES)
    made = made.assign(theirs=theirs.map(order.index), final=theirs).join(
        export[["Month", "Grade", "Date returned"]]
    )
    on = pd.to_datetime(made["Date moderated"], format="%d/%m/%Y")
    assert len(made) == 60
    return made.assign(
        steps=made["theirs"] - made["Grade"].map(order.index),
        days=(on - made["Date returned"]).dt.days,
    )


def listed(lists, sheet, column, **heading):
    return sorted(counted(lists[sheet], column, heading)["Audit"])


def ids(frame):
    return sorted(frame.index)


def test_the_23_are_those_of_the_export(lists, export):
    november = export[export["Month"] == "November 2023"]
    returned = listed(lists, "returns 1", "Returned", Month="November 2023")
    assert len(returned) == 23
    assert returned == ids(november[november["returned"]])


def test_the_lists_of_returns_are_those_of_the_export(lists, export):
    for month, audits in export.groupby("Month"):
        assert listed(lists, "returns 1", "Planned", Month=month) == ids(audits)
        exempted = audits[audits["exempted"]]
        assert listed(lists, "returns 1", "Exempted", Month=month) == ids(exempted)
    for area, audits in export.groupby("Area"):
        of_area = {"Service area": area}
        assert listed(lists, "returns 4", "Returned", **of_area) == ids(audits[audits["returned"]])
        assert listed(lists, "grades 3", "Not returned", **of_area) == ids(audits[audits["out"]])
    for level, audits in export.groupby("Level"):
        of_level = {"Level of management": level}
        out = audits[audits["out"]]
        assert listed(lists, "returns 5", "Not yet returned", **of_level) == ids(out)
        late = out[out["Due date"] < AS_AT]
        assert listed(lists, "returns 5", "Overdue", **of_level) == ids(late)


def test_the_lists_of_what_came_later_are_those_of_the_export(lists, export):
    september = export[(export["Month"] == "September 2023") & ~export["exempted"]]
    soon = september[(september["Date returned"] - september["Due date"]).dt.days <= 14]
    column = "Returned within 14 days"
    assert listed(lists, "returns 2", column, Month="September 2023") == ids(soon)
    october = export[(export["Month"] == "October 2023") & (export["Date planned"] <= BEFORE)]
    before = october[(october["Date returned"] <= BEFORE) & ~(october["Date exempted"] <= BEFORE)]
    assert listed(lists, "returns 7", "Returned before", Month="October 2023") == ids(before)
    reasons = export[export["exempted"]].groupby("Exemption reason")
    for reason, audits in reasons:
        of_reason = {"Exemption reason": reason}
        assert listed(lists, "returns 6", "Exempted", **of_reason) == ids(audits)
        late = audits[audits["Date exempted"] > audits["Due date"]]
        assert listed(lists, "returns 6", "After the due date", **of_reason) == ids(late)


def test_the_lists_of_grades_are_those_of_the_export(lists, export, moderated):
    final = moderated["final"].reindex(export.index).fillna(export["Grade"])
    back = export[export["returned"]].assign(final=final)
    for (month, grade), audits in back.groupby(["Month", "final"]):
        assert listed(lists, "grades 1", grade, Month=month) == ids(audits)
    out = export[export["out"] & (export["Month"] == "June 2023")]
    assert listed(lists, "grades 2", "Missing", Month="June 2023") == ids(out)
    marks = pd.read_csv(EXPORT / "csv" / "domain_grades.csv", header=2, dtype=str)
    marks["grade"] = marks["Grade"].str[0].str.lower().map(GRADES)
    safe = marks[(marks["Domain"] == "Safety") & (marks["grade"] == "Good")]
    good = sorted(safe["Audit ref"].str.strip())
    assert listed(lists, "grades 6", "Good", Domain="Safety") == good
    again = pd.read_csv(EXPORT / "csv" / "re_audits.csv", header=2, dtype=str)
    dates = ("Re-audit due", "Re-audit done")
    due, done = (pd.to_datetime(again[name], format="%d/%m/%Y", errors="coerce") for name in dates)
    late = again.loc[(due < AS_AT) & ~(done <= AS_AT), "Original audit ref"].str.strip()
    assert listed(lists, "grades 10", "Re-audits", **{"Re-audit": "Overdue"}) == sorted(late)


def test_the_lists_of_moderation_are_those_of_the_export(lists, moderated):
    for month, audits in moderated.groupby("Month"):
        lower = audits[audits["steps"] < 0]
        assert listed(lists, "moderation 1", "Downgraded", Month=month) == ids(lower)
        far = audits[audits["steps"].abs() >= 2]
        assert listed(lists, "moderation 3", "Two or more", Month=month) == ids(far)
        slow = audits[audits["days"] > 28]
        assert listed(lists, "moderation 16", "Later than the limit", Month=month) == ids(slow)
    pairs = moderated.groupby(["Grade", "final"])
    for (own, other), audits in pairs:
        assert listed(lists, "moderation 5", other, **{"Auditor grade": own}) == ids(audits)


def test_the_lists_are_apart_and_marked(example):
    contents = load_workbook(example.made.folder / FILE)["Contents"]
    assert str(contents["A2"].value).startswith("OFFICIAL-SENSITIVE")
    # A service area's own report lists what is to be done; the lists of its figures are apart too.
    # Data quality names the audits that contradict themselves: they are to be corrected.
    figures = {
        n: told
        for n, told in example.figures.items()
        if not told.get("part") and n != "data_quality"
    }
    assert '"lists"' not in json.dumps(example.figures)
    # Those that a report names anyhow, such as the best that nobody moderated, are few.
    for text in (json.dumps(figures), *(example.report(report) for report in REPORTS)):
        assert len(set(re.findall(r"QA23-\d+", text))) < 30
    assert '"lists"' not in figures


def test_what_is_published_leads_to_no_list(published):
    names = {path.name for path in published.made.folder.rglob("*")}
    assert "returns.html" in names
    assert FILE not in names
    for path in published.made.folder.rglob("*.*"):
        text = path.read_bytes()
        assert b"QA23-" not in text, path.name
        assert b"qa-lists" not in re.sub(rb"<style.*?</style>", b"", text, flags=re.S), path.name
        assert b'"lists"' not in text, path.name
