"""What the reports find that somebody should act on today; for internal readers only."""

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics import safety
from qaanalysis.metrics.follow_up import contradictions as re_audit_contradictions
from qaanalysis.metrics.follow_up import due, missing, re_audits
from qaanalysis.pages import quality
from qaanalysis.present import sentences, words
from qaanalysis.present.actions import Action
from qaanalysis.vocabulary import Col, GradeScale

# The headings of the notebooks' sections that show what is counted here.
FOLLOW_UP = "Children’s safety and re-audits"
OUTSTANDING = "Not yet returned"
DOMAINS = "Compliance and impact"
PRACTICE = "How, by whom, how soon"
STATED = "Month by month"
RECORDS = "Records to put right"
ACTIONS = "Actions"
_BLANK = {
    safety.NO_ANSWER: "it isn’t recorded whether the child was at risk of harm",
    safety.NOT_ESCALATED: "the child was at risk and it isn’t recorded to whom that was escalated",
    safety.NOT_SAFE: "the child was at risk and it isn’t recorded when the child was made safe",
}


def unsafe(questions: SafeTable, scale: GradeScale) -> list[Action]:
    """Return what isn't recorded of the safety of children whose audits are at the bottom.

    Nothing where the register doesn't ask: nobody can put right what has no place to be put.
    """
    audits, worst = (questions.frame[name].to_dict() for name in ("audits", safety.GRADED_WORST))
    names = {
        safety.NO_ANSWER: "safety_not_recorded",
        safety.NOT_ESCALATED: "not_escalated",
        safety.NOT_SAFE: "not_made_safe",
    }
    return [
        Action(
            names[kind],
            int(audits[kind]),
            f"{_of(audits[kind], worst[kind])} {scale.worst} audits: {kind}",
            FOLLOW_UP,
        )
        for kind in map(str, questions.frame.index)
    ]


def overdue(states: SafeTable) -> list[Action]:
    """Return how many re-audits are overdue; nothing if the run has no table of them."""
    frame = states.frame
    if frame.empty:
        return []
    n, total = int(frame["re_audits"][re_audits.OVERDUE]), int(frame["re_audits"].sum())
    said = f"{_of(n, total)} re-audits {'is' if n == 1 else 'are'} overdue"
    if n:
        days = words.counted(int(frame["most_days_late"][re_audits.OVERDUE]), "day")
        said += f", {'by' if n == 1 else 'the longest by'} {days}"
    return [Action("re_audits_overdue", n, said, FOLLOW_UP)]


def not_arranged(kinds: SafeTable) -> list[Action]:
    """Return how many audits have no next re-audit in the table though one should be there."""
    n, past = (int(kinds.frame[name].sum()) for name in ("audits", missing.PAST))
    said = f"{words.counted(n, 'audit')} without the next re-audit arranged"
    if past:
        said += f", {words.count(past)} of them past the date it was due"
    return [Action("re_audits_not_arranged", n, said, FOLLOW_UP)]


def actions_overdue(done: SafeTable) -> list[Action]:
    """Return how many actions are overdue; nothing if the run has no table of them."""
    if done.total is None:
        return []
    n, total = int(done.whole[due.OVERDUE]), int(done.whole["actions"])
    said = f"{_of(n, total)} actions {'is' if n == 1 else 'are'} overdue"
    return [Action("actions_overdue", n, said, ACTIONS)]


def contradictory_re_audits(kinds: SafeTable) -> list[Action]:
    """Return how many re-audits contradict the register or one another; nothing without a table."""
    if kinds.frame.empty:
        return []
    n = int(kinds.frame[re_audit_contradictions.COUNTED].sum())
    said = f"{words.counted(n, 'contradiction')} in the records of re-audits"
    return [Action("re_audit_contradictions", n, said, RECORDS)]


def outstanding(waiting: SafeTable) -> list[Action]:
    """Return how many audits haven't come back though they are past their due date."""
    frame = waiting.frame
    n, total = int(frame["overdue"].sum()), int(frame[Col.SCHEDULED].sum())
    verb = "hasn’t" if n == 1 else "haven’t"
    said = f"{_of(n, total)} scheduled audits {verb} come back and {'is' if n == 1 else 'are'}"
    return [Action("audits_overdue", n, f"{said} past the due date", OUTSTANDING)]


def contradictions(kinds: SafeTable) -> list[Action]:
    """Return how many moderations contradict the register or themselves."""
    n = int(kinds.frame["moderations"].sum())
    said = f"{words.counted(n, 'contradiction')} in the records of moderation"
    return [Action("moderation_contradictions", n, said, PRACTICE)]


def above_limit(flagged: SafeTable) -> list[Action]:
    """Return how many audits are graded better than a domain that limits them."""
    n = int(flagged.frame["audits"].sum())
    verb = "audit is" if n == 1 else "audits are"
    said = f"{words.count(n)} {verb} graded better than a domain that limits the grade"
    return [Action("graded_above_limit", n, said, DOMAINS)]


def against_stated(differing: SafeTable) -> list[Action]:
    """Return of how many months the rows don't agree with the totals that are stated."""
    months = [words.month(month) for month in differing.frame.index]
    said = f"the rows don’t agree with the register’s own totals for {words.listed(months)}"
    return [Action("stated_otherwise", len(months), said, STATED)]


def named(scale: GradeScale) -> dict[str, str]:
    """Return what the columns of a table of safety are called, in the scale's own word."""
    return {safety.GRADED_WORST: f"Graded {scale.worst}"}


def follow_up(questions: SafeTable, states: SafeTable, scale: GradeScale) -> list[str]:
    """Return what is recorded of children’s safety and of re-audits, in sentences."""
    said = _on_safety(questions, scale)
    if states.frame.empty:
        return [
            said,
            sentences.cannot(
                "Whether any re-audit is overdue can’t be told: the month’s data has no re-audits"
            ),
        ]
    counts = [
        # A comma within a state would part it from itself in a list.
        f"{words.count(n)} {str(state).replace(', no due date', ' without a due date')}"
        for state, n in states.frame["re_audits"].items()
        if n or state not in re_audits.APART
    ]
    return [said, f"Of the re-audits, {words.listed(counts)}"]


def _on_safety(questions: SafeTable, scale: GradeScale) -> str:
    frame = questions.frame
    if frame.empty:
        return quality.safety_not_asked(scale)
    worst = int(frame[safety.GRADED_WORST].max())
    blank = [
        f"for {words.count(n)} {_BLANK[str(kind)]}" for kind, n in frame["audits"].items() if n
    ]
    verb = "audit is" if worst == 1 else "audits are"
    graded = f"{words.count(worst)} {verb} graded {scale.worst}"
    return (
        f"{graded}; {words.listed(blank)}" if blank else f"{graded}; none lacks an answer on safety"
    )


def _of(n: int, total: int) -> str:
    return f"{words.count(n)} of {words.count(total)}"
