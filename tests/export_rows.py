"""The example's csv export row by row, read with nothing of ours: what tests count in."""

import csv
import datetime as dt

from run_files import EXPORT

AS_AT = dt.date(2023, 12, 3)
NOTHING = {"", "-", "n/a", "Absent"}


def rows(table: str) -> list[dict[str, str]]:
    """Return a table's rows by their headings, without the lines above and the total below."""
    with (EXPORT / "csv" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream))
    first = next(n for n, line in enumerate(lines) if len([c for c in line if c.strip()]) > 3)
    heads = [cell.strip() for cell in lines[first]]
    found = [dict(zip(heads, line, strict=True)) for line in lines[first + 1 :]]
    return [row for row in found if row[heads[0]] not in ("", "TOTAL")]


def day(text: str) -> dt.date | None:
    """Return the day that a cell holds, if any."""
    return None if text in NOTHING else dt.datetime.strptime(text, "%d/%m/%Y").date()


def by(text: str, when: dt.date = AS_AT) -> bool:
    """Tell whether a cell holds a day that is past."""
    found = day(text)
    return found is not None and found <= when


def area(row: dict[str, str]) -> str:
    """Return an audit's service area, as the declared spelling has it."""
    return row["Service area"].strip().replace("&", "and")


def audits(of: str | None = None) -> dict[str, dict[str, str]]:
    """Return the rows of the audit register by audit, of one service area or all."""
    return {r["Audit ref"]: r for r in rows("audits") if of is None or area(r) == of}


def state(due: str, done: str, when: dt.date = AS_AT) -> str:
    """Return where something that is due and done on a day stands."""
    if by(done, when):
        return "done"
    if day(due) is None:
        return "no due date"
    return "overdue" if day(due) < when else "not yet due"
