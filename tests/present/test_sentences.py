import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from safe_tables import control, returns, safe

from qaanalysis.present import sentences
from qaanalysis.present.labels import Kind
from qaanalysis.present.record import MIME


def series(*values: float, first: str = "2023-05") -> pd.Series:
    return pd.Series(values, pd.period_range(first, periods=len(values), freq="M"), dtype=float)


def test_the_published_movement_is_not_month_on_month() -> None:
    said = sentences.movement(returns().frame["return_rate"], subject="The return rate")
    assert said == (
        "The return rate fell in five of six months, from 53.0% in May 2023 to 19.7% in "
        "November 2023; it rose once, in August."
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            (0.5, 0.4, 0.3),
            "The rate fell in every one of two months, from 50.0% in May 2023 to 30.0% in July "
            "2023.",
        ),
        (
            (0.3, 0.4, 0.5),
            "The rate rose in every one of two months, from 30.0% in May 2023 to 50.0% in July "
            "2023.",
        ),
        (
            (0.3, 0.4),
            "The rate rose in the one month since, from 30.0% in May 2023 to 40.0% in June 2023.",
        ),
        ((0.3, 0.3, 0.3), "The rate stayed at 30.0% from May 2023 to July 2023."),
        ((0.3,), "The rate was 30.0% in May 2023, one month only."),
        ((np.nan, np.nan), "The rate: no month has a figure."),
        ((), "The rate: no month has a figure."),
        (
            (0.5, np.nan, 0.3),
            "The rate went from 50.0% in May 2023 to 30.0% in July 2023. There is no figure for "
            "June 2023.",
        ),
        (
            (0.5, 0.4, np.nan, 0.3, 0.2),
            "The rate fell in every one of two months, from 50.0% in May 2023 to 20.0% in "
            "September 2023. There is no figure for July 2023.",
        ),
        (
            (0.5, 0.4, 0.4, 0.3),
            "The rate fell in two of three months, from 50.0% in May 2023 to 30.0% in August "
            "2023; it was unchanged once, in July.",
        ),
        (
            (0.2, 0.1, 0.05, 0.5),
            "The rate went from 20.0% in May 2023 to 50.0% in August 2023; it fell in two of "
            "three months and rose once, in August.",
        ),
        (
            (0.2, 0.2, np.nan, 0.1),
            "The rate went from 20.0% in May 2023 to 10.0% in August 2023; it was unchanged once, "
            "in June. There is no figure for July 2023.",
        ),
        (
            (0.2, 0.1, 0.2),
            "The rate went from 20.0% in May 2023 to 20.0% in July 2023; it fell in one of two "
            "months and rose once, in July.",
        ),
        ((0.3, 0.30001), "The rate stayed at 30.0% from May 2023 to June 2023."),
    ],
)
def test_movement(values: tuple[float, ...], said: str) -> None:
    assert sentences.movement(series(*values), subject="The rate") == said


def test_movement_over_a_new_year_names_the_years_and_long_lists_are_counted() -> None:
    said = sentences.movement(series(0.5, 0.4, 0.45, 0.3, first="2022-11"), subject="The rate")
    assert said.endswith("it rose once, in January 2023.")
    saw = sentences.movement(series(*[0.5, 0.6] * 5, 0.1), subject="The rate")
    assert "rose five times." in saw
    counted = sentences.movement(series(3, 2), subject="The number", measured=Kind.COUNT)
    assert (
        counted == "The number fell in the one month since, from 3 in May 2023 to 2 in June 2023."
    )


def test_months_in_any_order_and_missing_from_the_index() -> None:
    shuffled = series(0.5, 0.4, 0.3).iloc[[2, 0, 1]]
    assert "from 50.0% in May 2023 to 30.0%" in sentences.movement(shuffled, subject="It")
    dropped = series(0.5, 0.4, 0.3, 0.2).drop(pd.Period("2023-06", "M"))
    assert "no figure for June 2023" in sentences.movement(dropped, subject="It")


def test_a_hidden_month_is_one_without_a_figure() -> None:
    rates = series(0.5, 0.4, 0.3, 0.2).astype(object).mask([False, True, False, False], "[c]")
    said = sentences.movement(rates, subject="It")
    assert said.endswith("There is no figure for June 2023.")
    assert "[c]" not in said


def test_share_of() -> None:
    assert sentences.share_of(62, 229, "returned audits") == "62 of 229 returned audits (27.1%)"
    assert sentences.share_of("[c]", 44, "audits") == "[c] of 44 audits"
    assert sentences.share_of(1, float("nan"), "audits") == "no audits"


def test_rank() -> None:
    rate = returns().frame["return_rate"]
    place = [sentences.rank(rate, month) for month in rate.index]
    assert place[-1] == "the lowest of the seven months"
    assert place[0] == "the highest of the seven months"
    assert place[2] == "the fourth highest of the seven months"
    assert place[5] == "the second lowest of the seven months"
    tied = pd.Series([3, 1, 1], ["A", "B", "C"])
    assert sentences.rank(tied, "B", group="areas") == "the joint lowest of the three areas"
    assert sentences.rank(tied * 0, "B", group="areas") == "the same in all three areas"
    assert sentences.rank(tied.head(1), "A") == "the only one of the months with a figure"
    assert sentences.rank(tied, "Z") == "without a figure among the months"


def test_change() -> None:
    assert sentences.change(0.1, 0.2, since="2023-10") == "20.0%, up from 10.0% in October 2023"
    assert sentences.change(np.nan, 0.2, since="2023-10") == "20.0%; in October 2023 [x]"


def test_special_causes() -> None:
    said = sentences.special_causes(control())
    assert said == (
        "May 2023 (53.0%) is above the upper limit of 49.2% and November 2023 (19.7%) is below "
        "the lower limit of 20.5%; the other five are within the range that chance explains."
    )
    frame = control().frame
    none = safe(frame.assign(special_cause=""))
    assert sentences.special_causes(none) == (
        "All seven months are within the range that chance explains."
    )
    assert "too few months" in sentences.special_causes(safe(frame.assign(upper=np.nan)))
    assert sentences.special_causes(safe(frame.assign(value=np.nan))) == "No month has a figure."
    falling = safe(frame.assign(special_cause=[*["falling"] * 4, "", *["above limit"] * 2]))
    assert sentences.special_causes(falling).startswith(
        "May to August 2023 are in a falling run of seven, October 2023 (26.7%) is above the upper"
    )
    gone = none.frame.assign(
        value=frame["value"].astype(object).where(frame.index.month != 7, "[c]")
    )
    assert sentences.special_causes(safe(gone)) == (
        "All six months shown are within the range that chance explains."
    )
    one = safe(frame.iloc[[1]])
    assert sentences.special_causes(one) == (
        "The one month is within the range that chance explains."
    )
    two = safe(frame.iloc[[0, 1]])
    assert sentences.special_causes(two).endswith(
        "the other month is within the range that chance explains."
    )


def test_prose_and_callouts_are_paragraphs_with_records() -> None:
    shown = sentences.prose("the rate <fell>", "", "why?", lead=True)
    page = BeautifulSoup(shown.html(), "html.parser")
    assert [p.get_text() for p in page.select("p.qa-lead")] == ["The rate <fell>.", "Why?"]
    assert shown._repr_mimebundle_()[MIME]["paragraphs"] == ["The rate <fell>.", "Why?"]
    box = sentences.callout("What this can and can’t tell you", "one", "two")
    page = BeautifulSoup(box.html(), "html.parser")
    assert page.h3.get_text() == "What this can and can’t tell you"
    assert [p.get_text() for p in page.select("p")] == ["One.", "Two."]
    assert box.text().splitlines()[1:] == ["One.", "Two."]
    assert sentences.callout("T", level=2).html().startswith('<div class="qa-callout"><h2>')
