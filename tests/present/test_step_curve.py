import numpy as np
import pandas as pd
import pytest
import test_charts
from matplotlib.figure import Figure
from safe_tables import safe
from test_charts import words_of
from test_matrix_chart import check_described, check_words_fit

from qaanalysis.present import charts
from qaanalysis.present.charts import Chart

figures = test_charts.figures


def stepped(times: list[int], at_risk: list[int], share: list[float]) -> pd.DataFrame:
    low = [s if s == 1 else (np.nan if s == 0 else s * 0.7) for s in share]
    high = [s if s == 1 else (np.nan if s == 0 else 1 - (1 - s) * 0.6) for s in share]
    columns = {"at_risk": at_risk, "still_share": share}
    frame = pd.DataFrame({**columns, "still_share_low": low, "still_share_high": high})
    return frame.set_index(pd.Index(times, name="days"))


def made(frame: pd.DataFrame) -> Chart:
    return charts.steps(
        safe(frame, unit="audits"),
        share="still_share",
        at_risk="at_risk",
        title="Still Inadequate",
        across="days since the audit",
        still="still Inadequate",
    )


CASES = {
    "usual": stepped(
        [0, 78, 105, 113, 167, 186], [58, 42, 30, 22, 3, 1], [1, 0.9, 0.7, 0.48, 0.2, 0.2]
    ),
    "to nought": stepped([0, 10, 20], [2, 2, 1], [1, 0.5, 0]),
    "never": stepped([0, 40], [5, 5], [1, 1]),
    "one day": stepped([0, 1], [1, 1], [1, 0]),
    "many": stepped([0, 2000, 40000], [120000, 90000, 5], [1, 0.9, 0.1]),
}


@pytest.mark.usefixtures("page_letters")
@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("case", CASES)
def test_no_words_overlap_or_leave_the_figure(
    case: str, size: str, figures: dict[str, Figure]
) -> None:
    made(CASES[case])
    check_words_fit(figures[size])


def test_how_many_were_still_followed_stands_below_the_axis() -> None:
    shown = words_of(made(CASES["usual"]).wide)
    assert "Audits still followed" in shown
    assert "Days since the audit" in shown
    # Before 0, 50, 100 and 150 days; those last seen on day 105 were still followed before it.
    assert [word for word in shown if word in {"58", "42", "30", "3"}] == ["58", "42", "30", "3"]


def test_alt_says_the_share_at_round_times_and_when_half_is_reached() -> None:
    assert made(CASES["usual"]).alt == (
        "Still Inadequate. Of 58 audits, by days since the audit: 50: 100.0% still Inadequate; "
        "100: 90.0% still Inadequate; 150: 48.0% still Inadequate. Still Inadequate: half or fewer "
        "from 113 on."
    )
    assert "more than half at the end" in made(CASES["never"]).alt


def test_without_anybody_followed_it_says_so() -> None:
    assert (
        made(CASES["usual"].iloc[:0]).alt == "No chart of “Still Inadequate”: nobody is followed."
    )


def test_it_is_described() -> None:
    check_described(made(CASES["usual"]))
