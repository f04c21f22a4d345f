"""The run's figures by name, as its audience may see them: what commentary calls them in by."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from qaanalysis.disclosure import HIDDEN, SafeTable, no_data, protect
from qaanalysis.metrics import run_tables
from qaanalysis.metrics.run_tables import Named, RunTable
from qaanalysis.present import labels, movements, words
from qaanalysis.present.labels import Kind
from qaanalysis.vocabulary import GradeScale

MONTH, INTERVAL, MOVEMENT = "month", "interval", "movement"
_PLACE = re.compile(
    rf"(?P<name>[a-z_]+\.[a-z0-9_]+)(?:\.(?P<when>{MONTH}|\d{{4}}-\d{{2}}))?"
    rf"(?:\.(?P<how>{INTERVAL}|{MOVEMENT}))?"
)
# Why a figure isn't said, by what stands for it.
_WHY = {HIDDEN: "is hidden", words.MISSING: "isn’t available", "": "isn’t shown by itself"}
_SUBJECTS = {
    INTERVAL: "an interval that {}",
    MOVEMENT: "moved in a way that {}",
    None: "a number that {}",
}
FORMS = (
    f"after a name, .{MONTH} or .2023-05 for one month, .{INTERVAL} for the 95% interval of a "
    f"share, .{MOVEMENT} for how it moved"
)


@dataclass(frozen=True)
class NamedFigures:
    """Figures by name, as an audience may see them.

    Parameters
    ----------
    tables : mapping of str to RunTable
        From `run_tables.tables`.
    safe : mapping of str to SafeTable
        The same, safe for the audience.
    scale : GradeScale
        The grades, each of which has a name.
    months : PeriodIndex
        The months the run covers.
    absent : sequence of Period
        Those of them of which the register has no audits.
    """

    tables: Mapping[str, RunTable]
    safe: Mapping[str, SafeTable]
    scale: GradeScale
    months: pd.PeriodIndex
    absent: Sequence[pd.Period] = ()

    @cached_property
    def names(self) -> Mapping[str, Named]:
        """Every name, with where its figure stands."""
        return run_tables.names(self.scale)

    def wrong(self, place: str) -> str:
        """Return what is wrong with what stands between braces; empty if nothing is."""
        found = _PLACE.fullmatch(place)
        if found is None or found["name"] not in self.names:
            near = difflib.get_close_matches(place, self.names, n=1)
            meant = f"; is {{{near[0]}}} meant?" if near else ""
            return f"{{{place}}} isn’t a figure{meant}"
        if found["how"] == MOVEMENT and found["when"]:
            return f"{{{place}}}: how it moved is told of all months, without .{found['when']}"
        if found["when"] not in (None, MONTH, *map(str, self.months)):
            covered = words.months(self.months[0], self.months[-1])
            return f"{{{place}}}: the run covers {covered}"
        column = self.names[found["name"]].column
        if found["how"] == INTERVAL and not self._has_interval(found["name"], column):
            return f"{{{place}}}: only shares have an interval"
        return ""

    def _has_interval(self, name: str, column: str) -> bool:
        table = self.tables.get(self.names[name].table)
        return table is None or f"{column}_low" in table.frame

    def value(self, place: str) -> str:
        """Return what stands in the place of a placeholder that isn't wrong.

        It stands within a sentence. So a hidden figure, one of a month or grade that isn't
        published by itself, and one that the run has no table for are said in words.
        """
        found = _PLACE.fullmatch(place)
        assert found is not None
        at, said = self.names[found["name"]], _SUBJECTS[found["how"]].format
        if at.table not in self.safe:
            return said(_WHY[words.MISSING])
        shown = self._shown(at, found["when"], found["how"])
        return said(_WHY[shown]) if shown in _WHY else shown

    def _shown(self, at: Named, when: str | None, how: str | None) -> str:
        """Return a figure as a table shows it; nothing where no table does."""
        kind = self._kind(at)
        if how == MOVEMENT:
            return self._movement(at, kind)
        row = self._row(at.table, when)
        if at.column not in row:
            return ""
        if how == INTERVAL:
            low, high = (row.get(f"{at.column}{end}", HIDDEN) for end in ("_low", "_high"))
            return labels.shown_interval(low, high, kind)
        return labels.shown(row[at.column], kind)

    def table(self, place: str) -> SafeTable | None:
        """Return the table that a placeholder's figure comes from; None if the run lacks it."""
        found = _PLACE.fullmatch(place)
        assert found is not None
        return self.safe.get(self.names[found["name"]].table)

    def _kind(self, at: Named) -> Kind:
        column = self.tables[at.table].frame[at.column]
        return labels.kind(column, name=at.column)

    def _row(self, table: str, when: str | None) -> Mapping[Any, Any]:
        safe = self.safe[table]
        if when is None:
            return {} if safe.total is None else safe.total.iloc[0].to_dict()
        month = self.months[-1] if when == MONTH else pd.Period(when, freq="M")
        return dict(zip(safe.frame.index, safe.frame.to_dict("records"), strict=True)).get(
            month, {}
        )

    def _movement(self, at: Named, how: Kind) -> str:
        frame = self.safe[at.table].frame
        own = isinstance(frame.index, pd.PeriodIndex) and at.column in frame
        if not own or words.hidden(*frame[at.column]):
            return HIDDEN
        return movements.moves(frame[at.column], measured=how)

    def supporting(self, *, shown: bool) -> tuple[set[float], set[float]]:
        """Return the shares (0–1) and the counts that can support a typed number.

        Parameters
        ----------
        shown : bool
            Whether only what the audience may see counts.
        """
        shares: set[float] = set()
        counts: set[float] = set()
        for name in self.names:
            at = self.names[name]
            if at.table not in self.tables:
                continue
            is_share = self._kind(at) is Kind.SHARE
            (shares if is_share else counts).update(self._numbers(at, shown=shown))
        return shares, counts

    def _numbers(self, at: Named, *, shown: bool) -> Iterator[float]:
        table: RunTable | SafeTable = (self.safe if shown else self.tables)[at.table]
        # Of single months only the figure itself: with all their intervals too, there would
        # be hardly a percentage that nothing supports.
        ends = [at.column, f"{at.column}_low", f"{at.column}_high"]
        monthly = no_data.blanked(table.frame, self.absent)
        for frame, columns in ((monthly, [at.column]), (table.total, ends)):
            for column in columns:
                if frame is not None and column in frame:
                    kept = pd.to_numeric(frame[column], errors="coerce").dropna()
                    yield from map(float, kept)


def made_safe(tables: Mapping[str, RunTable], safe: Mapping[str, Any]) -> dict[str, SafeTable]:
    """Return a run's tables made safe, with the captions that reports show them under.

    Parameters
    ----------
    tables : mapping of str to RunTable
        From `run_tables.tables`.
    safe : mapping
        What `protect` needs beyond a table, of a run that counts audits.
    """
    return {
        name: protect(
            table.frame,
            total=table.total,
            caption=table.caption,
            cases=table.cases,
            workload=table.workload,
            **safe,
        )
        for name, table in tables.items()
    }
