"""The note that a reissue carries: which issue it replaces, why, and which figures changed."""

from collections.abc import Sequence

from qaanalysis.params import Params
from qaanalysis.present import words
from qaanalysis.run import changes
from qaanalysis.run.issues import Figures, Issue

INDEX = ""


def notes(read: Params, earlier: Issue | None, figures: Figures) -> dict[str, list[str]]:
    """Return the notes of correction by report, and under "" those of the index.

    A month whose figures were approved and issued can't lose them silently: each later run of the
    month says what is otherwise, and keeps the notes of the issue it replaces.

    Parameters
    ----------
    read : Params
        Of this run; `correction` says why it is made.
    earlier : Issue or None
        The month's newest approved issue, if there is one.
    figures : dict
        What this run recorded.

    Returns
    -------
    dict of str to list of str
        Sentences; no entry for a report that has none.
    """
    reason = words.sentence(read.correction.strip()) if read.correction.strip() else ""
    if earlier is None:
        return {INDEX: [f"Issued again. {reason}"]} if reason else {}
    key_figures = changes.key_figures(earlier.figures, figures)
    tables = changes.table_figures(earlier.figures, figures)
    changed = [*key_figures, *tables]
    found: dict[str, list[str]] = {INDEX: [], **{name: [] for name in figures}}
    # The same run made again has nothing to add to what its issue says already.
    if changed or (reason and earlier.params.get("correction") != read.correction):
        why = reason or "Why isn’t said: params give no “correction”."
        again = "Issued again: this replaces" if read.approved_on else "A draft that is to replace"
        head = f"{again} {earlier.name}. {why}"
        if changed:
            found[INDEX] = [head, *_of_index(key_figures, tables, figures)]
        else:
            found[INDEX] = [f"{head} No figure has changed."]
        for name in figures:
            said = [words.sentence(change.said) for change in changed if change.report == name]
            found[name] = [head, *said] if said else []
    return {
        name: [*found.get(name, []), *earlier.corrections.get(name, [])]
        for name in found
        if found.get(name) or earlier.corrections.get(name)
    }


def _of_index(
    key_figures: Sequence[changes.Change], tables: Sequence[changes.Change], figures: Figures
) -> list[str]:
    """Return the key figures that changed, and of how many tables each report lists changes.

    What several reports tell in the same words is told once, with the first of them.
    """
    said = []
    # What is about one service area says on its own page what changed, and not here too.
    whole = [change for change in key_figures if not figures[change.report].get("part")]
    once = changes.told_once(whole)
    for name, report in figures.items():
        if report.get("part") and any(change.report == name for change in key_figures):
            said.append(f"{report['title']}: the page lists what changed.")
            continue
        for change, names in once.items():
            if names[0] == name:
                titles = "; ".join(str(figures[each]["title"]) for each in names)
                said.append(words.sentence(f"{titles}. {change.said}"))
        n = sum(change.report == name for change in tables)
        if n:
            of = words.counted(n, "table")
            said.append(f"{report['title']}: the report lists what changed in {of}.")
    return said
