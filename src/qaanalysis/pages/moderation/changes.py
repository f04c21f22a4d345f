"""Which way moderation moved grades, by how much, and whether that is changing."""

import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.moderation.agreement import NOTE
from qaanalysis.metrics.moderation.gap import COMPARED, FAR, MEAN
from qaanalysis.pages.moderation.lead import ALPHA, CHANGES
from qaanalysis.present import sentences, words
from qaanalysis.stats.trend import Trend

OUTCOMES = [*CHANGES]
OUTCOMES_SHOWN = ["moderated", *CHANGES, "downgraded_share"]
# So many months are named; more are only counted.
_FEW = 3
GAP = "Moderator’s grade less the auditor’s, in grades"


def months_without(coverage: SafeTable) -> str:
    """Return the months of which no audit was moderated; empty if there is none, or no other."""
    n = coverage.frame["moderated"]
    empty = [words.month(month) for month in n.index[n == 0]]
    if not empty or len(empty) == len(n):
        return ""
    if len(empty) == 1:
        return f"No audit planned for {empty[0]} was moderated: that month has no share"
    which = words.listed(empty) if len(empty) <= _FEW else f"{len(empty)} of the {len(n)} months"
    return f"No audit planned for {which} was moderated: those months have no shares"


def trend(found: Trend) -> str:
    """Return whether the share downgraded moves over the months."""
    if found.reason:
        return sentences.cannot(
            f"Whether the share downgraded is changing can’t be tested: {found.reason}"
        )
    shown = words.p_value(found.p_value)
    if found.p_value >= ALPHA:
        return sentences.cannot(
            "The share downgraded shows no straight-line trend over the months: one as steep would "
            f"come up by chance with probability {shown}"
        )
    way = "down" if found.slope < 0 else "up"
    return (
        f"Over the months the share downgraded goes {way} more than chance explains "
        f"(Cochran–Armitage test, p {shown})"
    )


def gap(table: SafeTable) -> str:
    """Return by how many grades moderators differ from auditors; empty if nothing is compared."""
    row = table.whole
    n, mean = int(row[COMPARED]), row[MEAN]
    if n == 0:
        return ""
    if n == 1:
        return f"In the one audit compared the moderator’s grade {_one(int(mean))}"
    low, high = row[f"{MEAN}_low"], row[f"{MEAN}_high"]
    reach = f"95% interval {words.number_interval(low, high)}"
    if pd.isna(low):
        reach = "without an interval, as all are alike"
    far = sentences.share_of(row[FAR], n, "audits")
    verb = "is" if row[FAR] == 1 else "are"
    return (
        f"The moderator’s grade less the auditor’s is on average {words.number(mean)} grades "
        f"({reach}); below 0 moderators grade lower. {far} {verb} two or more grades apart"
    )


def _one(steps: int) -> str:
    if steps == 0:
        return "is the auditor’s"
    far = words.counted(abs(steps), "grade")
    return f"is {far} {'above' if steps > 0 else 'below'} the auditor’s"


def tests_shown(tests: pd.DataFrame) -> pd.DataFrame:
    """Return the tests with [z] where a test has no statistic, or no degrees of freedom."""
    made = tests["p_value"].notna()
    shown = {
        name: tests[name].astype(object).mask(made & tests[name].isna(), "[z]")
        for name in ("statistic", "df")
    }
    return tests.assign(**shown)


def test_columns(tests: SafeTable) -> list[str]:
    """Return the columns to show, with notes if there are any."""
    notes = [NOTE] if tests.frame[NOTE].astype(bool).any() else []
    return ["n", "p_value", "statistic", "df", *notes]
