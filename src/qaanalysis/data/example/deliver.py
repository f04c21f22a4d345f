"""Write the example as an export would be: one workbook, and a csv file for each table.

The same tables give the same bytes, so that the committed export can be checked against the code.
"""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.etree.ElementTree import canonicalize

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from qaanalysis.data.example.cells import sheet_rows, text
from qaanalysis.data.example.layout import READ_ME, SHEETS, TRUST
from qaanalysis.data.example.published import AS_AT

WORKBOOK = "audit-register.xlsx"
CSV_FOLDER = "csv"


def write_export(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write the workbook and the csv files to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    write_workbook(tables, folder / WORKBOOK)
    write_csvs(tables, folder / CSV_FOLDER)


def write_workbook(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    """Write the tables to one Excel workbook, a sheet each, with a sheet to read first.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        As `register` returns them.
    path : Path
        The file to write.
    """
    book = Workbook()
    book.properties.creator = TRUST
    book.properties.created = _midnight(AS_AT)
    front = book.active
    front.title = "Read me"
    front.column_dimensions["A"].width = 110
    for line in READ_ME:
        front.append([line])
    for sheet in SHEETS:
        page = book.create_sheet(sheet.name)
        rows = list(sheet_rows(sheet, tables[sheet.table]))
        for row in rows:
            page.append(row)
        top = rows.index(list(sheet.headings.values())) + 1
        page.freeze_panes = f"A{top + 1}"
        for number, _ in enumerate(sheet.headings, start=1):
            page.column_dimensions[get_column_letter(number)].width = 20
            page.cell(top, number).font = Font(bold=True)
        for cell in (cell for line in page.iter_rows(min_row=top + 1) for cell in line):
            if cell.is_date:
                cell.number_format = "DD/MM/YYYY"
    _save(book, path)


def write_csvs(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write what the workbook's sheets hold as text: `<table>.csv`, with UK dates.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        As `register` returns them.
    folder : Path
        Where to write; made if it isn't there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for sheet in SHEETS:
        with (folder / f"{sheet.table}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            for row in sheet_rows(sheet, tables[sheet.table]):
                # Excel saves a sheet with every row as long as the longest.
                full = row + [None] * (len(sheet.headings) - len(row))
                writer.writerow([text(cell) for cell in full])


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())


def _save(book: Workbook, path: Path) -> None:
    """Save a workbook so that its bytes depend on nothing but what it holds.

    The time of saving is left out, the XML is put in canonical form (openpyxl writes it in one of
    two ways, as lxml is there or not), and nothing is compressed (versions of zlib differ).
    """
    made = io.BytesIO()
    book.save(made)
    stamp = f"{_midnight(AS_AT).isoformat()}Z"
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(path, "w") as fixed:
        for name in sorted(parts.namelist()):
            content = canonicalize(parts.read(name).decode())
            if name == "docProps/core.xml":
                content = re.sub("(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{stamp}", content)
            entry = zipfile.ZipInfo(name, date_time=_midnight(AS_AT).timetuple()[:6])
            # Else the entry says which kind of computer wrote it.
            entry.create_system = 0
            fixed.writestr(entry, content)
