"""Why a case has nobody, and what couldn't be met, in sentences."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qaanalysis.sampling.wording import counted, named


def reasons(given: NDArray[np.intp], allowed: NDArray[np.bool_], words: Sequence[str]) -> list[str]:
    """Return for each case why nobody has it; empty for a case that somebody has.

    Parameters
    ----------
    given : array of int, shape (n,)
        Number of the person; −1 for nobody.
    allowed : array of bool, shape (n, p)
        Whether the case may go to the person.
    words : sequence of str
        What a person may not be to a case, such as "its auditor".

    Examples
    --------
    >>> reasons(np.array([-1]), np.array([[False, False]]), ["its auditor", "of its team"])
    ['all 2 people are its auditor or of its team']
    """
    n_people = allowed.shape[1]
    found = []
    for person, may in zip(given, allowed.sum(axis=1), strict=True):
        if person >= 0:
            found.append("")
        elif may == 0:
            everyone = "the only person is" if n_people == 1 else f"all {n_people} people are"
            found.append(f"{everyone} {' or '.join(words)}")
        elif may == n_people:
            found.append("nobody has capacity left")
        else:
            may_have = "only one" if may == 1 else f"{may}"
            have = "has" if may == 1 else "have"
            found.append(
                f"the {may_have} of {n_people} people who may have it {have} no capacity left"
            )
    return found


def unmet(
    cases: Sequence[str],
    why: Sequence[str],
    loads: NDArray[np.int64] | None,
    n_cases: NDArray[np.int64],
) -> tuple[str, ...]:
    """Return a sentence for each reason, naming its cases, and one if loads couldn't be even.

    Parameters
    ----------
    cases : sequence of str, length n
        The cases' identifiers.
    why : sequence of str, length n
        The reasons.
    loads : array of int, shape (p,), optional
        Everybody's load, where loads should differ by one at most.
    n_cases : array of int, shape (p,)
        How many of the cases each person was given now.

    Examples
    --------
    >>> unmet(["A1", "A2"], ["", "nobody has capacity left"], None, np.array([1]))
    ("1 case isn't allocated, as nobody has capacity left: A2.",)
    """
    found = []
    for reason in sorted(set(why) - {""}):
        concerned = [case for case, its in zip(cases, why, strict=True) if its == reason]
        n = len(concerned)
        verb = "isn't" if n == 1 else "aren't"
        found.append(
            f"{counted(n, 'case')} {verb} allocated, as {reason}: {named(concerned, at_most=n)}."
        )
    # A high load that somebody brought along isn't this allocation's doing.
    if loads is not None and n_cases.any():
        high, low = int(loads[n_cases > 0].max()), int(loads.min())
        if high - low > 1:
            found.append(
                f"The load runs from {low} to {high} cases: as even as it can be while nobody has "
                "a case they must be kept apart from."
            )
    return tuple(found)
