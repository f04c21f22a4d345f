"""The workbooks of a day, written whole or not at all, and never over those that are there."""

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from qaanalysis.chase_lists.lists import List, for_area, for_level
from qaanalysis.chase_lists.workbook import workbook
from qaanalysis.data import Loaded
from qaanalysis.errors import DataError, ParamsError
from qaanalysis.metrics.service_area import Records
from qaanalysis.metrics.shares import keys
from qaanalysis.params import Params
from qaanalysis.present import words
from qaanalysis.run import parts
from qaanalysis.vocabulary import Col

HEAD, LEVEL = "head-of-service", "level"
_MAKING = ".writing-"
HOW = (
    "Everything listed here waits for somebody, what to look at first on top. Days late are "
    "counted to the day above, and what is due on that day isn’t late. Sort or filter the tables "
    "as you like."
)


@dataclass(frozen=True)
class Written:
    """What was written: the folder, and by file how many rows its lists have."""

    folder: Path
    rows: dict[str, int]

    @property
    def without_levels(self) -> bool:
        """Whether there is no chaser list, as no audit has a level of management."""
        return not any(name.startswith(f"{LEVEL}-") for name in self.rows)


def write(read: Params, tables: Loaded, *, as_at: dt.date | None = None) -> Written:
    """Write a worklist for each Head of Service and a chaser list for each level of management.

    Parameters
    ----------
    read : Params
        Of the run: audits of its months.
    tables : Loaded
        Its tables.
    as_at : date, optional
        The day to which days late are counted, in place of that of params.

    Raises
    ------
    ParamsError
        If the day is before the run's month, or two service areas or levels would have one file.
    DataError
        If the lists of that day are there already: somebody may be working with them.
    """
    day = as_at or read.as_at
    if day < read.months[-1].start_time.date():
        raise ParamsError(
            f"as at {day}: found a day before the month {read.month} begins; allowed: from "
            f"{read.months[-1].start_time.date()} on."
        )
    made = _made(read, tables, day)
    folder = read.outputs / read.month / f"chase-lists-{day}"
    if folder.exists():
        raise DataError(
            f"The lists as at {words.day(day)} were written before and are in the folder "
            f"{folder.name}: somebody may be working with them. Move it away to write them again, "
            "or give another day."
        )
    making = folder.with_name(f"{_MAKING}{folder.name}")
    shutil.rmtree(making, ignore_errors=True)  # What a command that was stopped left behind.
    making.mkdir(parents=True)
    try:
        for name, (content, _) in made.items():
            (making / name).write_bytes(content)
        making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return Written(folder, {name: n for name, (_, n) in made.items()})


def _made(read: Params, tables: Loaded, day: dt.date) -> dict[str, tuple[bytes, int]]:
    """Return each file's bytes, and how many rows its lists have."""
    every = Records.of(tables, months=read.months, as_at=day)
    areas = _named(every.register[Col.SERVICE_AREA])
    levels = _levels(every.audits)
    faults = [*parts.faults(HEAD, areas), *parts.faults(LEVEL, levels, of=Col.MANAGEMENT_LEVEL)]
    if faults:
        raise ParamsError("\n  ".join(["The lists can't be written:", *faults]))
    auditors, interval = tables.get("auditors"), read.follow_up.re_audit_months
    found: dict[str, tuple[str, list[List]]] = {}
    for area, name in parts.job_names(HEAD, areas).items():
        own = every.within(area)
        lists = for_area(
            own, months=read.months, scale=read.scale, every_months=interval, as_at=day
        )
        found[name] = (f"Worklist of the Head of Service: {area}", lists)
    for level, name in parts.job_names(LEVEL, levels).items():
        lists = for_level(every.audits, auditors, level, months=read.months, as_at=day)
        found[name] = (f"Chaser list: {level}", lists)
    lines = _lines(read, day)
    return {
        f"{name}.xlsx": (workbook(title, lines, lists), sum(len(each.rows) for each in lists))
        for name, (title, lists) in found.items()
    }


def _named(values: pd.Series) -> list[str]:
    return sorted({str(value) for value in values.dropna().unique()})


def _levels(audits: pd.DataFrame) -> list[str]:
    """Return the levels of management, “Not recorded” among them; none where no audit has one."""
    if audits[Col.MANAGEMENT_LEVEL].isna().all():
        return []
    return _named(keys(audits, Col.MANAGEMENT_LEVEL)[0])


def _lines(read: Params, day: dt.date) -> list[str]:
    period = words.months(read.months[0], read.months[-1])
    lines = [read.organisation, f"As at {words.day(day)}; audits planned for {period}"]
    return [*lines, *([read.about_data] if read.about_data else []), HOW]
