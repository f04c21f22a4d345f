"""What `qaanalysis map` proposes: enough to begin with, nothing personal, no guess."""

import yaml
from openpyxl import Workbook
from run_files import EXPORT, example_run
from typer.testing import CliRunner

from qaanalysis import params
from qaanalysis.cli import app
from qaanalysis.data import load
from qaanalysis.data.fields import Kind
from qaanalysis.data.known_headings import KNOWN
from qaanalysis.data.mapping import declared, propose
from qaanalysis.data.schemas import STANDARD_SCALE, tables

WORKBOOK = EXPORT / "audit-register.xlsx"
REGISTER = {
    "Audit ref": "A1",
    "Type": "Monthly",
    "Allocated worker": "Ann Secret",
    "Audit grade": "RI",
    "Overal rating": "x",
    "Auditor Name": "Bob Secret",
    "Audited by": "Bob Secret",
    "Child feedback": "Y",
    "Comments": "Cleo Secret was seen",
}


def workbook(path, rows):
    book = Workbook()
    book.active.append(["A title that says little"])
    book.active.append(list(rows[0]))
    for row in rows:
        book.active.append(list(row.values()))
    book.save(path)
    return path


def proposed_for(path, *rows):
    [found] = propose(workbook(path, rows))
    return found


def test_each_sheet_of_the_example_is_told_with_its_headings_as_its_params_have_them():
    found = {of.sheet: of for of in propose(WORKBOOK)}
    with open("params/organisation.yml", encoding="utf-8") as file:  # noqa: PTH123
        ours = yaml.safe_load(file)
    sheet_of = {of.table: name for name, of in found.items()}
    for table, source in ours["sources"].items():
        if sheet_of.get(table) != source["sheet"]:
            continue
        made = {h.column: h.heading for h in found[source["sheet"]].headings if h.column}
        for column, others in ours["reading"]["headings"].get(table, {}).items():
            if column in made:
                assert made[column] in others
    assert len(set(sheet_of) & set(ours["sources"])) >= 9
    assert found["Audit register"].missing == ()


def test_pasted_into_params_the_example_is_read_but_for_the_words_not_recognised(tmp_path):
    written = declared(propose(WORKBOOK, table="audits"), WORKBOOK)
    written["sources"]["audits"]["file"] = str(WORKBOOK)
    reading = written["reading"] | {"month_names": {"Sept": "September"}}
    file = example_run(tmp_path, sources=written["sources"], reading=reading, leak_gate={})
    found = load(params.read(file))
    assert found.faults.empty
    assert found.counts.loc["audits", "accepted"] == 742


def test_what_is_like_a_column_is_named_and_never_taken(tmp_path):
    found = proposed_for(tmp_path / "x.xlsx", REGISTER)
    said = {h.heading: (h.column, h.why) for h in found.headings}
    assert said["Audit ref"] == ("audit_id", "another known name")
    assert said["Child feedback"] == ("child_feedback", "its own name")
    assert said["Overal rating"][0] == ""
    assert "not recognised; close: auditor_grade" in said["Overal rating"][1]
    # Two headings for one column: neither is taken.
    assert said["Audited by"] == said["Auditor Name"]
    assert said["Audited by"] == ("", "more than one heading may be auditor")
    assert found.row == 2
    assert "month" in found.missing


def test_opposites_that_look_alike_are_never_put_together(tmp_path):
    rows = [
        {**REGISTER, "Audit grade": grade} for grade in ("Good", "Inadequate", "Adequate", "RI")
    ]
    found = proposed_for(tmp_path / "x.xlsx", *rows)
    words = {s.found: s.word for s in found.spellings if s.column == "auditor_grade"}
    assert words == {
        "Good": "Good",
        "Inadequate": "Inadequate",
        "Adequate": "",
        "RI": "Requires Improvement",
    }


def test_counts_of_spellings_are_shown_and_nothing_of_anybody(tmp_path):
    rows = [REGISTER, {**REGISTER, "Child feedback": "n/a"}, {**REGISTER, "Child feedback": "No"}]
    # Names that got into a column of grades: most of its cells are no grades.
    rows += [{**REGISTER, "Audit grade": "Dan Secret"} for _ in range(4)]
    file = workbook(tmp_path / "x.xlsx", rows)
    [found] = propose(file)
    spelt = {(s.column, s.found): s.n for s in found.spellings}
    assert spelt == {("child_feedback", "Y"): 5, ("child_feedback", "No"): 1}
    assert found.unshown == ("auditor_grade",)
    shown = CliRunner().invoke(app, ["map", str(file)])
    assert shown.exit_code == 0
    assert "ecret" not in shown.output
    assert "case_holder" in shown.output
    pasted = yaml.safe_load(shown.output[shown.output.index("# Proposed") :])
    assert pasted["reading"]["spellings"] == {"child_feedback": {"Y": "Yes"}}
    assert pasted["reading"]["missing"] == ["n/a"]
    assert pasted["reading"]["headings"]["audits"]["case_holder"] == ["Allocated worker"]


def test_only_columns_of_listed_words_are_ever_looked_into():
    for table in tables(STANDARD_SCALE).values():
        for column, spec in table.schema.columns.items():
            if spec.metadata["kind"] in (Kind.WORD, Kind.GRADE):
                assert str(spec.metadata["sensitivity"]) == "none", column


def test_every_known_name_is_of_a_column_of_the_specification():
    columns = {c for table in tables(STANDARD_SCALE).values() for c in table.schema.columns}
    assert set(KNOWN) <= columns
    assert all(word == word.strip("_") and word for words in KNOWN.values() for word in words)
