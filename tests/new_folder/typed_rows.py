"""Rows typed into a new register, as somebody in Excel would."""

import datetime as dt

from openpyxl import load_workbook

AUDIT = {
    "Audit type": "Individual",
    "Month": dt.datetime(2026, 11, 1),
    "Child ID": "C100",
    "Service area": "North",
    "Team": "North 1",
    "Auditor": "Ann Example",
    "Management level": "Team manager",
    "Planned on": dt.datetime(2026, 11, 2),
    "Due on": dt.datetime(2026, 11, 20),
}
RETURNED = {
    "Returned on": dt.datetime(2026, 11, 18),
    "Auditor grade": "Good",
    "Immediate concern": "No",
}


def type_in(register, sheet, *rows):
    """Write rows below the headings of a sheet, and save."""
    book = load_workbook(register)
    places = {cell.value: cell.column for cell in book[sheet][1]}
    for at, row in enumerate(rows, start=2):
        for heading, value in row.items():
            book[sheet].cell(at, places[heading]).value = value
    book.save(register)


def six_audits():
    """Return six audits, of which four came back."""
    told = [RETURNED, RETURNED, {**RETURNED, "Auditor grade": "Inadequate"}, RETURNED, {}, {}]
    areas = ["North", "North", "North", "South", "South", "South"]
    return [
        {**AUDIT, "Audit ID": f"A{i}", "Child ID": f"C{i}", "Service area": area, **more}
        for i, (more, area) in enumerate(zip(told, areas, strict=True), start=1)
    ]
