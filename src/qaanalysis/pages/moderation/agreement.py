"""How far two people agree beyond chance, in words, and which columns there are to show."""

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.moderation.agreement import LEAST_PAIRS, NOTE
from qaanalysis.metrics.moderation.agreement_by_group import BY_GROUP, COMPARED, SAME
from qaanalysis.present import sentences, words

SECOND = {
    "n": "Audits with both",
    "same": "The same",
    "lower": "Lower",
    "higher": "Higher",
    "p_value": "p, sign test",
}


def coefficients_missing(table: SafeTable) -> str:
    """Return why coefficients are missing; empty if none are."""
    reasons = list(dict.fromkeys(reason for reason in table.frame[NOTE] if reason))
    if not reasons:
        return ""
    why = "; ".join(reasons)
    return sentences.cannot(
        f"Agreement beyond chance: {why}", f"agreement beyond chance can’t all be told: {why}"
    )


def coefficient_columns(table: SafeTable) -> list[str]:
    """Return the columns of a table of coefficients, with notes if there are any."""
    return ["n", "estimate", "se", *_notes(table)]


def enough_pairs(by_month: SafeTable, by_group: SafeTable, *, name: str) -> str:
    """Return how many months and groups have pairs enough for coefficients.

    Parameters
    ----------
    by_month, by_group : SafeTable
        From `agreement_by_group`.
    name : str
        What the groups are: “service area”.
    """
    if not by_month.frame[COMPARED].any():
        return ""
    least = f"A coefficient needs at least {LEAST_PAIRS} pairs"
    if not (_n_enough(by_month) or _n_enough(by_group)):
        return sentences.cannot(
            f"{least}: no month and no {name} has as many, so that there are counts only",
            f"whether auditors and moderators agree beyond chance by month or by {name} can’t be "
            f"told: no month and no {name} has the {LEAST_PAIRS} pairs that a coefficient needs",
        )
    said = [_enough(by_month, "month"), _enough(by_group, name)]
    return f"{least}: {words.listed(said)}. The others have counts only"


def _enough(table: SafeTable, name: str) -> str:
    n = _n_enough(table)
    if n == 0:
        return f"no {name} has as many"
    of = words.counted(len(table.frame), name)
    return f"{words.count(n)} of {of} {'has' if n == 1 else 'have'} as many"


def _n_enough(table: SafeTable) -> int:
    return int((table.frame[COMPARED] >= LEAST_PAIRS).sum())


def group_columns(table: SafeTable) -> list[str]:
    """Return the columns to show by group: coefficients and notes only if a group has enough."""
    return [COMPARED, SAME, *([*BY_GROUP, NOTE] if _n_enough(table) else [])]


def second_columns(table: SafeTable) -> list[str]:
    """Return the columns of second opinions: coefficients only if there are any."""
    coefficients = [name for name in BY_GROUP if table.frame[name].notna().any()]
    return [*SECOND, *coefficients, *_notes(table)]


def second_opinions(table: SafeTable) -> str:
    """Return how often a second opinion on the moderator's own grade was the same."""
    found = zip(table.frame.index, table.frame[SAME], table.frame["n"], strict=True)
    said = [
        f"{name}: "
        + (
            f"{sentences.share_of(same, n, 'audit' if n == 1 else 'audits')} with the same grade"
            if n
            else "no audit has both grades"
        )
        for name, same, n in found
    ]
    return ". ".join(said)


def _notes(table: SafeTable) -> list[str]:
    return [NOTE] if table.frame[NOTE].astype(bool).any() else []
