"""The themed audits on the committee's report: for each what was looked at and what was found."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import pandas as pd

from qaanalysis.disclosure import protect
from qaanalysis.metrics import audit_cases
from qaanalysis.metrics.themed import Chosen, completion
from qaanalysis.metrics.themed.answers import WEIGHT
from qaanalysis.metrics.themed.coverage import COHORT, FRAME, LOOKED_AT
from qaanalysis.metrics.themed.questions import SHARE
from qaanalysis.pages import themed_findings as page
from qaanalysis.present import sentences, words
from qaanalysis.present.prose import heading, prose
from qaanalysis.present.record import Shown
from qaanalysis.present.tables import table
from qaanalysis.sampling.frame import SIBLING
from qaanalysis.vocabulary import Audience

COLUMNS = ["answered", "met", SHARE]
WEIGHTED = (
    "Shares are estimates for all such children: they are weighted, as some had a larger chance of "
    "being drawn, and so aren’t the number met over those answered."
)
NO_COHORT = (
    "How many there were to choose from isn’t known, so that these figures say nothing of other "
    "children"
)
NONE = "No themed audit is named for this report, so nothing is said of any"


class Plan(Protocol):
    """What a plan says of a theme."""

    @property
    def theme(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def why(self) -> str: ...  # noqa: D102


class Theme(Protocol):
    """A themed audit, as `themed_audit.opened` gives it."""

    @property
    def plan(self) -> Plan: ...  # noqa: D102
    @property
    def answers(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def by_question(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def chosen(self) -> Chosen: ...  # noqa: D102
    @property
    def steps(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def numbers(self) -> pd.DataFrame: ...  # noqa: D102


def shown(themes: Sequence[Theme], missing: Sequence[str], **safe: Any) -> list[Shown]:
    """Return what is shown of the themed audits, one after another.

    Parameters
    ----------
    themes : sequence of Theme
        In the order in which they are told.
    missing : sequence of str
        Why others can't be told.
    **safe
        What tables are made safe with: audience, unit, ledger.
    """
    told = [each for theme in themes for each in _theme(theme, safe)]
    without = [sentences.cannot(why) for why in missing]
    return [*told, prose(*without)] if without else told or [prose(NONE)]


def _weighted(theme: Theme) -> str:
    """Return that shares are weighted, where children had other chances of being drawn."""
    weights = theme.answers.get(WEIGHT)
    return WEIGHTED if weights is not None and len(weights.unique()) > 1 else ""


def _reached(theme: Theme, safe: dict[str, Any]) -> list[str]:
    """Return how the cases were chosen, out of how many children, and how many were looked at."""
    work = {**safe, "workload": True, "unit": "children"}
    numbers = protect(theme.numbers, caption="How many children", **work).frame
    steps = protect(theme.steps.set_index("step"), caption="From the cohort", **work).frame
    how, *_ = page.how_chosen(theme.chosen, why=theme.plan.why)
    n, families = (numbers[name][LOOKED_AT] for name in ("children", "families"))
    who = words.units(n, "children")
    if families < n and not _tells(n - families, safe):
        who += f" of {words.counted(families, 'family', 'families')}"
    looked = f"{who} {'was' if n == 1 else 'were'} looked at"
    if COHORT not in numbers.index:
        return _paragraph(looked, how, NO_COHORT)
    cohort, frame = (int(numbers["children"][name]) for name in (COHORT, FRAME))
    of_cohort = f"{words.percent(n / cohort if cohort else None)} of the whole cohort"
    of_left = f"{words.percent(n / frame if frame else None)} of those left, "
    left = [_left(row) for _, row in steps.iterrows() if row["n_left_out"] and row["n"] >= frame]
    out_of = "; ".join([f"The cohort is {words.units(cohort, 'children')}", *left])
    share = f"{of_left if left else ''}{of_cohort}"
    return _paragraph(out_of, how, f"{looked}: {share}")


def _paragraph(*said: str) -> list[str]:
    return [" ".join(map(words.sentence, said))]


def _left(step: pd.Series) -> str:
    """Return who was left out before cases were drawn, and how many that leaves."""
    if step["why"] == SIBLING:
        return f"one child of each family was kept, which leaves {words.count(step['n'])}"
    before = step["n"] + step["n_left_out"]
    share = words.percent(step["n"] / before)
    return (
        f"{words.count(step['n_left_out'])} were left out ({step['why']}), which leaves "
        f"{words.count(step['n'])} ({share})"
    )


def _tells(siblings: int, safe: dict[str, Any]) -> bool:
    """Tell whether so few siblings may not be told to readers outside the service."""
    ledger = safe.get("ledger")
    published = safe["audience"] is Audience.PUBLISHED
    return published and ledger is not None and bool(ledger.policy.is_small(int(siblings)))


def _theme(theme: Theme, safe: dict[str, Any]) -> Iterator[Shown]:
    done = protect(
        completion.completion(theme.answers), caption="What came back", workload=True, **safe
    )
    answers = {
        "note": " ".join(filter(None, [page.note(theme.by_question), _weighted(theme)])),
        "cases": audit_cases.answered(theme.answers, theme=theme.plan.theme),
        **safe,
    }
    title = theme.plan.title
    asked = protect(theme.by_question, caption=f"{title}: each question", **answers)
    counts = page.counts(theme.by_question, theme.chosen)
    shown = protect(counts, caption=f"{title}: the answers", **answers)
    yield heading(title)
    yield prose(*_reached(theme, safe), *page.lead(done, asked, theme.chosen, why=False))
    columns = [name for name in COLUMNS if name in shown.frame]
    yield table(shown, columns=columns, renamed=page.RENAMED)
