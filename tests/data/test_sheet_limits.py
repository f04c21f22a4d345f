"""Workbooks that say what no workbook can hold are refused before they end the program."""

import pytest
from messy_register import audits, refused, run, table
from written_sheets import SHEET, written, xlsx

ROWS = table(audits({}, {}))
TEXTS = "xl/sharedStrings.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_cell(path, cell, *, sheet=SHEET):
    parts = xlsx(ROWS)
    row = f"<row r='9'>{cell}</row></sheetData>"
    parts[sheet] = parts[SHEET].replace("</sheetData>", row)
    written(path, parts)
    return path


def with_texts(path, counts):
    parts = xlsx(ROWS)
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    )
    parts[TEXTS] = f'<sst xmlns="{MAIN}" {counts}><si><t>North 1</t></si></sst>'
    written(path, parts)
    return path


@pytest.mark.parametrize(
    "reference", ["XFE9", "XGA9", "YAA9", "AAAA9", "ZZZZZ9", "ZZZZZZ9", "zzzzzz9", "FFFFFFFF1"]
)
@pytest.mark.parametrize("tag", ["<c r='{}'>", '<c s="1" r = "{}">', '<x:c r="{}">'])
def test_a_cell_beyond_the_last_column_is_refused_with_its_part(tmp_path, reference, tag):
    file = with_cell(tmp_path / "a.xlsx", f"{tag.format(reference)}<v>1</v></c>")
    said = refused(tmp_path, file)
    assert said.startswith(
        f"a.xlsx wasn't read: a cell of its part {SHEET} is said to stand in column "
        f"{reference.upper().rstrip('19')}, and the last that a sheet has is XFD. "
    )
    assert "Export it again" in said


def test_a_column_of_endless_letters_is_shown_by_its_first(tmp_path):
    said = refused(tmp_path, with_cell(tmp_path / "a.xlsx", f'<c r="{"Z" * 9999}1"/>'))
    assert "in column ZZZZZZZZ…, and" in said
    assert len(said) < 400


def test_a_sheet_that_isnt_read_or_is_called_otherwise_is_looked_at_too(tmp_path):
    file = with_cell(tmp_path / "a.xlsx", '<c r="ZZZZZZ9"/>', sheet="xl/other/notes.dat")
    assert "a cell of its part xl/other/notes.dat" in refused(tmp_path, file)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD9" t="inlineStr"><is><t>x</t></is></c>',
        '<c r="A9" t="inlineStr"><is><t>r="ZZZZ9" uniqueCount="4000000000"</t></is></c>',
    ],
)
def test_the_last_column_and_what_a_cell_says_are_no_fault(tmp_path, cell):
    counts = run(tmp_path, with_cell(tmp_path / "a.xlsx", cell)).counts.loc["audits"]
    assert counts["accepted"] == 2


@pytest.mark.parametrize(("n", "told"), [("4000000000", "4,000,000,000"), ("9" * 30, "at least")])
def test_a_list_of_more_texts_than_have_room_is_refused(tmp_path, n, told):
    file = with_texts(tmp_path / "a.xlsx", f'count="{n}" uniqueCount="{n}"')
    said = refused(tmp_path, file)
    assert said.startswith(f"a.xlsx wasn't read: its part {TEXTS} is said to hold {told}")


def test_texts_that_are_counted_as_often_as_they_stand_in_cells_are_no_fault(tmp_path):
    file = with_texts(tmp_path / "a.xlsx", 'count="4000000000" uniqueCount="900000"')
    assert run(tmp_path, file).counts.loc["audits", "accepted"] == 2
