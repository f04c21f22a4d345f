"""Rejected rows without a fault of their own: with those of faults they are all rejected rows."""

from messy_register import audit, read_run, run, table, workbook
from typer.testing import CliRunner

from qaanalysis.cli import app
from qaanalysis.data.unlisted import unlisted


def moderation(n, of):
    return {
        "moderation_id": f"M{n}",
        "audit_id": of,
        "moderator": "U. Garth",
        "moderator_role": "QA officer",
        "selection": "Random",
        "moderated_on": "25/09/2023",
        "moderator_grade": "Good",
        "outcome": "Supported",
    }


AUDITS = [audit(1), audit(2, due_on="ASAP", returned_on="soon"), audit(3), audit(3, team="South")]
MODERATIONS = [moderation(1, "A1"), moderation(2, "A2"), moderation(3, "A2"), moderation(4, "A3")]


def reconciles(found):
    """Tell whether the rows of the faults and the others are all that are rejected."""
    others = unlisted(found)
    rows = found.faults[["table", "file", "sheet", "row"]].drop_duplicates()
    return len(rows) + others["n_rows"].sum() == found.counts["rejected"].sum()


def rows_of(frame):
    return [
        tuple(row) for row in frame[["table", "rule", "n_rows", "rows"]].itertuples(index=False)
    ]


def test_rows_that_are_rejected_with_another_are_counted_once_each_by_why(tmp_path):
    found = run(tmp_path, {"audits": AUDITS, "moderations": MODERATIONS})
    assert found.counts["rejected"].tolist() == [3, 3]
    assert rows_of(unlisted(found)) == [
        ("audits", "repeated with other values", 1, "4"),
        ("moderations", "its row in audits was rejected", 3, "3, 4, 5"),
    ]
    assert reconciles(found)


def test_a_register_without_faults_has_none(tmp_path):
    assert unlisted(run(tmp_path, [audit(1)])).empty


def test_a_row_that_was_split_into_several_values_is_one_row(tmp_path):
    rows = [audit(1), audit(2)]
    findings = [
        {"finding_id": "F1", "audit_id": "A1", "finding_kind": "Strength", "theme": "Plans"},
        {
            "finding_id": "F2",
            "audit_id": "A9",
            "finding_kind": "Strength",
            "theme": "Plans; Visits",
        },
    ]
    several = {"several": {"findings": {"theme": [";"]}}}
    found = run(tmp_path, {"audits": rows, "findings": findings}, reading=several)
    assert reconciles(found)


def test_rows_of_several_files_are_told_file_by_file(tmp_path):
    workbook(tmp_path / "r1.xlsx", table([audit(1), audit(3)]))
    workbook(tmp_path / "r2.xlsx", table([audit(2), audit(4), audit(3, team="South")]))
    found = run(tmp_path, {"audits": {"file": str(tmp_path / "r*.xlsx")}})
    [other] = unlisted(found).to_dict("records")
    assert (other["file"], other["rows"]) == ("r1.xlsx, sheet Audits", "3")
    assert reconciles(found)


def test_where_a_first_row_speaks_for_others_these_are_counted(tmp_path):
    rows = [audit(1), audit(2, audit_id="#REF!")]
    moderations = [moderation(1, "A1"), moderation(2, "A8"), moderation(3, "A9")]
    found = run(tmp_path, {"audits": rows, "moderations": moderations})
    [other] = unlisted(found).to_dict("records")
    assert (other["n_rows"], other["rows"]) == (1, "4")
    assert reconciles(found)


def test_check_prints_them_and_the_sum(tmp_path):
    read_run(tmp_path, {"audits": AUDITS, "moderations": MODERATIONS})
    shown = CliRunner().invoke(app, ["check", str(tmp_path / "run.yml")])
    assert shown.exit_code == 1
    assert "its row in audits was rejected" in shown.output
    assert "6 rows are rejected: 2 with a fault above, 4 listed here." in shown.output
    assert "Correct its row in audits; this one then follows." in shown.output


def test_check_of_a_register_of_which_no_row_is_accepted_lists_every_fault(tmp_path):
    rows = [audit(n, due_on=f"never {n}") for n in range(1, 251)]
    read_run(tmp_path, rows)
    shown = CliRunner().invoke(app, ["check", str(tmp_path / "run.yml")])
    assert shown.exit_code == 1
    assert all(f"never {n} " in shown.output for n in range(1, 251))
    assert "No row of the audit register can be accepted" in shown.output
    assert "250 faults." in shown.output
    assert "qaanalysis check" not in shown.output


def test_check_says_that_a_word_for_nothing_can_be_declared(tmp_path):
    rows = [audit(1), audit(2, returned_on="ASAP", auditor_grade="")]
    read_run(tmp_path, rows)
    shown = CliRunner().invoke(app, ["check", str(tmp_path / "run.yml")])
    said = " ".join(shown.output.split())
    assert "declare it under reading.missing in params" in said
    assert run(tmp_path, rows, reading={"missing": ["-", "ASAP"]}).faults.empty
