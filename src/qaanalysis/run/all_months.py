"""The index of all months: each month's newest run, its key figures as lines, earlier runs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qaanalysis.errors import RunError
from qaanalysis.params import Params
from qaanalysis.present import words
from qaanalysis.present.key_figures import tiles
from qaanalysis.present.listing import Cell, Link, listing
from qaanalysis.present.page import Page
from qaanalysis.present.prose import callout
from qaanalysis.run import issues, render
from qaanalysis.run.cells import output, text
from qaanalysis.run.history import Run, issued, of_organisation
from qaanalysis.run.index_page import HEADED, key_figure
from qaanalysis.run.issues import Issue
from qaanalysis.run.publish import INDEX
from qaanalysis.vocabulary import Audience

QUESTION = "Each month’s newest issue, and how its key figures moved."
OWN_SCALES = (
    "Each small line below has a scale of its own, from its lowest month to its highest: it shows "
    "the direction of a figure, and two lines can’t be compared. The figures are in the tables."
)
OTHERS = (
    "Another organisation’s reports lie in the same folder. None of its figures is drawn or "
    "compared here."
)
AS_ISSUED = "Each month’s figure is the one that its own newest issue gave."


@dataclass(frozen=True)
class Months:
    """The months that have an index, oldest first, and what can't be read of them.

    Parameters
    ----------
    runs : tuple of Run
        Every run of one organisation made for one audience.
    issues : tuple of Issue
        By month, the one that it is known by.
    unread : tuple of str
        Why a month isn't among the figures.
    others : tuple of Run
        Of each other organisation that shares the outputs, the run that each month is known by.
    """

    runs: tuple[Run, ...]
    issues: tuple[Issue, ...]
    unread: tuple[str, ...]
    others: tuple[Run, ...] = ()

    @property
    def current(self) -> list[Run]:
        """The runs that the months are known by, newest month first."""
        return issued(self.runs)


def for_readers(runs: Sequence[Run], read: Params) -> list[Run]:
    """Return the runs that the page may tell of.

    Readers outside the service are told of approved issues, and of the month that was just made.
    """
    if read.audience is Audience.INTERNAL:
        return list(runs)
    return [run for run in runs if run.approved or (run.month == read.month and run.current)]


def months(runs: Sequence[Run], organisation: str) -> Months:
    """Return what the months' newest issues said; one that can't be read costs no other.

    Parameters
    ----------
    runs : sequence of Run
        Those that the page may tell of.
    organisation : str
        Whose figures are drawn over the months: another's are no earlier figures of theirs.
    """
    found, unread = [], []
    own = of_organisation(runs, organisation)
    others = issued([run for run in runs if run not in own])
    for run in sorted(issued(own), key=lambda run: run.month):
        try:
            found.append(issues.read(run))
        except RunError as error:
            unread.append(str(error))
    return Months(tuple(own), tuple(found), tuple(unread), tuple(others))


def html(read: Params, found: Months) -> str:
    """Return the page.

    Parameters
    ----------
    read : Params
        Of the run that was just published: whose reports they are, and for whom.
    found : Months
        At least one month.
    """
    names = [run.month for run in found.current]
    drafts = [words.month(run.month) for run in reversed(found.current) if not run.approved]
    period = words.months(min(names), max(names))
    page = Page.of(
        read,
        month=max(names),
        period=period,
        when="month by month" if len(names) > 1 else period,
        draft_of=f"DRAFT: {words.listed(drafts)} not yet approved." if drafts else "",
        approved_by="",
    )
    cells = [text(f"# {HEADED}\n\n{QUESTION}"), output(page.header())]
    if found.unread:
        cells.append(output(callout("Months without figures here", *found.unread, level=2)))
    cells += [text("## The months"), output(_months(found))]
    if len(found.issues) > 1:
        cells.append(text(OWN_SCALES))
    earlier = [run for run in found.runs if run not in found.current and run.whole]
    if earlier:
        cells.append(output(_earlier(earlier)))
    if found.others:
        cells += [text(OTHERS), output(_others(found.others))]
    for name, title in _reports(found, read).items():
        cells += _report(found, name, title)
    listed = [f"{run.month}/{run.folder.name}" for run in found.current]
    cells.append(output(page.provenance({"Method": AS_ISSUED, "Issues": listed})))
    return render.html(render.notebook(cells))


def _months(found: Months) -> Any:
    by_month = {issue.run.month: issue for issue in found.issues}
    rows = [_month(run, by_month.get(run.month)) for run in found.current]
    return listing("Months, newest first", ["Month", "Data as at", "Issue"], rows)


def _month(run: Run, issue: Issue | None) -> list[Cell]:
    link = Link(words.month(run.month), _page(run))
    if issue is None:
        return [link, words.MISSING, f"Made {_made(run)}"]
    return [link, words.day(str(issue.params["as_at"])), _signed(issue)]


def _made(run: Run) -> str:
    date, _, time = run.started.partition("T")
    return f"{words.day(date)}, {time[:5]}" if time else words.MISSING


def _signed(issue: Issue) -> str:
    if not issue.run.approved:
        return f"Draft, made {_made(issue.run)}"
    return (
        f"Approved by {issue.params['approved_by']}, {words.day(str(issue.params['approved_on']))}"
    )


def _page(run: Run) -> str:
    """Return where a run is read: the month's index, or its own where that leads to another's."""
    return f"{run.month}/{INDEX}" if run.current else f"{run.month}/{run.folder.name}/{INDEX}"


def _others(runs: Sequence[Run]) -> Any:
    rows: list[list[Cell]] = [
        [Link(words.month(run.month), _page(run)), run.organisation or words.MISSING, _made(run)]
        for run in runs
    ]
    caption = "Other organisations’ months, newest first"
    return listing(caption, ["Month", "Organisation", "Made"], rows)


def _earlier(runs: Sequence[Run]) -> Any:
    rows: list[list[Cell]] = [
        [
            Link(
                f"{words.month(run.month)}, {_made(run)}", f"{run.month}/{run.folder.name}/{INDEX}"
            ),
            "Approved" if run.approved else "Draft",
        ]
        for run in runs
    ]
    return listing("Earlier runs", ["Run", "What it was"], rows, folded=True)


def _reports(found: Months, read: Params) -> dict[str, str]:
    """Return the titles of the reports that have key figures, those that params name first."""
    titles: dict[str, str] = {}
    for issue in reversed(found.issues):
        for name in issue.figures:
            # Of those made for each service area the figures are in the pages of their own.
            if _key_figures(issue, name) and not issue.figures[name].get("part"):
                titles.setdefault(name, str(issue.figures[name]["title"]))
    order = [*read.reports, *titles]
    return {name: titles[name] for name in sorted(titles, key=order.index)}


def _key_figures(issue: Issue, report: str) -> dict[str, dict[str, Any]]:
    records = issue.figures.get(report, {}).get("records", [])
    shown = [record for record in records if record["type"] == "key_figures"]
    return {str(told["name"]): told for record in shown for told in record["figures"]}


def _report(found: Months, name: str, title: str) -> list[dict[str, Any]]:
    """Return a report's key figures as the newest month has them, with a line over the months."""
    with_it = [issue for issue in found.issues if _key_figures(issue, name)]
    newest = with_it[-1]
    by_month = {issue.run.month: _key_figures(issue, name) for issue in with_it}
    shown = [
        key_figure(told, history=_history(by_month, key))
        for key, told in _key_figures(newest, name).items()
    ]
    cells = [text(f"## {title}")]
    if newest.run.month != found.issues[-1].run.month:
        cells.append(text(f"Last made for {words.month(newest.run.month)}."))
    cells.append(output(tiles(shown)))
    if len(by_month) > 1:
        cells.append(output(_figures(newest, by_month, name, title)))
    return cells


def _history(by_month: dict[str, dict[str, dict[str, Any]]], key: str) -> dict[str, float]:
    values = {month: told.get(key, {}).get("value") for month, told in by_month.items()}
    return {
        month: float(value) if isinstance(value, int | float) else float("nan")
        for month, value in values.items()
    }


def _figures(
    newest: Issue, by_month: dict[str, dict[str, dict[str, Any]]], name: str, title: str
) -> Any:
    """Return every month's key figures in words, for those who don't see the lines."""
    keys = _key_figures(newest, name)
    headings = ["Month", *(_undated(str(told["label"]), newest) for told in keys.values())]
    rows = [
        [words.month(month), *(_value(told.get(key)) for key in keys)]
        for month, told in reversed(by_month.items())
    ]
    return listing(f"{title}, month by month", headings, rows, folded=True)


def _undated(label: str, newest: Issue) -> str:
    """Return a label in which what is of the newest month is of each row's month."""
    month = words.month(newest.run.month)
    period = words.months(str(newest.params["first_month"]), newest.run.month)
    if period != month:
        label = re.sub(re.escape(period), "from the first month", label)
    return re.sub(re.escape(month), "that month", label)


def _value(told: dict[str, Any] | None) -> str:
    if told is None:
        return words.MISSING
    count, total = told.get("count"), told.get("total")
    if count is None or total is None:
        return str(told["shown"])
    return f"{told['shown']} ({words.count(count)} of {words.count(total)})"
