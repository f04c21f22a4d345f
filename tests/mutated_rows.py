"""Rows of a small register, changed at random as people and programs change them."""

import datetime as dt
from collections.abc import Callable
from random import Random
from typing import Any

from messy_register import GRADES, audit, table

Rows = list[list[Any]]
MONTHS = ("September 2023", "Sep 2023", "2023-09", "Sept 2023", "August 2023", "2023/24", "Q2")
DAYS = (
    *("20/09/2023", "2023-09-20", "20.09.2023", "20/9/23", "9/20/2023", "31/04/2023", "45190"),
    *("29/02/2023", "00/00/0000", "20th September 2023", "20/09/2023 00:00", "'20/09/2023"),
    *("2013-2104", "01/01/1900", "31/12/9999", "0001-01-01", "ASAP", "tbc", "20/09/20233"),
)
NOTHING = ("", " ", "\u00a0", "-", "n/a", "N/A", "NULL", "None", "nan", "\u200b", "\t")
TEXTS = (
    *("#REF!", "#N/A", "#DIV/0!", "=1+1", '=HYPERLINK("http://x","y")', "+1", "-2+3", "@SUM(A1)"),
    *("=cmd|' /C calc'!A0", "<5", "O", "1,204", "1e308", "inf", "-0", "9" * 400, "0x1F", "TRUE"),
    *("TOTAL", "Total", "a,b;c\td|e", 'He said "no"', '"', "line\nbreak", "cr\rlf\r\n", "é’“”–"),
    *("\u202egnal", "🧒🏽", "e\u0301" * 60, "x" * 300, "ﷺ" * 9, "<script>", "&amp;", "%s%n", "{0}"),
    *("\x07\x1b[31m", "a\x00b", "\ufeffA1", "ıİß", "１２３", "̶", "\ufffe", "../../etc"),
)
VALUES = (
    *(0, -1, 7.0, 45190, 45190.5, 1e300, -1e300, True, False, 10**20),
    *(dt.datetime(2023, 9, 20), dt.datetime(2023, 9, 20, 13, 5), dt.date(1900, 1, 1)),
)


def register(random: Random) -> Rows:
    """Return the headings and rows of a register that is right."""
    rows = [
        audit(
            n,
            auditor_grade=random.choice(GRADES),
            team=f"North {random.randint(1, 3)}",
            month=random.choice(MONTHS[:3]),
        )
        for n in range(1, random.randint(2, 9))
    ]
    return table(rows)


def _cell(random: Random, rows: Rows) -> None:
    row = random.choice(rows[1:])
    row[random.randrange(len(row))] = _any(random)


def _any(random: Random) -> Any:
    return random.choice(random.choice((MONTHS, DAYS, NOTHING, TEXTS, VALUES, GRADES)))


def _column(random: Random, rows: Rows) -> None:
    place = random.randrange(len(rows[0]))
    for row in rows[1:]:
        row[place : place + 1] = [_any(random)]


def _day(random: Random, rows: Rows) -> None:
    place = rows[0].index("returned_on") if "returned_on" in rows[0] else 0
    for row in random.sample(rows[1:], k=random.randint(1, len(rows) - 1)):
        row[place : place + 1] = [random.choice((*DAYS, *VALUES))]


def _double_row(random: Random, rows: Rows) -> None:
    copy = list(random.choice(rows[1:]))
    if random.random() < 0.5:
        copy[random.randrange(len(copy))] = _any(random)
    rows.insert(random.randint(1, len(rows)), copy)


def _blank_row(random: Random, rows: Rows) -> None:
    rows.insert(random.randint(1, len(rows)), [random.choice(NOTHING[:3])] * len(rows[0]))


def _total(random: Random, rows: Rows) -> None:
    total = [""] * len(rows[0])
    total[0] = random.choice(("TOTAL", " Total ", "Subtotal", "total"))
    total[-1] = len(rows) - 1
    rows.insert(random.randint(1, len(rows)), total)


def _note(random: Random, rows: Rows) -> None:
    rows.append([random.choice(("Note: two are late", *TEXTS))] + [""] * (len(rows[0]) - 1))


def _longer_row(random: Random, rows: Rows) -> None:
    random.choice(rows[1:]).extend([_any(random)] * random.randint(1, 4))


def _shorter_row(random: Random, rows: Rows) -> None:
    row = random.choice(rows[1:])
    del row[random.randint(1, max(1, len(row) - 1)) :]


def _shift(random: Random, rows: Rows) -> None:
    random.choice(rows[1:]).insert(random.randrange(3), "")


def _headings_again(random: Random, rows: Rows) -> None:
    # Not directly under the first: nobody could say which of the two is the row of headings.
    rows.insert(random.randint(2, len(rows)), list(rows[0]))


def _heading(random: Random, rows: Rows) -> None:
    place = random.randrange(len(rows[0]))
    heading = str(rows[0][place])
    rows[0][place] = random.choice(
        (heading.upper(), f" {heading.replace('_', ' ')}: ", heading.replace("_", "\n"), "",
         "Column", rows[0][0], heading * 40, _any(random)),
    )  # fmt: skip


def _drop_column(random: Random, rows: Rows) -> None:
    place = random.randrange(len(rows[0]))
    for row in rows:
        del row[place : place + 1]


def _swap_columns(random: Random, rows: Rows) -> None:
    one, other = sorted(random.sample(range(len(rows[0])), 2))
    for row in rows:
        if other < len(row):
            row[one], row[other] = row[other], row[one]


def _new_column(random: Random, rows: Rows) -> None:
    for i, row in enumerate(rows):
        row.append("Remarks" if i == 0 else _any(random))


def _titles(random: Random, rows: Rows) -> None:
    for _ in range(random.choice((1, 3, 24, 26))):
        rows.insert(0, [random.choice(("Register", "Exported 03/10/2023", "", *TEXTS))])


CHANGES: tuple[Callable[[Random, Rows], None], ...] = (
    *(_cell, _cell, _cell, _cell, _column, _day, _day, _double_row, _blank_row, _total, _note),
    *(_longer_row, _shorter_row, _shift, _headings_again, _heading, _heading, _drop_column),
    *(_swap_columns, _new_column),
)


def changed(random: Random) -> Rows:
    """Return a register with a few changes; titles come last, as they move the headings."""
    rows = register(random)
    for change in random.choices(CHANGES, k=random.randint(1, 5)):
        change(random, rows)
    if random.random() < 0.15:
        _titles(random, rows)
    return rows
