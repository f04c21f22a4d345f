"""A register that has dates and no months: the month is that of a declared date."""

import pytest
import yaml
from messy_register import audit, faults, reconciles, refused, repairs, run, table, workbook
from openpyxl import load_workbook
from typer.testing import CliRunner

from qaanalysis import params
from qaanalysis.cli import app
from qaanalysis.data import load
from qaanalysis.data.rejects import write_rejected
from qaanalysis.errors import ParamsError

FROM = {"month_from": "planned_on"}


def undated(*changes):
    """Rows without a column of months."""
    rows = [audit(n, **change) for n, change in enumerate(changes, start=1)]
    return [{column: text for column, text in row.items() if column != "month"} for row in rows]


def months(found):
    return [str(month) for month in found["audits"]["month"]]


def test_the_month_is_that_of_the_declared_date_and_counted_as_a_repair(tmp_path):
    rows = undated({}, {"planned_on": "31/08/2023", "returned_on": "01/09/2023"})
    found = run(tmp_path, rows, reading=FROM)
    assert months(found) == ["2023-09", "2023-08"]
    assert repairs(found) == {("month taken from planned_on", ""): 2}
    assert found.repairs["column"].tolist() == ["month"]
    due = run(tmp_path, undated({}, {"due_on": "02/10/2023"}), reading={"month_from": "due_on"})
    assert months(due) == ["2023-09", "2023-10"]


def test_a_due_date_that_tells_the_month_is_needed(tmp_path):
    found = run(tmp_path, undated({}, {"due_on": ""}), reading={"month_from": "due_on"})
    assert faults(found) == [(3, "blank")]
    rows = [{c: text for c, text in undated({})[0].items() if c != "due_on"}]
    said = refused(tmp_path, rows, reading={"month_from": "due_on"})
    assert "needed columns aren't there: due_on." in said


def test_with_months_of_its_own_and_none_the_tables_are_the_same(tmp_path):
    of_dates = run(tmp_path, undated({}, {}), reading=FROM)
    of_months = run(tmp_path, [audit(1), audit(2)])
    assert of_dates["audits"].equals(of_months["audits"])


@pytest.mark.parametrize(
    ("date", "rule"), [("", "blank"), ("ASAP", "not a date"), ("31/09/2023", "not a real day in")]
)
def test_a_row_whose_date_is_missing_or_wrong_is_rejected_for_the_date_alone(tmp_path, date, rule):
    found = run(tmp_path, undated({}, {"planned_on": date}), reading=FROM)
    [(row, broken)] = faults(found)
    assert (row, found.faults["column"][0]) == (3, "planned_on")
    assert broken.startswith(rule)
    assert found.rejected["audits"]["reasons"].tolist() == [f"planned_on: {broken}"]
    assert reconciles(found)
    assert repairs(found)[("month taken from planned_on", "")] == 1


def test_a_date_that_is_corrected_by_hand_gives_its_month(tmp_path):
    rows = undated({}, {"planned_on": "ASAP"})
    found = run(tmp_path, rows, reading=FROM)
    write_rejected(found, tmp_path / "rejected.xlsx")
    book = load_workbook(tmp_path / "rejected.xlsx")
    cell = next(c for row in book["audits"].iter_rows() for c in row if c.value == "ASAP")
    cell.value = "02/09/2023"
    book.save(tmp_path / "corrected.xlsx")
    corrected = run(tmp_path, rows, reading=FROM, corrected_rows=["corrected.xlsx"])
    assert months(corrected) == ["2023-09", "2023-09"]


def test_a_register_that_has_months_too_is_refused(tmp_path):
    said = refused(tmp_path, [audit(1)], reading=FROM)
    assert "audits.csv: the column “month” holds months, and reading.month_from" in said
    assert "take month_from out, or give the column another heading" in said


def test_of_several_files_none_may_have_months(tmp_path):
    workbook(tmp_path / "r1.xlsx", table(undated({})))
    workbook(tmp_path / "r2.xlsx", table([audit(2)]))
    said = refused(tmp_path, {"audits": {"file": str(tmp_path / "r*.xlsx")}}, reading=FROM)
    assert "holds months" in said
    workbook(tmp_path / "r2.xlsx", table(undated({"audit_id": "A2"})))
    found = run(tmp_path, {"audits": {"file": str(tmp_path / "r*.xlsx")}}, reading=FROM)
    assert months(found) == ["2023-09", "2023-09"]


def test_a_register_without_months_is_told_what_can_be_declared(tmp_path):
    said = refused(tmp_path, undated({}))
    assert "needed columns aren't there: month." in said
    assert "For month: where a register has only dates, reading.month_from" in said
    assert "month_from: planned_on" in said


def test_another_missing_column_is_told_without_it(tmp_path):
    rows = [{c: text for c, text in audit(1).items() if c != "team"}]
    assert "month_from" not in refused(tmp_path, rows)
    rows = [{c: text for c, text in undated({})[0].items() if c != "planned_on"}]
    assert "needed columns aren't there: planned_on." in refused(tmp_path, rows, reading=FROM)


def test_a_date_that_may_be_blank_cannot_be_declared(tmp_path):
    with pytest.raises(ParamsError, match=r"reading.month_from: found “returned_on”; allowed"):
        run(tmp_path, undated({}), reading={"month_from": "returned_on"})


def test_map_proposes_it_where_there_is_no_month_and_what_it_proposes_is_read(
    tmp_path, monkeypatch
):
    # The export is named as from the folder params where one is.
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "register.xlsx"
    workbook(file, table(undated({}, {})))
    shown = CliRunner().invoke(app, ["map", str(file)])
    pasted = yaml.safe_load(shown.output[shown.output.index("# Proposed") :])
    assert pasted["reading"]["month_from"] == "planned_on"
    assert "month_from, as proposed, takes that of planned_on" in shown.output
    run(tmp_path, file, reading=FROM)
    declared = yaml.safe_load((tmp_path / "run.yml").read_text(encoding="utf-8"))
    pasted_into = tmp_path / "params" / "run.yml"
    pasted_into.parent.mkdir()
    pasted_into.write_text(yaml.safe_dump({**declared, **pasted}), encoding="utf-8")
    assert months(load(params.read(pasted_into))) == ["2023-09", "2023-09"]


def test_map_proposes_nothing_of_the_kind_where_there_is_a_month_or_no_date(tmp_path):
    file = tmp_path / "register.xlsx"
    for rows in ([audit(1)], [{c: t for c, t in undated({})[0].items() if c != "planned_on"}]):
        workbook(file, table(rows))
        assert "month_from" not in CliRunner().invoke(app, ["map", str(file)]).output
