"""Every fault that can live in one register, planted in the example's, case by case."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from openpyxl.utils.datetime import CALENDAR_MAC_1904, to_excel
from planted_register import COPY, Fault, Planted
from run_files import SHEETS

# Cases of messy inputs that no row of a workbook can have beside the others, and why.
ELSEWHERE = {
    4: "a register has one grade scale",
    10: "days in two orders stop the run",
    21: "a needed column that is missing stops the run",
    22: "a workbook has no encoding, and nothing stands between its cells",
    36: "counts are read where there are no rows",
    38: "a percentage that no count gives is stated by a report, and not in a register",
    41: "a month that is missing has no rows",
    51: "a register of one row is another register",
}
# Of these one part can be planted: of 20 the other heading (two for a column stop the run), of 23
# the lock file (a password, no bytes and damaged bytes stop it; .xls and .xlsb are other files).
WORD, NO_GRADE = "not a word of the list", "returned without a grade"
FORMER = "The team of old"
READING: dict[str, Any] = {
    "date_formats": ["%d/%m/%Y", "%d/%m/%y", "%d/%m/%Y %H:%M", "'%d/%m/%Y", "excel number"],
    "exported_on": dt.date(2023, 12, 3),
    "missing": ["-", "n/a", "Absent", "ASAP"],
    "not_graded": {"tbc": "pending"},
    "earlier_scale": {"grades": {"Adequate": None}},
    "prefixes": {"auditor_grade": r"\d:\s*"},
    "identifiers": {"child_id": {"prefix": "LCS-", "digits": 6}},
    "blocks": {"audits": ["team"]},
    "several": {"findings": {"theme": [";"]}},
}
MODERATION = {
    "moderated_on": ["Moderation date"],
    "moderator_grade": ["Moderation grade"],
    "is_moderated": ["Moderated?"],
}


def plant(book: Planted) -> None:
    """Plant every fault."""
    _headings(book)
    returned = _returns(book)
    still_out = _still_out(book)
    _grades(book, returned)
    _dates(book, returned)
    _rows(book, returned)
    _open_rows(book, still_out)
    _moderations(book)
    _findings_and_actions(book)
    _counts_and_answers(book)
    _notices(book)
    _layout(book)


def reading(book: Planted, base: dict[str, Any]) -> dict[str, Any]:
    """Return how the planted workbook is to be read: as the example is, and as its faults need."""
    teams = {
        str(book.value(table, row, "Team")).strip()
        for table in ("audits", "cohort", "moderators", "auditors")
        for row in book.rows(table)
        if book.value(table, row, "Team") is not None
    }
    spellings = dict(base["spellings"])
    for column in ("child_feedback", "practitioner_present"):
        spellings[column] = {**spellings[column], "✓": "Yes", "TRUE": "Yes"}
    declared = [{"name": team} for team in sorted(teams - {FORMER})]
    return {
        **base,
        **READING,
        "headings": {
            **base["headings"],
            "moderations": {**base["headings"]["moderations"], **MODERATION},
        },
        "spellings": spellings | {"is_moderated": {"N": "No"}},
        "teams": [*declared, {"name": FORMER, "now": book.now}],
    }


def _headings(book: Planted) -> None:
    """Give the moderations' headings a row above, and put columns beside those that are there."""
    sheet = book.sheet("moderations")
    sheet.insert_rows(3)
    places = {cell.value: cell.column for cell in sheet[4]}
    day, grade = places["Date moderated"], places["Moderated grade"]
    sheet.cell(3, day).value = "Moderation"
    sheet.cell(4, day).value, sheet.cell(4, grade).value = "Date", "Grade"
    sheet.merge_cells(start_row=3, end_row=3, start_column=day, end_column=grade)
    sheet.cell(4, sheet.max_column + 1).value = "Moderated?"
    totals = book.sheet("stated_totals")
    totals.cell(4, totals.max_column + 1).value = "Return rate"
    rows = book.rows("stated_totals")
    for row, rate in zip(rows, ("53.00%", 0.41, 31), strict=False):
        book.put("stated_totals", row, "Return rate", rate)
    book.cases |= {15, 16, 20, 37}


def _returns(book: Planted) -> Iterator[int]:
    """Yield rows of individual audits graded Good that nobody moderated and nothing follows."""
    moderated = {book.value("moderations", r, "Audit ref") for r in book.rows("moderations")}
    for row in book.rows("audits"):
        cells = {h: book.value("audits", row, h) for h in book.header("audits")[1]}
        planned, returned = cells["Date planned"], cells["Date returned"]
        if (
            cells["Audit type"] == "Individual"
            and cells["Audit grade"] == "Good"
            and isinstance(planned, dt.datetime)
            and isinstance(returned, dt.datetime)
            and returned > planned
            and cells["Audit ref"] not in moderated
        ):
            yield row


def _still_out(book: Planted) -> Iterator[int]:
    for row in book.rows("audits"):
        cells = [book.value("audits", row, h) for h in ("Date returned", "Exemption reason")]
        kind = book.value("audits", row, "Audit type")
        if cells == [None, None] and kind == "Individual":
            yield row


def _grades(book: Planted, row: Iterator[int]) -> None:
    at = ("audits", next(row), "Audit grade")
    book.repair(1, at, "R.I.", "alias")
    book.edited.add(at[:2])
    book.reject(2, ("audits", next(row), "Audit grade"), "Good?", "auditor_grade", WORD)
    ungraded = [next(row), next(row), next(row)]
    earlier = "grade of an earlier scale, not put with today’s"
    book.repair(3, ("audits", ungraded[0], "Audit grade"), "Adequate", earlier)
    book.repair(5, ("audits", ungraded[1], "Audit grade"), "tbc", "declared to be no grade")
    book.put("audits", ungraded[2], "Audit grade", None)
    book.notice("audits", NO_GRADE, *ungraded)
    # Their domains are graded all the same.
    book.notice("audits", "domains are graded and the audit as a whole isn’t", *ungraded)
    book.edited |= {("audits", at) for at in ungraded}
    rule = "declared prefix taken off"
    book.repair(24, ("audits", next(row), "Audit grade"), "2: Good", rule)
    at = ("audits", next(row), "Audit grade")
    book.reject(47, at, "#REF!", "auditor_grade", "an error of Excel").data_type = "e"
    audit = book.value("audits", next(row), "Audit ref")
    marks = [r for r in book.rows("domain_grades")
             if book.value("domain_grades", r, "Audit ref") == audit]  # fmt: skip
    safety = next(r for r in marks if book.value("domain_grades", r, "Domain") == "Safety")
    book.edit(8, "domain_grades", safety, "Grade", "Inadequate")
    book.limited = audit
    book.cases |= {6, 7}


def _dates(book: Planted, row: Iterator[int]) -> None:
    for case, text, rule in (
        (9, "31/04/2023", "not a real day in a declared form"),
        (12, "2013-2104", "not a date"),
        (12, "01/01/2023", "returned_on before planned_on"),
        (12, "04/12/2023", "dated after the export"),
        (47, "=TODAY()", "a formula that was never calculated"),
    ):
        book.reject(case, ("audits", next(row), "Date returned"), text, "returned_on", rule)
    for way in ("%d/%m/%y", "%d/%m/%Y 00:00", "'%d/%m/%Y"):
        at = next(row)
        day = book.value("audits", at, "Date returned")
        book.put("audits", at, "Date returned", day.strftime(way))
    number = book.cell("audits", next(row), "Date returned")
    number.value, number.number_format = to_excel(number.value, CALENDAR_MAC_1904), "General"
    # All of its days are counted from 1904 now, and openpyxl writes them so.
    book.book.epoch = CALENDAR_MAC_1904
    at = next(row)
    early = book.value("audits", at, "Date planned") - dt.timedelta(days=1462)
    rule = "planned four years and a day early, as dates of a Mac’s workbook are"
    book.reject(13, ("audits", at, "Date planned"), early, "planned_on", rule)
    book.edit(14, "audits", next(row), "Date returned", dt.datetime(2023, 12, 1))
    book.reject(50, ("audits", next(row), "Audit month"), "2023/24", "month", "not a month")
    book.cases.add(11)


def _rows(book: Planted, row: Iterator[int]) -> None:
    at = ("audits", next(row), "Audit type")
    book.reject(48, at, '=HYPERLINK("http://x")', "audit_type", WORD).data_type = "s"
    at = ("audits", next(row), "Child ID")
    number = int(book.value(*at).removeprefix("LCS-"))
    book.repair(25, at, number, "identifier written as declared")
    copy = book.append("audits", next(row))
    book.faults.append(Fault("audits", copy, "audit_id", COPY, added=True))
    first, rule = next(row), "repeated with other values"
    other = book.append("audits", first, Audit_grade="Inadequate")
    book.faults.append(Fault("audits", other, "audit_id", rule, added=True))
    book.faults.append(Fault("audits", first, "audit_id", rule))
    at = ("audits", next(row), "Date exempted")
    book.reject(34, at, "01/07/2023", "exempted_on", "exempted yet returned")
    own = next(row)
    book.edit(30, "audits", own, "Allocated worker", book.value("audits", own, "Audited by"))
    book.notice("audits", "the auditor is the case holder", own)
    ticked = next(row)
    for heading, value in (("Feedback from child", "✓"), ("Practitioner present?", True)):
        book.repair(44, ("audits", ticked, heading), value, "declared spelling")
    book.edited.add(("audits", ticked))
    book.cases.add(26)


def _open_rows(book: Planted, row: Iterator[int]) -> None:
    renamed = ("audits", next(row), "Team")
    book.now = str(book.value(*renamed)).strip()
    book.repair(33, renamed, FORMER, "team as it is called now")
    book.edit(34, "audits", next(row), "Date exempted", "01/11/2023")
    one, other = next(row), next(row)
    for heading in ("Family ID", "Audit month"):
        book.edit(27, "audits", other, heading, book.value("audits", one, heading))
    book.edit(28, "audits", next(row), "Audit type", "Re-audit")


def _moderations(book: Planted) -> None:
    made = book.rows("moderations")
    register = {book.value("audits", r, "Audit ref"): r for r in book.rows("audits")}
    rule = "said not to be moderated, yet dated or graded"
    book.reject(31, ("moderations", made[0], "Moderated?"), "N", "is_moderated", rule)
    audit = register[book.value("moderations", made[1], "Audit ref")]
    book.edit(30, "moderations", made[1], "Moderated by", book.value("audits", audit, "Audited by"))
    book.notice("moderations", "the moderator is the auditor", made[1])
    at = next(r for r in made[2:] if book.value("moderations", r, "Outcome") == "Grade downgraded")
    audit = register[book.value("moderations", at, "Audit ref")]
    book.edit(29, "moderations", at, "Grade", book.value("audits", audit, "Audit grade"))
    rule = "stated to be changed, yet both grades are alike: was the auditor’s overwritten?"
    book.notice("moderations", rule, at)
    again = {"Moderation_ref": "MOD-900", "Date": dt.datetime(2023, 12, 2)}
    book.append("moderations", made[4], **again)
    book.added["moderations"] += 1
    book.edit(45, "moderations", made[5], "Reason for change", "Ring 0161 496 0000")
    book.cases.add(32)


def _findings_and_actions(book: Planted) -> None:
    first, second = book.rows("findings")[:2]
    several = "several values in a cell, a row for each"
    book.repair(42, ("findings", first, "Theme"), "Plans; Chronology", several)
    # One of those ticked together is respelt as well.
    book.repaired["findings", "declared spelling"] += 1
    spelt = ("findings", second, "Theme")
    book.repair(43, spelt, "Voice of the child", "declared spelling")
    book.edited |= {("findings", first), ("findings", second)}
    dated = [r for r in book.rows("actions")
             if isinstance(book.value("actions", r, "Target date"), dt.datetime)]  # fmt: skip
    due = ("actions", dated[0], "Target date")
    book.repair(46, due, "ASAP", "marker of a missing value")
    book.edited.add(due[:2])
    done = next(r for r in dated[1:] if book.value("actions", r, "Date completed"))
    at = ("actions", done, "Date completed")
    book.reject(46, at, "01/01/2023", "completed_on", "completed_on before raised_on")
    at = ("re_audits", book.rows("re_audits")[-1], "Original audit ref")
    book.reject(25, at, "QA99-0000", "audit_id", "no such row in audits")


def _counts_and_answers(book: Planted) -> None:
    stated = book.rows("stated_totals")
    at = ("stated_totals", stated[0], "Audits scheduled")
    book.reject(35, at, 91, "scheduled", "scheduled isn’t planned less exempted")
    at = ("stated_totals", stated[1], "Audits returned")
    book.reject(49, at, "[c]", "returned", "a number that was suppressed")
    # More than the register has of that month, so that it agrees.
    told = ("stated_totals", stated[3], "Audits returned")
    book.repair(49, told, "fewer than 50", "hidden number, kept as an interval")
    book.edited.add(told[:2])
    zero = dict.fromkeys(["Audits_planned", "Exempted", "Audits_scheduled", "Audits_returned"], 0)
    book.append("stated_totals", stated[2], Month="December 2023", **zero)
    book.added["stated_totals"] += 1
    book.repaired["stated_totals", "column not read"] = len(book.rows("stated_totals"))
    answers = book.rows("themed_responses")
    book.reject(44, ("themed_responses", answers[0], "Answer"), "Maybe", "answer", WORD)
    book.edit(39, "themed_responses", answers[1], "Answer", None)
    book.cases.add(40)


def _notices(book: Planted) -> None:
    """Find what the example itself has of that which was planted, row by row."""
    nothing = (None, "-", "n/a", "ASAP")
    families: dict[tuple[object, str], list[int]] = {}
    for row in book.rows("audits"):
        cells = {h: book.value("audits", row, h) for h in book.header("audits")[1]}
        if cells["Date exempted"] not in nothing:
            if cells["Exemption reason"] in nothing:
                book.notice("audits", "exempted without a reason", row)
            if cells["Exemption approved by"] in nothing:
                book.notice("audits", "exempted without anybody who agreed", row)
        if cells["Audit type"] == "Individual" and cells["Family ID"] not in nothing:
            month = str(cells["Audit month"])
            families.setdefault((cells["Family ID"], month[:3] + month[-4:]), []).append(row)
    lost = {fault.row for fault in book.rejected() if fault.table == "audits"}
    for rows in families.values():
        children = {book.value("audits", row, "Child ID") for row in rows if row not in lost}
        if len(children) > 1:
            book.notice("audits", "children of one family audited for one month", *rows)
    for row in book.rows("actions"):
        if book.value("actions", row, "Target date") in nothing:
            book.notice("actions", "no due date", row)


def _layout(book: Planted) -> None:
    sheet, place = book.sheet("audits"), book.header("audits")[1]["Team"]
    rows = book.rows("audits")
    team = {row: book.value("audits", row, "Team") for row in rows}
    top = next(row for row in rows if team[row] == team.get(row + 1))
    sheet.merge_cells(start_row=top, end_row=top + 1, start_column=place, end_column=place)
    book.repaired["audits", "filled from the row above in its block"] += 1
    sheet.append(["Note: two teams have yet to answer"])
    note = Fault("audits", sheet.max_row, "", "a note under the table", added=True)
    book.faults.append(note)
    for hidden in rows[5:7]:
        sheet.row_dimensions[hidden].hidden = True
    sheet.column_dimensions["E"].hidden = True
    sheet.auto_filter.ref = f"A4:Y{rows[-1]}"
    sheet.auto_filter.add_filter_column(7, ["Somewhere"])
    book.notice("audits", "hidden rows, which are read", *rows[5:7])
    book.notice("audits", "hidden columns, which are read")
    book.notice("audits", "a filter is on; rows that it hides are read")
    book.book.create_sheet("Old data").append(["Audit ref"])
    (book.folder / f"~${book.path.name}").write_bytes(b"\x05Anna" + b" " * 160)
    for table in SHEETS:
        book.notice(table, "the file was open in Excel: what wasn’t saved isn’t in it")
    book.cases |= {17, 18, 19, 23}
