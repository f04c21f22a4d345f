"""The month's index: what needs action, what changed, what can't be concluded, and the reports.

It is made like a report, as a notebook page with outputs, so that it looks and reads like one.
"""

import dataclasses
import html as markup
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qaanalysis.params import Params
from qaanalysis.present import words
from qaanalysis.present.actions import TITLE
from qaanalysis.present.key_figures import KeyFigure, tiles
from qaanalysis.present.listing import Link, links, listing, points
from qaanalysis.present.page import Page
from qaanalysis.present.prose import callout, prose
from qaanalysis.present.record import Shown
from qaanalysis.run import render
from qaanalysis.run.cells import output, text, with_head
from qaanalysis.run.changes import told_once
from qaanalysis.run.issues import Note
from qaanalysis.run.parts import unpartitioned
from qaanalysis.run.since import FIRST, Since
from qaanalysis.vocabulary import Audience

HEADED = "Quality assurance audits"
QUESTION = "The month’s reports, and what each says first."
REJECTED, TABLES = "rejected-rows.xlsx", "tables.xlsx"
CHANGED, CANNOT = "Changed since the last issue", "Cannot be concluded"
EACH = (
    "There is one for each service area, a file that can be handed on by itself: no other service "
    "area’s audits are in it"
)


@dataclass(frozen=True)
class Report:
    """A report as the index shows it.

    Parameters
    ----------
    title : str
        Without its month.
    records : list of dict
        All it recorded.
    sections : mapping of str to str
        By heading: the place in its page.
    word : str
        The name of its Word document; empty if it has none.
    part : str
        The service area that it is about, if there is one for each; else empty.
    """

    title: str
    records: list[dict[str, Any]]
    sections: Mapping[str, str] = field(default_factory=dict)
    word: str = ""
    part: str = ""


@dataclass(frozen=True)
class Account:
    """What a run made, for its index.

    Parameters
    ----------
    params : Params
        Of the run.
    key : str
        What tells the run's inputs from any other's.
    reports : dict of str to Report
        By name of the report; only those that were made.
    failures : dict of str to str
        By name of the report: why it wasn't made.
    rejected : int
        Rows of all tables that could not be accepted.
    since : Since
        What changed since the last issue.
    correction : sequence of Note
        The notes of correction, if the month is issued again.
    lists : str
        The name of the file that lists the audits which each figure counts; empty if there is none.
    release : str
        By whose decision it is published though a check refused it; empty if none did.
    """

    params: Params
    key: str
    reports: dict[str, Report]
    failures: dict[str, str]
    rejected: int
    since: Since = field(default_factory=lambda: Since(FIRST))
    correction: Sequence[Note] = ()
    lists: str = ""
    release: str = ""

    @property
    def is_internal(self) -> bool:
        """Whether it is for those who act on it."""
        return self.params.audience is Audience.INTERNAL

    @property
    def wholes(self) -> dict[str, Report]:
        """The reports that aren't about one service area each."""
        return {name: report for name, report in self.reports.items() if not report.part}

    @property
    def parts(self) -> dict[str, dict[str, Report]]:
        """The others, by the title that they share."""
        found: dict[str, dict[str, Report]] = {}
        for name, report in self.reports.items():
            if report.part:
                found.setdefault(unpartitioned(report.title, report.part), {})[name] = report
        return found


def html(account: Account, *, folder: str, overview: str = "") -> str:
    """Return the index page.

    Parameters
    ----------
    account : Account
        What the run made.
    folder : str
        Where the reports are, seen from the index: "" or a folder's name with a slash.
    overview : str
        Where the index of all months is, seen from this one; empty if there is none.
    """
    page = Page.of(account.params, run_id=account.key, release=account.release)
    cells = [text(f"# {HEADED}\n\n{QUESTION}"), output(page.header())]
    if account.failures:
        said = [f"{name}: {problem}" for name, problem in account.failures.items()]
        cells.append(output(callout("Reports that could not be made", *said, level=2)))
        more = [f"[{name}: what to do]({folder}{name}.html)" for name in account.failures]
        cells.append(text("\n\n".join(more)))
    unknown = output(prose(_unknown(account)))
    if account.is_internal:
        cells += [text(f"## {TITLE}"), unknown, output(_needs_action(account, folder))]
    elif account.rejected:
        cells.append(output(callout("Rows that are in no figure", _rejected(account), level=2)))
    cells += [text(f"## {CHANGED}"), *map(output, _changed(account))]
    cells += [text(f"## {CANNOT}"), unknown, output(_cannot(account, folder))]
    for name, report in account.wholes.items():
        cells.append(text(f"## {report.title}"))
        cells += [output(shown) for shown in _first(report.records)]
        cells.append(text(_links(report, name, folder)))
    for title, parts in account.parts.items():
        cells += [text(f"## {title}"), output(prose(EACH)), output(_parts(parts, folder))]
    cells += _downloads(account, folder, overview)
    titles = [*(report.title for report in account.wholes.values()), *account.parts]
    cells.append(output(page.provenance({"Reports": ", ".join(titles)})))
    return render.html(with_head(render.notebook(cells), correction=list(account.correction)))


def sections(page: str) -> dict[str, str]:
    """Return where in a page its sections are, by their headings.

    Examples
    --------
    >>> sections('<h2 id="not-yet-returned">Not yet returned</h2>')
    {'Not yet returned': 'not-yet-returned'}
    """
    found = re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', page)
    return {markup.unescape(heading): place for place, heading in found}


def _needs_action(account: Account, folder: str) -> Shown:
    """Return what the reports recorded as needing action, those that matter most to a child first.

    A report that records nothing isn't asked; an action with a count of 0 isn't due. What two
    reports say in the same words is said once.
    """
    told = {
        words.sentence(action["said"]): _place(account, folder, name, action["section"])
        for name, report in sorted(account.wholes.items(), key=_safety_last, reverse=True)
        for record in report.records
        if record["type"] == "needs_action"
        for action in record["actions"]
        if action["count"]
    }
    found = list(told.items())
    if account.rejected:
        found.append((words.sentence(_rejected(account)), Link(REJECTED, f"{folder}{REJECTED}")))
    if found:
        return points(found, urgent=True)
    return prose(f"Nothing in {_titles(account)} needs action" if account.wholes else "")


def _titles(account: Account) -> str:
    return words.listed([f"“{report.title}”" for report in account.wholes.values()])


def _unknown(account: Account) -> str:
    """Return which reports have nothing said of them here, since they weren't made."""
    failed = [f"“{name}”" for name in account.failures]
    if failed:
        return f"Not known in full: {words.listed(failed)} could not be made"
    return ""


def _safety_last(named: tuple[str, Report]) -> bool:
    """Tell whether a report says something of children's safety."""
    actions = [r["actions"] for r in named[1].records if r["type"] == "needs_action"]
    return any(action["name"].startswith("safety") for each in actions for action in each)


def _place(account: Account, folder: str, name: str, section: str) -> Link:
    report = account.reports[name]
    at = report.sections.get(section)
    if not at:
        return Link(report.title, f"{folder}{name}.html")
    return Link(f"{report.title}: {section}", f"{folder}{name}.html#{at}")


def _rejected(account: Account) -> str:
    one = account.rejected == 1
    said = f"{words.counted(account.rejected, 'row')} of the exports could not be accepted"
    if not account.is_internal:
        return f"{said} and {'is' if one else 'are'} in no figure"
    return f"{said} and {'is' if one else 'are'} in no figure; each is listed with its reasons"


def _changed(account: Account) -> list[Shown]:
    since = account.since
    found: list[Shown] = [prose(since.said)]
    if since.key_figures:
        rows = [
            (change.what, change.was, change.after, _reports(account, names))
            for change, names in told_once(since.key_figures).items()
        ]
        headings = ["Key figure", "Before", "Now", "Report"]
        found.append(listing("Key figures that changed", headings, rows))
    if since.tables:
        tables = [
            (change.what.removeprefix("table "), change.after, _reports(account, names))
            for change, names in told_once(since.tables).items()
        ]
        headings = ["Table", "What changed", "Report"]
        found.append(listing("Tables with other figures", headings, tables, folded=True))
    return found


def _reports(account: Account, names: Sequence[str]) -> str:
    """Return the titles of the reports that tell the same change."""
    titles = {name: report.title for name, report in account.reports.items()}
    return "; ".join(titles.get(name, name) for name in names)


def _cannot(account: Account, folder: str) -> Shown:
    """Return every conclusion that a report refuses, once, with the report that says so."""
    found: dict[str, Link] = {}
    for name, report in account.wholes.items():
        refusals = [said for record in report.records for said in record.get("refused", ())]
        for refused in refusals:
            # The report on the subject comes before one that only repeats it.
            found.setdefault(refused, Link(report.title, f"{folder}{name}.html"))
    if found:
        return points(list(found.items()))
    drawn = f"Every conclusion that is looked for in {_titles(account)} can be drawn"
    return prose(drawn if account.wholes else "")


def _first(records: list[dict[str, Any]]) -> list[Shown]:
    """Return what a report says first: its lead and its key figures."""
    found: list[Shown] = [
        prose(*record["paragraphs"], lead=True)
        for record in records
        if record["type"] == "prose" and record["lead"]
    ]
    for record in records:
        if record["type"] == "key_figures":
            found.append(tiles([key_figure(told) for told in record["figures"]]))
    return found


def _links(report: Report, name: str, folder: str) -> str:
    """Return the links to a report, in each of its forms."""
    page = f"[{report.title}: the whole report]({folder}{name}.html)"
    if not report.word:
        return page
    return f"{page}\n\n[{report.title}: as a Word document]({folder}{report.word})"


def _parts(parts: Mapping[str, Report], folder: str) -> Shown:
    """Return the links to reports that are about a service area each, in each of their forms."""
    return links(
        [
            (
                Link(report.part, f"{folder}{name}.html"),
                *([Link(f"{report.part}, Word", f"{folder}{report.word}")] if report.word else []),
            )
            for name, report in parts.items()
        ]
    )


def key_figure(told: Mapping[str, Any], **changes: Any) -> KeyFigure:
    """Return a key figure as it was recorded, with some fields changed."""
    names = [f.name for f in dataclasses.fields(KeyFigure)]
    return KeyFigure(**{**{n: told[n] for n in names if n in told}, **changes})


def _downloads(account: Account, folder: str, overview: str) -> list[dict[str, Any]]:
    """Return what leads on from here: the tables as a spreadsheet, and the other months."""
    lines = ["## Tables and other months"]
    if account.reports:
        lines.append(f"[All tables as a spreadsheet]({folder}{TABLES}) (xlsx), one a sheet.")
    if account.lists:
        said = "(xlsx, OFFICIAL-SENSITIVE): it names audits, so keep it where the register is kept."
        lines.append(f"[The audits that each figure counts]({folder}{account.lists}) {said}")
    if overview:
        lines.append(f"[All months]({overview}), with the runs made before this one.")
    return [text("\n\n".join(lines))] if lines[1:] else []
