"""Workbooks that declare XML entities are refused, as what they are, before they are read."""

import pytest
from messy_register import audits, refused, run, table
from written_sheets import SHEET, ods, written, xlsx

ROWS = table(audits({}, {}))
MANY = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE l [<!ENTITY a0 "ha">{MANY}]>'
FETCHED = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
USED = "<row r='9'><c r='A9' t='inlineStr'><is><t>&a9;</t></is></c></row></sheetData>"


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
