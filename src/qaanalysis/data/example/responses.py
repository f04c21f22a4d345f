"""The answers of the themed audits, for the children whom their plans draw."""

import numpy as np
import pandas as pd

from qaanalysis.data.example import days
from qaanalysis.data.example.themed_draws import drawn_children
from qaanalysis.data.example.themes import THEMES, Counts, Theme
from qaanalysis.vocabulary import Col

_BY = ("Audit team", "Managers")
_SHARE_AUDIT_TEAM = 0.6


def responses(cohort: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return one row for each question of each child drawn, as often answered as `themes` says."""
    return pd.concat([_answered(theme, cohort, rng) for theme in THEMES], ignore_index=True)


def _answered(theme: Theme, cohort: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    children = drawn_children(cohort, theme)
    n = len(children)
    first, last = (np.datetime64(day) for day in theme.answered)
    done = rng.choice(days.between(first, last), n).astype("datetime64[s]")
    by = np.where(rng.random(n) < _SHARE_AUDIT_TEAM, *_BY)
    asked = []
    for number, (question, counts) in enumerate(theme.answers.items()):
        answers = _answers(children[Col.FAMILY_ID], counts, rng)
        asked.append(
            children.assign(
                theme=theme.name,
                question=question,
                answer=answers,
                completed_by=by,
                completed_on=done,
                number=number,
            )
        )
    # Child by child, with the questions in their order.
    rows = pd.concat(asked).sort_values([Col.COMPLETED_ON, Col.CHILD_ID, "number"])
    return rows.drop(columns="number")


def _answers(families: pd.Series, counts: Counts, rng: np.random.Generator) -> np.ndarray:
    """Return each child's answer; brothers and sisters mostly have the same."""
    codes, names = pd.factorize(families)
    if sum(counts.values()) != len(codes):
        raise AssertionError(f"{len(codes)} children drawn, {sum(counts.values())} answers")
    order = np.argsort(rng.random(len(names))[codes] + rng.normal(0, 0.05, len(codes)))
    words = [None if answer is None else str(answer) for answer in counts]
    made = np.empty(len(codes), dtype=object)
    made[order] = np.repeat(np.array(words, dtype=object), list(counts.values()))
    return made
