"""The themed audits on the committee's report: for each what was looked at and what was found."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import pandas as pd

from qaanalysis.disclosure import protect
from qaanalysis.metrics import audit_cases
from qaanalysis.metrics.themed import Chosen, completion
from qaanalysis.metrics.themed.answers import WEIGHT
from qaanalysis.metrics.themed.questions import SHARE
from qaanalysis.pages import themed_findings as page
from qaanalysis.present import sentences
from qaanalysis.present.prose import heading, prose
from qaanalysis.present.record import Shown
from qaanalysis.present.tables import table

COLUMNS = ["answered", "met", SHARE]
WEIGHTED = (
    "Shares are estimates for all such children: they are weighted, as some had a larger chance of "
    "being drawn, and so aren’t the number met over those answered."
)
NONE = "No themed audit is named for this report, so nothing is said of any"


class Plan(Protocol):
    """What a plan says of a theme."""

    @property
    def theme(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102


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
    yield prose(*page.lead(done, asked, theme.chosen))
    columns = [name for name in COLUMNS if name in shown.frame]
    yield table(shown, columns=columns, renamed=page.RENAMED)
