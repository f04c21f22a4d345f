"""What a run says otherwise than an earlier issue: key figures, and figures of tables."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from qaanalysis.disclosure.levels import COARSENED
from qaanalysis.present import words
from qaanalysis.present.labels import Kind
from qaanalysis.run.issues import Figures
from qaanalysis.run.shown_tables import ShownTable, tables, worded

FEW = 3
NEW, GONE = "not given", "no longer given"
HIDDEN = "[c]"
LESS_DETAIL = "it is now shown in less detail, because numbers are small"
MORE_DETAIL = "it is shown in more detail again"
_MONTH = f"(?:{'|'.join(words.MONTHS)})"
_TIME = re.compile(rf"\b(?:{_MONTH}(?: \d{{4}})? to )?{_MONTH} \d{{4}}\b")


@dataclass(frozen=True)
class Change:
    """A figure that isn't what it was.

    Parameters
    ----------
    report : str
        The report that shows it.
    what : str
        What the figure is.
    before, after : str
        What it was and what it is; of a table, "" and the first few of its figures that changed.
    instead_of : str
        What the figure was that stood in its place, of which `before` tells; empty if it was the
        same.
    whole : tuple of str
        Of a table with more changes than the first few, all of them.
    """

    report: str
    what: str
    before: str
    after: str
    instead_of: str = ""
    whole: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The change in a sentence.

        Examples
        --------
        >>> Change("returns", "Outstanding", "453", "452").said
        'Outstanding: from 453 to 452'
        """
        if self.instead_of:
            return f"{self.what}: {self.after}, in the place of {self.was}"
        return f"{self.what}: {f'from {self.before} to ' if self.before else ''}{self.after}"

    @property
    def was(self) -> str:
        """What it was, or what another figure was that stood in its place.

        Examples
        --------
        >>> Change("learning", "Most: Plans", "18.2%", "18.3%", "Most: Assessments").was
        '“Most: Assessments”, 18.2%'
        """
        return f"“{self.instead_of}”, {self.before}" if self.instead_of else self.before


def key_figures(before: Figures, after: Figures) -> list[Change]:
    """Return the key figures that changed, as a reader sees them, in the order they are shown.

    One that is called otherwise, but for the months that it names, is another figure: the two are
    told beside each other, and not as a change of one.

    Reports that only one of the two has are passed over: another choice of reports is no change
    of a figure.
    """
    found = []
    for name in _both(before, after):
        old, new = _key_figures(before[name]), _key_figures(after[name])
        for key, figure in new.items():
            was = old.get(key)
            if was is None:
                found.append(Change(name, str(figure["label"]), NEW, _value(figure)))
            elif not _is_same(was, figure):
                label, instead_of = str(figure["label"]), str(was["label"])
                found.append(Change(name, label, _value(was), _value(figure), instead_of))
            elif _value(was) != _value(figure):
                found.append(Change(name, str(figure["label"]), _was(was, figure), _value(figure)))
        gone = [figure for key, figure in old.items() if key not in new]
        found += [Change(name, str(f["label"]), _value(f), GONE) for f in gone]
    return found


def table_figures(before: Figures, after: Figures) -> list[Change]:
    """Return for each table of which figures changed the first few of them."""
    found = []
    for name in _both(before, after):
        old = _by_caption(before[name])
        for key, table in _by_caption(after[name]).items():
            changed = _cells(old[key], table) if key in old else []
            if changed:
                more = f"; and {len(changed) - FEW} more" if len(changed) > FEW else ""
                few = f"{'; '.join(changed[:FEW])}{more}"
                whole = tuple(changed) if more else ()
                found.append(Change(name, f"table “{table.caption}”", "", few, whole=whole))
    return found


def told_once(found: Iterable[Change]) -> dict[Change, list[str]]:
    """Return changes without their report, each with the reports that tell it in the same words.

    Examples
    --------
    >>> found = [Change(report, "Returned", "23", "24") for report in ("grades", "returns")]
    >>> [(change.said, reports) for change, reports in told_once(found).items()]
    [('Returned: from 23 to 24', ['grades', 'returns'])]
    """
    told: dict[Change, list[str]] = {}
    for change in found:
        told.setdefault(replace(change, report=""), []).append(change.report)
    return told


def _both(before: Figures, after: Figures) -> list[str]:
    return [name for name in after if name in before]


def _key_figures(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        str(figure["name"]): figure
        for record in report["records"]
        if record["type"] == "key_figures"
        for figure in record["figures"]
    }


def _value(figure: dict[str, Any]) -> str:
    """Return a key figure with what it is out of."""
    count, total = figure.get("count"), figure.get("total")
    if total is None:
        return str(figure["shown"])
    of = f"{words.count(count)} of " if count is not None else "of "
    return f"{figure['shown']} ({of}{words.count(total)})"


def _from_to(was: str, now: str) -> str:
    """Return a change in words; of a figure that is or was hidden, only that."""
    if now == HIDDEN:
        return "is now hidden"
    return "is no longer hidden" if was == HIDDEN else f"from {was} to {now}"


def _is_same(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Tell whether two key figures are called the same, but for the months that they are of."""
    was, now = (_TIME.sub("", str(figure["label"])) for figure in (old, new))
    return was == now


def _was(old: dict[str, Any], new: dict[str, Any]) -> str:
    """Return what a key figure was, with its own name if that was of other months."""
    named = "" if old["label"] == new["label"] else f", as “{old['label']}”"
    return f"{_value(old)}{named}"


def _by_caption(report: dict[str, Any]) -> dict[tuple[str, int], ShownTable]:
    """Return a report's tables by caption and, where several have the same, by their order."""
    seen: Counter[str] = Counter()
    found = {}
    for table in tables(report["records"]):
        seen[table.caption] += 1
        found[table.caption, seen[table.caption]] = table
    return found


def _other_detail(old: ShownTable, new: ShownTable) -> str:
    """Return that a table is shown in less or more detail than it was; empty if it isn't.

    A published table is coarsened where numbers are small: its rows weren't closed or renamed.
    """
    was, now = (
        [said for said in COARSENED if said in str(table.record["note"])] for table in (old, new)
    )
    if was == now:
        return ""
    n_before, n_after = (len(table.rows) * len(table.columns) for table in (old, new))
    return LESS_DETAIL if n_after < n_before or not was else MORE_DETAIL


def _cells(old: ShownTable, new: ShownTable) -> list[str]:
    """Return the rows that came or went, then the counts that changed, then the other figures.

    Of a table that is shown in less detail, or in more again, that is told in place of its rows.
    """
    before = {old.heading(row): row for row in old.rows}
    after = {new.heading(row): row for row in new.rows}
    rows = [f"{heading} is new" for heading in after if heading not in before]
    rows += [f"{heading} is gone" for heading in before if heading not in after]
    if detail := _other_detail(old, new):
        rows = [detail]
    known = {column.name for column in old.columns}
    columns = [c for c in new.columns[new.n_headings :] if c.name in known]
    found = [
        (column.kind is not Kind.COUNT, f"{heading}, {column.label}, {_from_to(was, now)}")
        for heading, row in after.items()
        if heading in before
        for column in columns
        for was, now in [[worded(r.get(column.name), column) for r in (before[heading], row)]]
        if was != now
    ]
    return [*rows, *(said for _, said in sorted(found, key=lambda each: each[0]))]
