"""Workbooks whose parts would do harm are refused, as what they are, before anything reads them."""

import zipfile

import pytest
from messy_register import audits, refused, run, table
from written_sheets import SHEET, ods, written, xlsx

from qaanalysis.data.limits import MOST_ROWS

ROWS = table(audits({}, {}))
TEXTS = "xl/sharedStrings.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MANY = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE l [<!ENTITY a0 "ha">{MANY}]>'
FETCHED = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
USED = "<row r='9'><c r='A9' t='inlineStr'><is><t>&a9;</t></is></c></row></sheetData>"


def with_cell(path, cell, *, sheet=SHEET):
    parts = xlsx(ROWS)
    row = f"<row r='9'>{cell}</row></sheetData>"
    parts[sheet] = parts[SHEET].replace("</sheetData>", row)
    written(path, parts)
    return path


def with_texts(path, counts, *, before=""):
    parts = xlsx(ROWS)
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    )
    parts[TEXTS] = f'{before}<sst xmlns="{MAIN}" {counts}><si><t>North 1</t></si></sst>'
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


@pytest.mark.parametrize(
    "cell",
    [
        """<c x="1"r="ZZZZ9"/>""",
        """<c x=' r="A9"' r="ZZZZ9"/>""",
        """<c x="<c r='A9'>" r="ZZZZ9"/>""",
    ],
)
def test_attributes_before_a_cells_place_hide_nothing(tmp_path, cell):
    said = refused(tmp_path, with_cell(tmp_path / "a.xlsx", cell.format("ZZZZ9")))
    assert "is said to stand in column ZZZZ, and the last that a sheet has is XFD" in said


def test_cells_that_dont_say_where_they_stand_are_counted_up_to_the_last_column(tmp_path):
    cells = "<c><v>1</v></c>" * 16_385
    assert "in column 16,385, and the last" in refused(
        tmp_path, with_cell(tmp_path / "a.xlsx", cells)
    )


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


def test_an_attribute_before_the_count_of_texts_hides_nothing(tmp_path):
    file = with_texts(tmp_path / "a.xlsx", """x="<a uniqueCount='2'>" uniqueCount='4000000000'""")
    assert "is said to hold 4,000,000,000 texts" in refused(tmp_path, file)


def test_what_stands_before_a_list_of_texts_hides_nothing(tmp_path):
    file = with_texts(tmp_path / "a.xlsx", 'uniqueCount="4000000000"', before=f"x{' ' * 99}")
    assert "is said to hold 4,000,000,000 texts" in refused(tmp_path, file)


def test_a_part_that_cant_be_unpacked_is_never_read_unchecked(tmp_path):
    file = with_texts(tmp_path / "a.xlsx", 'uniqueCount="4000000000"')
    with zipfile.ZipFile(file) as parts:
        kept = {part.filename: parts.read(part) for part in parts.infolist()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as parts:
        for part, content in kept.items():
            parts.writestr(part, content)
    # The content isn't what its checksum was taken of.
    file.write_bytes(
        file.read_bytes().replace(b"<t>North 1</t></si></sst>", b"<t>North 2</t></si></sst>")
    )
    assert refused(tmp_path, file).startswith("a.xlsx can't be opened as an Excel workbook: it may")


def test_more_rows_than_a_sheet_can_have_arent_kept(tmp_path):
    file = tmp_path / "a.xlsx"
    rows = '<row r="9"/>' * (MOST_ROWS + 5)
    parts = xlsx(ROWS)
    written(file, parts | {SHEET: parts[SHEET].replace("</sheetData>", f"{rows}</sheetData>")})
    assert refused(tmp_path, file).startswith(
        f"a.xlsx, part {SHEET} has 1,048,584 rows, and at most 1,048,576 are read."
    )


def test_texts_that_are_counted_as_often_as_they_stand_in_cells_are_no_fault(tmp_path):
    file = with_texts(tmp_path / "a.xlsx", 'count="4000000000" uniqueCount="900000"')
    assert run(tmp_path, file).counts.loc["audits", "accepted"] == 2


def before(text, added):
    """A part of XML with something put before its first element."""
    head, end, rest = text.partition("?>")
    return f"{head}{end}{added}{rest}" if end else added + text


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize("added", [BOMB, FETCHED, f"<!-- <a> {' ' * 9000} -->{FETCHED}"])
def test_a_part_that_declares_entities_is_named_and_nobody_is_told_to_open_it(
    tmp_path, part, added
):
    parts = xlsx(ROWS)
    parts[part] = before(parts[part], added)
    written(tmp_path / "a.xlsx", parts)
    said = refused(tmp_path, tmp_path / "a.xlsx")
    assert said.startswith(f"a.xlsx wasn't read: its part {part} declares XML entities")
    assert "Don't open it in Excel" in said
    assert "ask whoever sent it" in said


def test_one_whose_entities_are_used_is_refused_in_the_same_words(tmp_path):
    parts = xlsx(ROWS)
    parts[SHEET] = before(parts[SHEET].replace("</sheetData>", USED), BOMB)
    written(tmp_path / "a.xlsx", parts)
    assert "declares XML entities" in refused(tmp_path, tmp_path / "a.xlsx")


def test_entities_in_another_encoding_and_in_an_open_document_are_found(tmp_path):
    parts = xlsx(ROWS)
    text = f'<?xml version="1.0" encoding="UTF-16"?>{FETCHED}<workbook/>'
    written(tmp_path / "a.xlsx", parts | {"xl/workbook.xml": text.encode("utf-16")})
    assert "declares XML entities" in refused(tmp_path, tmp_path / "a.xlsx")
    parts = ods(ROWS)
    written(tmp_path / "a.ods", parts | {"content.xml": before(parts["content.xml"], BOMB)})
    assert "its part content.xml declares" in refused(tmp_path, tmp_path / "a.ods")


def test_what_a_cell_says_of_entities_is_no_declaration(tmp_path):
    parts = xlsx(ROWS)
    parts[SHEET] = parts[SHEET].replace("North 1", "<![CDATA[<!ENTITY x]]>", 1)
    parts[SHEET] = parts[SHEET].replace("<sheetData>", f"<sheetData>{' ' * 5000}", 1)
    written(tmp_path / "a.xlsx", parts)
    assert run(tmp_path, tmp_path / "a.xlsx").counts.loc["audits", "accepted"] == 2


def test_a_picture_that_declares_entities_for_its_own_use_is_no_harm(tmp_path):
    picture = "<!DOCTYPE svg [<!ENTITY ns 'http://www.w3.org/2000/svg'>]><svg xmlns='&ns;'/>"
    written(tmp_path / "a.xlsx", xlsx(ROWS) | {"xl/media/image1.svg": picture})
    assert run(tmp_path, tmp_path / "a.xlsx").counts.loc["audits", "accepted"] == 2
