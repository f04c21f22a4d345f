"""A folder of forms: a file for each audit, with labels and what stands beside them."""

import pandas as pd
import pytest
from messy_register import as_csv, audit, audits, faults, reconciles, refused, run, workbook

LABELS = {
    "audit_id": "Audit ref:",
    "auditor_grade": "Overall grade",
    "child_id": "Child’s number",
    "case_holder": "Allocated worker",
}
HEADINGS = {column: [label] for column, label in LABELS.items()}
READING = {"headings": {"audits": HEADINGS}, "missing": ["-"]}


def form(row):
    """Return a form of one audit: two labels a row, the values a cell or two to the right."""
    filled = [(LABELS.get(c, c.replace("_", " ").capitalize()), v) for c, v in row.items()]
    cells = [["Audit of a child’s file"], [], ["Please fill in every cell"]]
    for first, second in zip(filled[::2], filled[1::2], strict=True):
        cells.append([first[0], "", first[1], "", second[0], second[1]])
    return [*cells, [], ["What went well?", "She was seen often"]]


def test_each_form_is_a_row_with_its_file(tmp_path):
    rows = audits({}, {"auditor_grade": "Amber"}, {"team": "-"}, {"auditor_grade": "Good"})
    for n, row in enumerate(rows[:3], start=1):
        workbook(tmp_path / f"form-{n}.xlsx", form(row), sheet="Form")
    text = as_csv(form(rows[3]), ";")
    (tmp_path / "form-4.csv").write_bytes(text.encode("cp1252"))
    source = {"file": str(tmp_path / "form-*"), "form": True}
    found = run(tmp_path, {"audits": source}, reading=READING)
    assert found.counts.loc["audits"].tolist() == [4, 2, 2, 0]
    assert reconciles(found)
    listed = found.faults[["file", "column", "rule"]].itertuples(index=False, name=None)
    assert sorted(listed) == [
        ("form-2.xlsx", "Overall grade", "not a word of the list"),
        ("form-3.xlsx", "Team", "blank"),
    ]
    in_one_table = run(tmp_path, rows, reading=READING)
    pd.testing.assert_frame_equal(found["audits"], in_one_table["audits"])


def test_a_form_that_lacks_a_label_has_a_blank(tmp_path):
    whole, lacking = audit(1), audit(2)
    workbook(tmp_path / "1.xlsx", form(whole))
    rows = [row for row in form(lacking) if "Audit ref:" not in row]
    workbook(tmp_path / "2.xlsx", rows)
    source = {"file": str(tmp_path / "*.xlsx"), "form": True}
    found = run(tmp_path, {"audits": source}, reading=READING)
    assert found["audits"]["audit_id"].tolist() == ["A1"]
    assert {rule for _, rule in faults(found)} == {"blank"}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([["Notes"], ["of a meeting"]], "none of its labels is in it"),
        ([["Audit ref", "A1"], [], ["AUDIT REF", "A2"]], "two labels stand for audit_id, in rows"),
    ],
)
def test_a_file_that_is_no_form_is_told(tmp_path, cells, said):
    workbook(tmp_path / "1.xlsx", cells)
    source = {"file": str(tmp_path / "*.xlsx"), "form": True}
    assert said in refused(tmp_path, {"audits": source}, reading=READING)
