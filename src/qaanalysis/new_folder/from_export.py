"""What an export tells a new folder's params: the months to report, and what to make of it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from qaanalysis.data.mapping import Proposed, SheetProposed, passed_over_said, propose
from qaanalysis.data.mapping_text import comment, source_lines
from qaanalysis.errors import RunError
from qaanalysis.vocabulary import Col

AUDITS = "audits"
# The month is that of the audits; where the register has none, that of the day in each.
MONTHS = (Col.MONTH, Col.PLANNED_ON, Col.DUE_ON, Col.RETURNED_ON)
# What has happened, so that the export can't be older.
HAPPENED = (Col.PLANNED_ON, Col.RETURNED_ON, Col.EXEMPTED_ON)
MOST_MONTHS = 12


@dataclass(frozen=True)
class Export:
    """An export that a new folder is made for, and what its sheets seem to hold."""

    file: Path
    proposed: Proposed

    @property
    def audits(self) -> SheetProposed:
        """The sheet of the audit register."""
        return next(of for of in self.proposed.sheets if of.table == AUDITS)

    @property
    def left_open(self) -> dict[str, tuple[str, ...]]:
        """By table other than the audits': the needed columns that no heading was found for."""
        return {
            of.table: tuple(of.missing)
            for of in reversed(self.proposed.sheets)
            if of.missing and of.table != AUDITS
        }

    @property
    def tables(self) -> set[str]:
        """The tables that can be read as soon as the proposal is confirmed."""
        return {of.table for of in self.proposed.sheets} - self.left_open.keys()


@dataclass(frozen=True)
class Months:
    """The first and last month that a run reports, and the day at which its figures stand.

    Parameters
    ----------
    first, last : Period
        Both months are reported.
    as_at : date
        What came in later isn't counted.
    """

    first: pd.Period
    last: pd.Period
    as_at: dt.date


def read(file: Path) -> Export:
    """Read what an export seems to hold.

    Raises
    ------
    DataError
        If it can't be read or nothing is recognised.
    RunError
        If no sheet seems to be the audit register.
    """
    proposed = propose(file)
    if AUDITS not in {of.table for of in proposed.sheets}:
        seen = ", ".join(of.table for of in proposed.sheets)
        raise RunError(
            f"{file.name}: no sheet seems to hold the audit register, which a run needs; there is "
            f"{seen}. Nothing was written. If a sheet of it is the register, make the folder "
            "without --from, and declare its headings in params."
        )
    return Export(file, proposed)


def months(export: Export, *, today: dt.date, last: pd.Period | None = None) -> Months:
    """Return the months of an export's first run: the latest that has begun, and those before.

    Parameters
    ----------
    export : Export
        The export.
    today : date
        Days after it are slips of the pen or plans, and not taken for the latest.
    last : Period, optional
        The month to report, where it isn't to be the latest.
    """
    dates = export.audits.cells.dates
    days = next((set(dates[column]) for column in MONTHS if dates.get(column)), set())
    there = sorted({pd.Period(day, "M") for day in days if day <= today})
    last = last or (there[-1] if there else pd.Period(today, "M"))
    before = [month for month in there if last - MOST_MONTHS < month <= last]
    ends = last.end_time.date()
    stands = ends if ends <= today else max(today, last.start_time.date())
    latest = [day for column in HAPPENED for day in dates.get(column, {}) if day <= today]
    return Months(min([*before, last]), last, max([*latest, stands]))


def sources(export: Export, named: str) -> Iterator[str]:
    """Yield where each table lies; one that can't be read yet, and other sheets, as comments.

    Parameters
    ----------
    export : Export
        The export.
    named : str
        How params name its file.
    """
    for line in source_lines(export.proposed, named):
        table = line.strip().partition(":")[0]
        lacks = export.left_open.get(table)
        yield (
            f"  # {line.strip()}  # once reading.yml has its {', '.join(lacks)}" if lacks else line
        )
    for of in export.proposed.passed_over:
        yield f"  # {comment(passed_over_said(of))}"
