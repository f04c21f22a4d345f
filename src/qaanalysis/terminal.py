"""What the command line prints: tables of faults, repairs, samples, runs."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from rich.console import Console
from rich.table import Table

from qaanalysis.data import Loaded
from qaanalysis.data.against_specification import Checked
from qaanalysis.data.alike import alike
from qaanalysis.data.mapping import MONTH_FROM_SAID, Proposed, passed_over_said
from qaanalysis.data.mapping_cells import CellsFound
from qaanalysis.data.of_month import CALLED
from qaanalysis.data.remedies import remedy
from qaanalysis.data.schemas import VERSION
from qaanalysis.data.unlisted import unlisted
from qaanalysis.disclosure.free_text import identifying_texts
from qaanalysis.new_folder import Made, typed
from qaanalysis.new_folder.from_export import Export
from qaanalysis.run.history import Run
from qaanalysis.sampling.wording import counted

if TYPE_CHECKING:
    # What only some commands show, and the others needn't wait for.
    from qaanalysis.chase_lists import files
    from qaanalysis.draws.collecting import Collection
    from qaanalysis.draws.replacing import CameIn
    from qaanalysis.lab import Prepared
    from qaanalysis.sampling.moderation_sample import result
    from qaanalysis.sampling.themed_sample import ThemedSample

PLAIN_WIDTH = 240
# Lines of each rule; on a screen more would scroll away, and a hundred thousand take minutes.
SHOWN, WRITTEN = 20, 500
LONGEST_CELL = 500


def console() -> Console:
    """Return a console; where there is no terminal, one wide enough not to fold a row."""
    found = Console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=PLAIN_WIDTH)


def show_account(loaded: Loaded, what_counts: str) -> None:
    """Print what became of every row: counts by table, repairs, faults; and what is counted."""
    out = console()
    _show_rows(out, loaded, whole_list=IN_WORKBOOK)
    if loaded.without_rows:
        said = f"No row of the {CALLED[loaded.without_rows]} can be accepted: there is nothing yet"
        out.print(f"{said} to make reports of.")
    elif loaded.month_lost is not None:
        said = loaded.month_lost.said
        out.print(escaped(f"{said[:1].upper()}{said[1:]}."), soft_wrap=True)
    if what_counts:
        out.print(f"{escaped(what_counts)}.", soft_wrap=True)
    if n := len(loaded.faults):
        out.print(
            f"{counted(n, 'fault')}. Correct {_them(n)} in the export, or declare a spelling or "
            "format in params, and check again."
        )


def show_checked(checked: Checked) -> None:
    """Print what became of every row of a file that was checked against the specification."""
    out, loaded = console(), checked.loaded
    for sheet in checked.left_out:
        said = f"Sheet “{sheet}” isn't checked: its headings are those of no table."
        out.print(escaped(said), soft_wrap=True)
    for problem in checked.problems:
        out.print(escaped(problem), soft_wrap=True)
    if loaded.counts.empty:
        return
    _show_rows(out, loaded, all_read=not checked.unclear, whole_list=CHECK_AGAIN)
    for sentence in (*checked.unclear, *checked.unread):
        out.print(escaped(sentence), soft_wrap=True)
    against = f"the data specification, version {VERSION}"
    if n := len(loaded.faults):
        said = f"{counted(n, 'fault')} against {against}."
        out.print(f"{said} Correct {_them(n)} in the file, and check again.")
    elif checked.unclear:
        out.print("What is read has no faults.")
    elif checked.problems:
        out.print("The other sheets have no faults.")
    elif not loaded.counts["read"].sum():
        out.print(f"There are headings and no rows; the headings keep {against}.")
    else:
        out.print(f"The file keeps {against}.")


def _them(n: int) -> str:
    return "it" if n == 1 else "them"


# Where all faults are, or how the others come to be told.
IN_WORKBOOK = "`qaanalysis run` writes every rejected row, with its reasons, to rejected-rows.xlsx"
CHECK_AGAIN = "Correct these, and check again to be told of the others"


def _show_rows(out: Console, loaded: Loaded, *, all_read: bool = True, whole_list: str) -> None:
    out.print(table(loaded.counts.reset_index(), "Rows"))
    if len(loaded.repairs):
        # A title row's own number means nothing for a heading, so only the count is shown.
        _show_first(out, loaded.repairs, "Repairs made by declared rules")
    if len(loaded.notices):
        _show_first(out, loaded.notices, "Noticed, and left as it is")
    if len(texts := identifying_texts(loaded)):
        out.print(table(texts, "Free texts that seem to tell of somebody"))
    faults = loaded.faults
    if not len(faults):
        if all_read:
            out.print("No faults.")
        return
    if _show_first(out, alike(faults), "Faults"):
        out.print(f"{whole_list}.")
        if out.is_terminal:
            out.print(f"Written to a file (> faults.txt), {WRITTEN} of each rule are listed.")
    _show_unlisted(out, loaded)
    counts = faults["rule"].value_counts(sort=False)
    what = [(rule, n, remedy(str(rule))) for rule, n in counts.items()]
    out.print(table(pd.DataFrame(what, columns=["rule", "faults", "what to do"]), "What to do"))


def _show_first(out: Console, lines: pd.DataFrame, title: str) -> bool:
    """Print the first lines of each rule and how many more there are; return whether there are."""
    most = SHOWN if out.is_terminal else WRITTEN
    by_rule = lines.groupby(["table", "rule"], sort=False)
    out.print(table(by_rule.head(most), title))
    sizes = by_rule.size().reset_index(name="n")
    more = sizes[sizes["n"] > most]
    for of, rule, n in more.itertuples(index=False):
        said = f"… and {counted(n - most, 'more line')} of {of}: {rule}."
        out.print(escaped(said), soft_wrap=True)
    return bool(len(more))


def _show_unlisted(out: Console, loaded: Loaded) -> None:
    """Print why rows are rejected that no fault is about, and how many rows that makes."""
    others = unlisted(loaded)
    if others.empty:
        return
    others["what to do"] = [remedy(str(rule)) for rule in others["rule"]]
    out.print(table(others, "Rejected, with no fault above of their own"))
    n, n_others = int(loaded.counts["rejected"].sum()), int(others["n_rows"].sum())
    are = "row is" if n == 1 else "rows are"
    out.print(f"{n} {are} rejected: {n - n_others} with a fault above, {n_others} listed here.")


def table(frame: pd.DataFrame, title: str) -> Table:
    """Return a table to print, of a frame's rows."""
    table = Table(title=title, title_justify="left")
    for column in frame.columns:
        numeric = pd.api.types.is_numeric_dtype(frame[column])
        table.add_column(str(column), justify="right" if numeric else "left", overflow="fold")
    for row in frame.itertuples(index=False):
        table.add_row(*(escaped(_cut(str(value))) for value in row))
    return table


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"


def escaped(text: str) -> str:
    """Return text in which rich sees no markup."""
    return text.replace("[", "\\[")


def show_draw(drawn: "result.ModerationSample | ThemedSample", folder: Path) -> None:
    """Print how a sample came about, what couldn't be met, and where it is."""
    out = console()
    out.print(table(drawn.steps, "From all there are to the reserves"))
    for sentence in drawn.unmet:
        out.print(escaped(sentence), soft_wrap=True)
    out.print(f"Manifest and worklists: {folder}", soft_wrap=True)


def show_replacement(came_in: "CameIn") -> None:
    """Print which reserve came in, and how its worklists begin; who has them isn't printed."""
    entry = came_in.entry
    out = console()
    said = f"{entry.replaced} is replaced by {entry.by}, number {entry.number} of {entry.stratum}."
    out.print(escaped(said), soft_wrap=True)
    for begins in came_in.worklists:
        out.print(f"Its worklist's name begins with {begins}", soft_wrap=True)
    if came_in.reason:
        which = "Not all of it is given out" if came_in.worklists else "Nobody has it"
        out.print(f"{which}, as {escaped(came_in.reason)}.", soft_wrap=True)


def show_collection(found: "Collection") -> None:
    """Print who is outstanding, what is to be put right, and where the answers are."""
    out, back = console(), found.back
    out.print(table(back.outstanding.fillna("nothing came back"), "Who was given how many cases"))
    if len(back.repairs):
        out.print(table(back.repairs, "Read by a rule"))
    if len(back.faults):
        out.print(table(back.faults.fillna(""), "To put right"))
    for sentence in found.gone:
        out.print(escaped(sentence), soft_wrap=True)
    n = counted(len(back.faults), "finding")
    children = counted(found.responses["child_id"].nunique(), "child", "children")
    answers = counted(int(found.responses["answer"].notna().sum()), "answer")
    out.print(f"{answers} to questions about {children}; {n} to put right.")
    out.print(f"The table themed_responses: {found.table}", soft_wrap=True)
    out.print(
        f"All that was taken, notes among it, and what is wrong: {found.workbook}", soft_wrap=True
    )


def show_mapping(proposed: Proposed) -> None:
    """Print what each heading and spelling of a new export may stand for, sheet by sheet."""
    out = console()
    for of in proposed.sheets:
        where = f"Sheet “{of.sheet}”: " if of.sheet else ""
        at = f"rows {of.row - 1} and {of.row}" if of.in_two_rows else f"row {of.row}"
        title = f"{where}table {of.table}, headings in {at}"
        rows = [(h.heading, h.column, h.why) for h in of.headings]
        out.print(table(pd.DataFrame(rows, columns=["heading", "proposed", "why"]), title))
        if of.missing:
            said = f"Needed, and no heading was found: {', '.join(of.missing)}."
            out.print(escaped(said), soft_wrap=True)
        if of.month_from:
            out.print(escaped(MONTH_FROM_SAID), soft_wrap=True)
        _show_cells(out, of.cells)
    for passed in proposed.passed_over:
        out.print(escaped(passed_over_said(passed)), soft_wrap=True)


def _show_cells(out: Console, cells: CellsFound) -> None:
    """Print the spellings of a sheet, and what else its cells tell."""
    spelt = [(s.column, s.found, s.n, s.word or "not recognised") for s in cells.spellings]
    if spelt:
        columns = ["column", "spelling", "cells", "proposed"]
        out.print(table(pd.DataFrame(spelt, columns=columns), "Spellings"))
    if unknown := [f"“{s.found}”" for s in cells.spellings if s.is_grade and not s.word]:
        said = (
            f"Not recognised as a grade: {', '.join(unknown)}. Add each to the aliases of the "
            "grade that it stands for, under grade_scale."
        )
        out.print(escaped(said), soft_wrap=True)
    if cells.marks:
        said = f"In the place of a value, it seems: {', '.join(cells.marks)}."
        out.print(escaped(said), soft_wrap=True)
    if cells.ungraded:
        said = f"In the place of a grade, it seems: {', '.join(cells.ungraded)}."
        out.print(escaped(said), soft_wrap=True)
    for column, n in cells.unread.items():
        out.print(f"{column}: {counted(n, 'cell')} in none of the usual forms.", soft_wrap=True)
    for column in cells.unshown:
        out.print(
            f"{column}: most cells hold no word of its list, so that none is shown. "
            "Is it the right column?",
            soft_wrap=True,
        )


def show_new_folder(made: Made) -> None:
    """Print what to do next with a new folder, as it is typed in the folder one is in."""
    out = console()
    call, params = typed.command(Path.cwd()), typed.quoted(made.params)
    for sentence in (
        f"Made: {made.folder}",
        *(_of_export(made, made.export) if made.export else _of_register(made)),
        f"Then: {call} check {params}",
        f"and: {call} run {params}",
    ):
        out.print(escaped(sentence), soft_wrap=True)


def _of_register(made: Made) -> Iterator[str]:
    name = made.register.name if made.register else ""
    yield f"Type your words and your audits into {name}; its first sheet says how."
    yield f"Put your organisation's name into {made.params.parent.name}/organisation.yml."


def _of_export(made: Made, export: Export) -> Iterator[str]:
    """Yield what was recognised of an export, what is left open, and what is to be confirmed."""
    for of in export.proposed.sheets:
        where = f"Sheet “{of.sheet}”: " if of.sheet else ""
        n = sum(bool(h.column) for h in of.headings)
        yield f"{where}{of.table}, {n} of {counted(len(of.headings), 'heading')} recognised."
        if of.missing:
            yield f"  Needed, and no heading was found: {', '.join(of.missing)}."
        if of.month_from:
            yield f"  {MONTH_FROM_SAID}"
    yield from map(passed_over_said, export.proposed.passed_over)
    months, folder = made.months, made.params.parent.name
    which = f"{months.first} to {months.last}" if months.first < months.last else f"{months.last}"
    yield (
        f"{made.params.name} reports {which} as at {months.as_at}, as the export's dates seem to "
        "be; change it there."
    )
    yield f"Read {folder}/reading.yml, which proposes how the export is read, and complete it."
    yield (
        f"Put your organisation's name into {folder}/organisation.yml, and take the # out of its "
        "line “# extends: reading.yml”: until then nothing of the proposal is applied."
    )


def show_lab(prepared: "Prepared") -> None:
    """Print where the copies are, which of them somebody edited, and how to end JupyterLab."""
    out = console()
    edited = [copy.name for copy in prepared.notebooks if copy.edited]
    kept = f"Edited, and kept as they are: {', '.join(edited)}."
    for sentence in (
        f"Copies of the notebooks: {prepared.folder}",
        *([kept] if edited else []),
        "JupyterLab opens on its page start.md. Ctrl+C ends it.",
    ):
        out.print(escaped(sentence), soft_wrap=True)


def show_chase_lists(written: "files.Written") -> None:
    """Print which workbooks were written, how much is in each, and where they are."""
    out = console()
    rows = pd.DataFrame(written.rows.items(), columns=["workbook", "rows"])
    out.print(table(rows, "Lists of what is to be done"))
    if written.without_levels:
        out.print("No audit has a level of management, so that there is no chaser list of one.")
    out.print(f"OFFICIAL-SENSITIVE, each for its reader: {written.folder}", soft_wrap=True)


def show_runs(found: Sequence[Run]) -> None:
    """Print a row for each run; the one that the month's index leads to is marked."""
    if not found:
        console().print("No runs.")
        return
    rows = [
        (
            run.month,
            str(run.audience),
            run.started.replace("T", " "),
            run.status,
            "approved" if run.approved else "draft",
            run.n_reports,
            "yes" if run.current else "",
            run.folder.name,
        )
        for run in found
    ]
    columns = ["month", "audience", "started", "status", "issue", "reports", "current", "folder"]
    shown = pd.DataFrame(rows, columns=columns)
    whose = [run.organisation for run in found]
    if len(set(filter(None, whose))) > 1:
        shown.insert(1, "organisation", whose)
    console().print(table(shown, "Runs"))
