"""Messy inputs 9 to 14: days that never were, and days written in many ways."""

import datetime as dt

import pytest
from messy_register import audit, audits, faults, reconciles, refused, run, table, workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from qaanalysis.data.remedies import remedy
from qaanalysis.metrics import returns


def returned(folder, *texts, **more):
    return run(folder, audits(*({"returned_on": text} for text in texts)), **more)


def days(found):
    return [str(day)[:10] for day in found["audits"]["returned_on"]]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("31/09/2023", "not a real day in a declared form"),
        ("31st September 2023", "not a date"),
    ],
)
def test_case_09_a_day_that_never_was_is_rejected_and_not_moved(tmp_path, text, rule):
    found = returned(tmp_path, "20/09/2023", text)
    assert faults(found) == [(3, rule)]
    assert days(found) == ["2023-09-20"]
    assert reconciles(found)


def test_case_10_days_are_in_the_declared_order(tmp_path):
    assert days(returned(tmp_path, "10/09/2023")) == ["2023-09-10"]
    american = {"date_formats": ["%d/%m/%Y", "%m/%d/%Y"]}
    row = [audit(1, planned_on="09/25/2023", due_on="", returned_on="")]
    row[0]["due_on"] = "09/26/2023"
    row[0]["auditor_grade"] = ""
    assert str(run(tmp_path, row, reading=american)["audits"]["due_on"][0])[:10] == "2023-09-26"


def test_case_10_a_column_in_two_orders_stops_the_run(tmp_path):
    said = refused(tmp_path, audits({"returned_on": "25/09/2023"}, {"returned_on": "09/26/2023"}))
    assert "row 2 can only have the day first, row 3 only the month" in said
    assert "column returned_on" in said


@pytest.mark.parametrize("forms", [["%d/%m/%Y", "%m/%d/%Y"], ["%m/%d/%Y", "%d/%m/%Y"]])
@pytest.mark.parametrize("written", [["03/09/2023"], ["09/25/2023", "09/09/2023", "03/09/2023"]])
def test_case_10_a_date_that_is_two_days_by_two_declared_forms_stops_the_run(
    tmp_path, forms, written
):
    other = {"planned_on": "2023-09-01", "due_on": "2023-09-30"}
    rows = audits(*(other | {"returned_on": text} for text in written))
    said = refused(tmp_path, rows, reading={"date_formats": forms})
    assert f"column returned_on: row {len(written) + 1} can be read in two ways" in said
    assert "like 30/11/2023" in said
    assert "like 11/30/2023" in said
    # A day that is the same either way is no question.
    same = audits(other | {"returned_on": "09/09/2023"})
    assert days(run(tmp_path, same, reading={"date_formats": forms})) == ["2023-09-09"]


def test_case_10_a_month_that_is_two_by_two_declared_forms_stops_the_run(tmp_path):
    row = audits({"month": "03/09/2023", "planned_on": "", "due_on": "", "returned_on": ""})
    row[0]["auditor_grade"] = ""
    forms = {"date_formats": ["%d/%m/%Y", "%m/%d/%Y"]}
    assert "column month: row 2 can be read in two ways" in refused(tmp_path, row, reading=forms)
    row[0]["month"] = "09/10"
    forms = {"month_formats": ["%m/%y", "%y/%m"], "earliest_date": dt.date(2009, 1, 1)}
    assert "column month: row 2 can be read in two ways" in refused(tmp_path, row, reading=forms)


WAYS = {
    "11/09/2023": ("%d/%m/%Y", "2023-09-11"),
    "27/10/23": ("%d/%m/%y", "2023-10-27"),
    "45190": ("excel number", "2023-09-21"),
    "12/09/2023 00:00": ("%d/%m/%Y %H:%M", "2023-09-12"),
    "'13/09/2023": ("'%d/%m/%Y", "2023-09-13"),
}


def test_case_11_each_way_of_writing_a_day_is_declared_and_counted(tmp_path):
    forms = {"date_formats": [form for form, _ in WAYS.values()]}
    found = returned(tmp_path, *WAYS, "11/09/2023", reading=forms)
    assert days(found) == [*(day for _, day in WAYS.values()), "2023-09-11"]
    told = found.notices.query("column == 'returned_on'").set_index("found")["n_rows"]
    assert told.to_dict() == {
        "like 30/11/2023": 2,
        "like 30/11/23": 1,
        "like 45260, Excel’s number": 1,
        "like 30/11/2023 00:00": 1,
        "like '30/11/2023": 1,
    }
    undeclared = returned(tmp_path, *WAYS)
    assert [row for row, _ in faults(undeclared)] == [3, 4, 5, 6]


@pytest.mark.parametrize("text", ["Sept 2023", "September 2023", "2023-09", "Sep-23", "01/09/2023"])
def test_case_11_months_are_months_however_they_are_written(tmp_path, text):
    reading = {
        "month_formats": ["%B %Y", "%Y-%m", "%b-%y"],
        "month_names": {"Sept": "September"},
    }
    found = run(tmp_path, audits({"month": text}), reading=reading)
    assert [str(month) for month in found["audits"]["month"]] == ["2023-09"]


def test_case_12_years_and_orders_that_cannot_be_are_rejected(tmp_path):
    rows = audits(
        {"returned_on": "20/09/2109"},
        {"returned_on": "2013-2104"},
        {"returned_on": "20/08/2023"},
        {"due_on": "30/08/2023"},
        {"returned_on": "20/09/2024"},
        {},
    )
    found = run(tmp_path, rows, reading={"exported_on": "2023-10-03"})
    assert sorted(faults(found)) == [
        (2, "date out of range"),
        (3, "not a date"),
        (4, "returned_on before planned_on"),
        (5, "due_on before planned_on"),
        (6, "dated after the export"),
    ]
    assert reconciles(found)


def test_case_13_a_workbook_that_counts_from_1904_is_read_so(tmp_path):
    day = dt.datetime(2023, 9, 20)
    path = tmp_path / "mac.xlsx"
    book = workbook(path, [])
    book.epoch = CALENDAR_MAC_1904
    for row in table(audits({"returned_on": day}, {"returned_on": 43728})):
        book.active.append(row)
    book.save(path)
    reading = {"date_formats": ["%d/%m/%Y", "excel number"]}
    # 43,728 days from 1 January 1904, by the calendar and no spreadsheet.
    assert dt.date(1904, 1, 1) + dt.timedelta(days=43728) == dt.date(2023, 9, 21)
    assert days(run(tmp_path, path, reading=reading)) == ["2023-09-20", "2023-09-21"]


def test_case_13_dates_that_lost_four_years_have_an_error_of_their_own(tmp_path):
    lost = dt.timedelta(days=1462)
    shifted = (dt.date(2023, 9, 20) - lost).strftime("%d/%m/%Y")
    planned = (dt.date(2023, 9, 1) - lost).strftime("%d/%m/%Y")
    found = run(tmp_path, audits({"returned_on": shifted}, {"planned_on": planned}, {}))
    rules = dict(faults(found))
    assert rules[2].startswith("returned four years and a day early")
    assert rules[3].startswith("planned four years and a day early")


def test_case_14_a_late_return_belongs_to_the_month_it_was_planned_for(tmp_path):
    rows = audits({}, {"returned_on": "20/11/2023"})
    register = run(tmp_path, rows, as_at=dt.date(2023, 12, 3))["audits"]
    months = register["month"].drop_duplicates().array
    before, after = (
        returns.by_month(register, months=months, as_at=day).iloc[0]
        for day in (dt.date(2023, 10, 3), dt.date(2023, 12, 3))
    )
    assert (before["returned"], after["returned"]) == (1, 2)
    assert str(register["month"][1]) == "2023-09"


AFTER = "more than 2 years after its month"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"returned_on": "20/09/2033"}, f"returned_on {AFTER}"),
        ({"returned_on": "01/10/2025"}, f"returned_on {AFTER}"),
        ({"due_on": "30/09/2032"}, f"due_on {AFTER}"),
        ({"planned_on": "01/09/2013"}, "planned_on more than 2 years before its month"),
    ],
)
def test_case_12_a_date_years_from_its_month_is_rejected_and_one_after_as_at_isnt(
    tmp_path, changes, rule
):
    late = {"returned_on": "30/09/2025"}
    found = run(tmp_path, audits(changes, late, {}))
    assert faults(found) == [(2, rule)]
    assert remedy(rule).startswith("Correct the year of ")
    assert reconciles(found)


def test_case_12_a_date_years_after_its_audit_is_rejected_in_other_tables(tmp_path):
    of = {"moderator": "Mo", "outcome": "", "moderator_grade": "Good"}
    made = [
        of | {"moderation_id": "M1", "audit_id": "A1", "moderated_on": "28/09/2033"},
        of | {"moderation_id": "M2", "audit_id": "A1", "moderated_on": "28/09/2025"},
    ]
    again = [{"re_audit_id": f"R{n}", "audit_id": "A1", "done_on": day}
             for n, day in ((1, "30/09/2028"), (2, "01/10/2028"))]  # fmt: skip
    found = run(tmp_path, {"audits": audits({}), "moderations": made, "re_audits": again})
    told = found.faults[["table", "row", "rule"]].to_numpy().tolist()
    assert told == [
        ["moderations", 2, "moderated_on more than 2 years after the month of its audit"],
        ["re_audits", 3, "done_on more than 5 years after the month of its audit"],
    ]
