"""What the committee's report says of children's safety, and of what is still to be done."""

from collections.abc import Iterator, Sequence

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics import safety
from qaanalysis.metrics.follow_up import actions, due, re_audits, standing
from qaanalysis.pages import quality
from qaanalysis.params_committee import Committee
from qaanalysis.present import sentences, words
from qaanalysis.vocabulary import GradeScale

OPEN_SHOWN = [actions.COUNTED, actions.STILL_OPEN, due.OVERDUE]
OPEN_NAMED = {actions.STILL_OPEN: "Still to be done", due.OVERDUE: "Of these overdue"}
SAFETY_SHOWN = [safety.GRADED_WORST, safety.RECORDED, safety.NOT_RECORDED, safety.RECORDED_SHARE]
_QUESTION = "whether the child was at risk of harm"


def safety_named(scale: GradeScale) -> dict[str, str]:
    """Return what the columns of the table of safety are called."""
    return {
        safety.GRADED_WORST: f"Graded {scale.worst}",
        safety.RECORDED: "Answer recorded",
        safety.NOT_RECORDED: "Not recorded",
        safety.RECORDED_SHARE: "Recorded, share",
    }


def safety_said(answered: SafeTable, scale: GradeScale) -> str:
    """Return of how many of the weakest audits it is recorded whether the child was at risk.

    Parameters
    ----------
    answered : SafeTable
        Of `safety.answered_by_month`, with its total; without one if nothing is asked.
    scale : GradeScale
        The grades.
    """
    if answered.total is None:
        return quality.safety_not_asked(scale)
    total = answered.whole
    n, known, blank = (
        total[c] for c in (safety.GRADED_WORST, safety.RECORDED, safety.NOT_RECORDED)
    )
    if words.hidden(n, known, blank):
        return (
            f"How many audits graded {scale.worst} have a recorded answer to {_QUESTION} isn’t "
            "shown, because numbers are small"
        )
    if n == 0:
        return ""
    audits = f"{'audit' if n == 1 else 'audits'} graded {scale.worst}"
    if blank == 0:
        return f"For every one of {words.count(n)} {audits} it is recorded {_QUESTION}"
    share = sentences.share_of(known, n, audits)
    return (
        f"For {share} it is recorded {_QUESTION}. For {words.count(blank)} it isn’t, which doesn’t "
        "mean that the child was safe"
    )


def next_steps(
    committee: Committee,
    still: SafeTable,
    again: SafeTable,
    stood: SafeTable,
    answered: SafeTable,
    scale: GradeScale,
) -> list[str]:
    """Return what is to be done: what params say, and what the records themselves leave open.

    Parameters
    ----------
    committee : Committee
        From params.
    still, again, stood, answered : SafeTable
        Of open actions, of re-audits by group, of where the weakest audits stand and of answers on
        safety, each with its total where the run has the records.
    scale : GradeScale
        The grades.
    """
    planned: Sequence[str] = committee.next_steps
    said = [*planned, *_left_open(still, again, stood, answered, scale)]
    return said if planned else [*said, "The service has named no further next steps"]


def _left_open(
    still: SafeTable, again: SafeTable, stood: SafeTable, answered: SafeTable, scale: GradeScale
) -> Iterator[str]:
    worst = f"audits graded {scale.worst}"
    blank = _open(answered, safety.NOT_RECORDED)
    if blank:
        n = words.count(answered.whole[safety.GRADED_WORST])
        yield f"To record {_QUESTION}: for {words.count(blank)} of {n} {worst}"
    if late := _open(again, due.OVERDUE):
        n = words.count(again.whole[re_audits.COUNTED])
        yield f"To do the re-audits that are overdue: {words.count(late)} of {n}"
    if none := _open(stood, standing.NOT_ARRANGED):
        yield f"To arrange a re-audit: for {words.count(none)} of the {worst}"
    if undone := _open(still, actions.STILL_OPEN):
        n, late = words.count(still.whole[actions.COUNTED]), _open(still, due.OVERDUE)
        tail = f", {words.count(late)} of them overdue" if late else ""
        yield f"To complete the actions that are still open: {words.count(undone)} of {n}{tail}"


def _open(table: SafeTable, column: str) -> int:
    """Return a total that may be shown; 0 if it may not, or the run has no such records."""
    if table.total is None or column not in table.whole or words.hidden(table.whole[column]):
        return 0
    return int(table.whole[column])
