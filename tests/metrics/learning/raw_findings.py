"""The example's findings counted from the raw rows of its csv files, with nothing of the package.

An independent count: the files are read by the csv module and their own spellings are put right
here by hand.
"""

import csv
from collections import defaultdict
from datetime import datetime
from functools import cache

from run_files import EXPORT

AS_AT = datetime(2023, 12, 3)
MONTHS = ("May", "June", "July", "August", "September", "October", "November")
SAME = {"Chronology": "Chronologies", "Voice of the child": "Direct work and the child's voice"}


def rows(name: str, first: str) -> list[dict[str, str]]:
    """Return the rows of a file below the line whose first heading is `first`."""
    with (EXPORT / "csv" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    at = next(i for i, line in enumerate(lines) if line and line[0].strip() == first)
    heads = [head.strip() for head in lines[at]]
    return [dict(zip(heads, map(str.strip, line), strict=False)) for line in lines[at + 1 :]]


@cache
def returned() -> dict[str, dict[str, str]]:
    """Return the individual audits that came back by 3 December, by their reference."""
    found = {}
    for row in rows("audits", "Audit ref"):
        if row.get("Audit type", "").lower() != "individual" or not _day(row["Date returned"]):
            continue
        if not _day(row["Date exempted"]):
            found[row["Audit ref"]] = {**row, "month": _month(row["Audit month"])}
    return found


@cache
def named() -> dict[tuple[str, bool], set[str]]:
    """Return by theme and whether it is a strength the audits that name it."""
    found = defaultdict(set)
    for row in rows("findings", "Finding ref"):
        if row.get("Audit ref") in returned():
            theme = SAME.get(row["Theme"], row["Theme"])
            strength = row["Strength or area for development"].lower() == "strength"
            found[theme, strength].add(row["Audit ref"])
    return dict(found)


def _day(text: str) -> datetime | None:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            day = datetime.strptime(text, form)
        except ValueError:
            continue
        return day if day <= AS_AT else None
    return None


def _month(text: str) -> int:
    for number, name in enumerate(MONTHS, start=5):
        if text.lower().startswith(name[:3].lower()):
            return number
    raise AssertionError(text)
