"""Workbooks that would take up all memory are refused before they are read."""

import re
import struct
import zipfile

import pytest
from messy_register import audits, refused, run, table, workbook
from written_sheets import SHEET, ods, record, written, xlsb, xlsx

ROWS = table(audits({}, {}))


def with_far_cell(path, reference):
    parts = xlsx(ROWS)
    far = f'<row r="9"><c r="{reference}"><v>1</v></c></row></sheetData>'
    parts[SHEET] = parts[SHEET].replace("</sheetData>", far)
    written(path, parts)
    return path


@pytest.mark.parametrize("reference", ["XFD1048576", "A1048576", "R999999", "XFD5000", "A99999999"])
def test_a_cell_far_from_the_others_is_named_and_not_made_room_for(tmp_path, reference):
    said = refused(tmp_path, with_far_cell(tmp_path / "a.xlsx", reference))
    assert said.startswith("a.xlsx, sheet Audits: a cell far from the others makes it")
    assert "delete the rows and columns beyond the table" in said


def test_cells_that_dont_say_where_they_stand_reach_as_far_as_there_are_of_them(tmp_path):
    parts = xlsx(ROWS)
    wide = f"<row>{'<c><v>1</v></c>' * 9000}</row>{'<row><c><v>1</v></c></row>' * 9000}"
    written(
        tmp_path / "a.xlsx",
        parts | {SHEET: parts[SHEET].replace("</sheetData>", f"{wide}</sheetData>")},
    )
    assert "rows by 9,000 columns" in refused(tmp_path, tmp_path / "a.xlsx")


@pytest.mark.parametrize("reference", ["BA9", "DA9", "HA9", "XFD9", "A9000"])
def test_a_cell_that_is_a_little_way_off_is_a_row_like_any_other(tmp_path, reference):
    counts = run(tmp_path, with_far_cell(tmp_path / "a.xlsx", reference)).counts.loc["audits"]
    assert counts["accepted"] == 2
    assert counts["rejected"] + counts["set_aside"] >= 1


def test_a_row_ten_times_as_far_down_as_the_last_that_is_numbered_is_far_too(tmp_path):
    parts = xlsx(ROWS)
    rows = "".join(f'<row r="{n}"><c r="AZ{n}"><v>1</v></c></row>' for n in range(9, 9999))
    far = f'{rows}<row r="9999"><c r="A99999"><v>1</v></c></row></sheetData>'
    written(tmp_path / "a.xlsx", parts | {SHEET: parts[SHEET].replace("</sheetData>", far)})
    assert "99,999 rows by 52 columns" in refused(tmp_path, tmp_path / "a.xlsx")


@pytest.mark.parametrize("n", [1_048_576, 2**32])
def test_a_row_repeated_without_end_is_refused_in_an_open_document(tmp_path, n):
    parts = ods(ROWS)
    row = f'<table:table-row table:number-rows-repeated="{n}"'
    parts["content.xml"] = parts["content.xml"].replace("<table:table-row", row)
    written(tmp_path / "a.ods", parts)
    assert "a cell far from the others" in refused(tmp_path, tmp_path / "a.ods")


def test_blank_rows_to_the_end_of_an_open_document_are_none(tmp_path):
    parts = ods(ROWS)
    blank = '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/>'
    parts["content.xml"] = parts["content.xml"].replace(
        "</table:table>", f"{blank}</table:table-row></table:table>"
    )
    written(tmp_path / "a.ods", parts)
    assert run(tmp_path, tmp_path / "a.ods").counts.loc["audits", "accepted"] == 2


def test_a_far_cell_of_a_binary_workbook_is_refused(tmp_path):
    parts = xlsb(ROWS)
    far = record(0, struct.pack("<2I", 1_048_575, 0) + bytes(9))
    far += record(5, struct.pack("<2Id", 16_383, 0, 1.0)) + record(146)
    name = "xl/worksheets/sheet1.bin"
    parts[name] = parts[name].replace(record(146), far)
    written(tmp_path / "a.xlsb", parts)
    assert "1,048,576 rows by 16,384 columns" in refused(tmp_path, tmp_path / "a.xlsb")


def test_a_workbook_that_unpacks_to_far_more_than_it_is_isnt_unpacked(tmp_path):
    path = tmp_path / "a.xlsx"
    workbook(path, ROWS)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/media/image1.png", bytes(150_000_000))
    said = refused(tmp_path, path)
    assert said.startswith("a.xlsx would unpack to 150 MB, which no file of its size does")


def test_a_prefix_of_names_hides_nothing(tmp_path):
    parts = xlsx(ROWS)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = parts[SHEET].replace(f' xmlns="{main}"', "")
    sheet = sheet.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    far = '<x:row r="9"><x:c r="A1048576"><x:v>1</x:v></x:c></x:row></x:sheetData>'
    sheet = sheet.replace("</x:sheetData>", far).replace(
        "<x:worksheet", f'<x:worksheet xmlns:x="{main}"'
    )
    parts[SHEET] = sheet
    written(tmp_path / "a.xlsx", parts)
    assert "a cell far from the others" in refused(tmp_path, tmp_path / "a.xlsx")


def test_two_rows_of_one_number_are_told_as_one_of_them_would_be_lost(tmp_path):
    parts = xlsx(table(audits({}, {}, {}, {})))
    sheet = parts[SHEET]
    for row, instead in ((4, 3), (5, 2)):
        sheet = re.sub(rf'(r="[A-Z]*){row}"', rf'\g<1>{instead}"', sheet)
    written(tmp_path / "a.xlsx", parts | {SHEET: sheet})
    assert refused(tmp_path, tmp_path / "a.xlsx").startswith(
        "a.xlsx, sheet Audits: rows 2, 3 stand in it more than once, so that all but one of each "
        "would be lost: the file is damaged."
    )


def test_rows_that_have_no_number_are_counted_and_so_may_meet_one_that_has(tmp_path):
    filled = [{c: text for c, text in row.items() if text} for row in audits({}, {}, {})]
    parts = xlsx(table(filled))
    bare = re.sub(r' r="[A-Z]*\d+"', "", parts[SHEET])
    written(tmp_path / "a.xlsx", parts | {SHEET: bare})
    assert run(tmp_path, tmp_path / "a.xlsx").counts.loc["audits", "accepted"] == 3
    last = bare.rindex("<row")
    twice = bare[:last] + bare[last:].replace("<row", '<row r="3"', 1)
    written(tmp_path / "a.xlsx", parts | {SHEET: twice})
    assert "row 3 stands in it more than once" in refused(tmp_path, tmp_path / "a.xlsx")
