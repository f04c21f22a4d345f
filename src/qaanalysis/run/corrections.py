"""The note that a reissue carries: which issue it replaces, why, and which figures changed."""

from collections.abc import Iterator, Mapping, Sequence

from qaanalysis.params import Params
from qaanalysis.present import words
from qaanalysis.run import changes
from qaanalysis.run.issues import Figures, Issue, Note

INDEX = ""
AGAIN, DRAFT = "Issued again", "A draft that is to replace"
UNSAID = "Why isn’t said: params give no “correction”."
Notes = dict[str, list[Note]]


def notes(read: Params, earlier: Issue | None, figures: Figures) -> Notes:
    """Return the notes of correction by report, and under "" those of the index.

    A month whose figures were approved and issued can't lose them silently: each later run of the
    month says what is otherwise, and keeps the notes of the issue it replaces. A reason that is
    given afterwards, when no figure has changed since, is that of the notes which still lack one.

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
    dict of str to list of Note
        Sentences; no entry for a report that has none.
    """
    reason = words.sentence(read.correction.strip()) if read.correction.strip() else ""
    if earlier is None:
        return {INDEX: [f"{AGAIN}. {reason}"]} if reason else {}
    key_figures = changes.key_figures(earlier.figures, figures)
    tables = changes.table_figures(earlier.figures, figures)
    changed = [*key_figures, *tables]
    found: Notes = {INDEX: [], **{name: [] for name in figures}}
    before: Mapping[str, Sequence[Note]] = earlier.corrections
    is_new = bool(reason) and earlier.params.get("correction") != read.correction
    lacking = _without_reason(before.get(INDEX, ()))
    if is_new and lacking and not changed:
        before = {name: _with(reason, told, lacking) for name, told in before.items()}
    # The same run made again has nothing to add to what its issue says already.
    elif changed or is_new:
        again = f"{AGAIN}: this replaces" if read.approved_on else DRAFT
        head = f"{again} {earlier.name}. {reason or UNSAID}"
        if changed:
            found[INDEX] = [head, *_of_index(key_figures, tables, figures)]
        else:
            found[INDEX] = [f"{head} No figure has changed."]
        for name in figures:
            said = [_note(change) for change in changed if change.report == name]
            found[name] = [head, *said] if said else []
    return {
        name: [*told, *before.get(name, [])]
        for name, told in found.items()
        if told or before.get(name)
    }


def _without_reason(told: Sequence[Note]) -> list[str]:
    """Return how the newest notes begin that lack their reason, down to one that has it."""
    found = []
    for head in _heads(told):
        if not head.endswith(UNSAID):
            break
        found.append(head)
    return found


def _heads(told: Sequence[Note]) -> Iterator[str]:
    """Yield the sentence with which each note begins."""
    for note in told:
        if isinstance(note, str) and note.startswith((AGAIN, DRAFT)):
            yield note


def _with(reason: str, told: Sequence[Note], lacking: Sequence[str]) -> list[Note]:
    """Return notes with a reason where those that lack theirs begin."""
    said = {head: f"{head.removesuffix(UNSAID)}{reason}" for head in lacking}
    return [said.get(note, note) if isinstance(note, str) else note for note in told]


def _note(change: changes.Change) -> Note:
    """Return a change in a sentence and, where that tells only a few of many, all of them."""
    said = words.sentence(change.said)
    if not change.whole:
        return said
    return {"said": said, "what": change.what, "all": list(change.whole)}


def _of_index(
    key_figures: Sequence[changes.Change], tables: Sequence[changes.Change], figures: Figures
) -> list[str]:
    """Return the key figures that changed, and of how many tables each report tells the changes.

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
