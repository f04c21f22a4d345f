"""What a declared rule changed among the distinct texts of a column."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Repair:
    """A declared rule that changed some of a column's texts.

    `became` gives the new text by position; `respells` tells a rule that puts one word for another,
    which readers want to see word by word, from one that only tidies.
    """

    rule: str
    became: dict[int, str]
    respells: bool = False


def noted(
    repairs: list[Repair], rule: str, was: Sequence[str | None], became: Sequence[str | None]
) -> None:
    """Add a repair that respells, if any word became another.

    Examples
    --------
    >>> repairs = []
    >>> noted(repairs, "alias", ["RI", "Good"], ["Requires Improvement", "Good"])
    >>> repairs[0].became
    {0: 'Requires Improvement'}
    """
    changed = {i: b or "" for i, (a, b) in enumerate(zip(was, became, strict=True)) if a != b}
    if changed:
        repairs.append(Repair(rule, changed, respells=True))
