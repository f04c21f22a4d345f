"""Each kind of statement, on figures made by hand."""

import calendar as pythons
import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qaanalysis.errors import ParamsError
from qaanalysis.metrics import claims
from qaanalysis.metrics.claims import evidence
from qaanalysis.metrics.claims.calendar import of_text
from qaanalysis.metrics.run_tables import RunTable
from qaanalysis.params_claims import Claims
from qaanalysis.vocabulary import GradeScale

MONTHS = pd.period_range("2023-05", periods=4, freq="M", name="month")
SCALE = GradeScale(("Good", "Poor"), frozenset({"Good"}), {"Goodish": "Good"})


def known(rates=(0.5, 0.4, 0.3, 0.2), returned=(5, 4, 3, 2), **more):
    frame = pd.DataFrame({"return_rate": rates, "returned": returned}, index=MONTHS)
    total = pd.DataFrame({"return_rate": [0.35], "returned": [sum(returned)]}, index=["All"])
    table = RunTable("Returns", frame, total, None)
    return claims.Known({"returns": table}, MONTHS, SCALE, **more)


def check(statement, figures=None, **more):
    told = Claims(source="A report", statements=[{"said": "It says so", **statement}], **more)
    return claims.checked(told, figures or known()).iloc[0]


@given(st.integers(1, 400), st.data())
def test_a_percentage_holds_where_python_rounds_the_same_fraction_to_it(size, data):
    count = data.draw(st.integers(0, size))
    digits = data.draw(st.integers(0, 2))
    # Exact halves may be rounded either way; format() takes the nearest otherwise.
    scaled = count * 100 * 10**digits
    stated = {"kind": "share", "percent": f"{100 * count / size:.{digits}f}", "count": count}
    found = check({**stated, "out_of": size})
    if 2 * scaled % size or (2 * scaled // size) % 2 == 0:
        assert found["verdict"] == "holds"
        assert found["reached"] == "by rounding"
    cut = scaled // size
    text = f"{cut / 10**digits:.{digits}f}"
    found = check({"kind": "share", "percent": text, "count": count, "out_of": size})
    assert found["reached"] in ("by rounding", "by truncation")


@pytest.mark.parametrize(
    ("percent", "out_of", "verdict", "reached", "figure"),
    [
        ("71", 48, "can’t be known", "by rounding", "34 of 48"),
        ("74", 48, "doesn’t hold", "not reachable", "34 of 46 and 35 of 47"),
        ("66", 3, "doesn’t hold", "by truncation", "2 of 3"),
        ("50", [48, 28], "can’t be known", "by rounding", "24 of 48 or 14 of 28"),
        ("7", 3, "doesn’t hold", "not reachable", ""),
    ],
)
def test_a_percentage_without_its_numerator(percent, out_of, verdict, reached, figure):
    found = check({"kind": "share", "percent": percent, "out_of": out_of})
    assert (found["verdict"], found["reached"], found["figure"]) == (verdict, reached, figure)


def test_a_total_is_that_of_its_parts_or_of_the_run():
    assert check({"kind": "total", "number": 60, "parts": [29, 31]})["verdict"] == "holds"
    wrong = check({"kind": "total", "number": 61, "parts": [29, 31]})
    assert (wrong["verdict"], wrong["figure"]) == ("doesn’t hold", "60")
    own = {"kind": "total", "figure": "returns.returned"}
    assert check({**own, "number": 14})["verdict"] == "holds"
    assert check({**own, "number": 15})["figure"] == "14"
    assert (
        "no table" in check({"kind": "total", "figure": "moderation.upgraded", "number": 0})["why"]
    )


@pytest.mark.parametrize(
    ("rates", "moved", "each", "verdict"),
    [
        ((0.5, 0.4, 0.3, 0.2), "fell", True, "holds"),
        ((0.5, 0.3, 0.4, 0.2), "fell", True, "doesn’t hold"),
        ((0.5, 0.3, 0.4, 0.2), "fell", False, "holds"),
        ((0.5, 0.3, 0.4, 0.2), "rose", False, "doesn’t hold"),
        ((0.2, 0.3, 0.4, 0.5), "rose", True, "holds"),
        ((0.2, 0.2, 0.2, 0.2001), "unchanged", True, "holds"),
        ((0.5, 0.4, float("nan"), 0.2), "fell", True, "doesn’t hold"),
        ((0.5, float("nan"), 0.4, float("nan")), "fell", False, "can’t be known"),
    ],
)
def test_a_comparing_word_is_held_against_the_months(rates, moved, each, verdict):
    said = {"kind": "trend", "figure": "returns.rate", "moved": moved, "each_month": each}
    assert check(said, known(rates))["verdict"] == verdict


def test_words_that_can_be_read_two_ways_hold_only_if_both_do():
    said = {"kind": "trend", "figure": ["returns.rate", "returns.returned"], "moved": "fell"}
    assert check(said)["verdict"] == "holds"
    apart = check(said, known(returned=(2, 3, 4, 5)))
    assert apart["verdict"] == "can’t be known"
    assert "read in two ways" in apart["why"]
    assert check({**said, "moved": "rose"})["verdict"] == "doesn’t hold"


def test_what_is_no_evidence_leaves_the_whole_known_and_the_months_not():
    said = {"kind": "trend", "figure": "returns.returned", "moved": "fell"}
    reason = {"returns.returned.months": "Months were made up for a trial"}
    found = check(said, not_evidence=reason)
    assert found["verdict"] == "can’t be known"
    assert (
        "Months were made up for a trial. Needed: audits returned, for each month" in found["why"]
    )
    assert found["figure"] == "14 (audits returned) in all months together"
    whole = check(said, not_evidence={"returns.returned": "The register is a trial one"})
    assert whole["figure"] == ""


@given(st.integers(1, 31), st.integers(1, 12), st.integers(2000, 2049))
def test_a_date_is_one_if_pythons_calendar_has_it(day, month, year):
    try:
        dt.date(year, month, day)
        there_is = "holds"
    except ValueError:
        there_is = "doesn’t hold"
    name = pythons.month_name[month]
    for text in (
        f"{day} {name} {year}",
        f"{day:02d}/{month:02d}/{year}",
        f"{day}th {name[:3]} {year}",
    ):
        assert of_text(text).verdict == there_is


def test_a_month_that_there_is_not_is_no_date():
    assert "names no month" in check({"kind": "date", "date": "3 Aprember 2023"})["why"]
    assert check({"kind": "date", "date": "2023-13-01"})["verdict"] == "doesn’t hold"


def test_periods():
    said = {"kind": "period", "first": "2023-05", "last": "2023-08"}
    assert check(said)["verdict"] == "holds"
    assert check({**said, "months": 4})["verdict"] == "holds"
    assert check({**said, "months": 3})["figure"] == "four months"
    assert check({**said, "last": "2023-09"})["figure"] == "May to August 2023"


def test_a_programme_is_as_long_as_its_parts():
    said = {"kind": "programme", "months": 18, "parts": 6}
    assert "gone through three times" in check(said)["why"]
    assert check({**said, "times": 3})["verdict"] == "holds"
    assert check({**said, "each": 3})["verdict"] == "holds"
    assert check({**said, "months": 7})["figure"] == "six months"


def test_a_comparison_needs_the_earlier_samples_size_and_more_than_chance():
    said = {"kind": "earlier", "now": 1, "now_of": 100, "before": 77, "moved": "fell"}
    found = check(said)
    assert found["verdict"] == "can’t be known"
    # 77 of 7,700 is 1 of 100.
    assert "fewer than 7,700" in found["why"]
    assert check({**said, "before_of": 100})["verdict"] == "holds"
    assert check({**said, "before_of": 100, "moved": "rose"})["verdict"] == "doesn’t hold"
    assert "may be chance" in check({**said, "before": 2, "before_of": 100})["why"]


def test_what_is_said_of_all_or_of_a_whole():
    assert check({"kind": "every", "count": 5, "out_of": 5})["verdict"] == "holds"
    more = check({"kind": "every", "count": "returns.returned", "out_of": 13})
    assert more["verdict"] == "doesn’t hold"
    with pytest.raises(ParamsError, match="which is a share"):
        check({"kind": "every", "count": "returns.rate", "out_of": 13})
    assert "not of 2 cases" in check({"kind": "every", "count": 3, "out_of": 5})["why"]
    said = {"kind": "whole", "count": 2, "known": 5, "whole": "returns.returned"}
    found = check(said)
    # 9 of 14 aren't known: none or all of them.
    assert found["figure"] == "between 2 of 14 and 11 of 14 (14.3% to 78.6%)"
    assert check({**said, "known": 14})["verdict"] == "holds"


def test_spellings():
    grades = {"kind": "spelling", "of": "grade"}
    assert check({**grades, "words": ["Good", "goodish"]})["figure"] == "Good"
    assert check({**grades, "words": ["Good", "Poor"]})["verdict"] == "holds"
    assert check({**grades, "words": ["Good", "Fair"]})["verdict"] == "can’t be known"
    months = {"kind": "spelling", "of": "month"}
    named = known(month_names={"Sept.": "September"})
    assert (
        check({**months, "words": ["Sept. 2023", "Sep 2023"]}, named)["figure"] == "September 2023"
    )
    assert check({**months, "words": ["May 2023", "May 2024"]})["verdict"] == "holds"


def graded(answers):
    return pd.DataFrame(
        {"final_grade": ["Poor"] * len(answers), "immediate_concern": answers}, dtype=object
    )


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        (["No", "No"], "holds"),
        (["No", None], "can’t be known"),
        (["No", "Yes", None], "doesn’t hold"),
    ],
)
def test_a_blank_is_never_safe(answers, verdict):
    found = evidence.safety(graded(answers), scale=SCALE)
    assert found.finding.verdict == verdict
    assert found.without("nobody wrote it down").verdict == "can’t be known"


def re_audits(*pairs):
    return pd.DataFrame(pairs, columns=["due_on", "done_on"], dtype="datetime64[ns]")


def test_a_re_audit_without_a_date_was_not_done_in_time():
    as_at = dt.date(2023, 12, 3)
    late = evidence.re_audited(
        re_audits(("2023-10-01", "2023-09-30"), ("2023-10-01", None)), as_at=as_at
    )
    assert late.finding.figure == "1 of 2 re-audits due"
    none = evidence.re_audited(re_audits(("2023-12-31", None)), as_at=as_at)
    assert none.finding.verdict == "can’t be known"
    early = re_audits(("2023-10-01", "2023-06-01")).assign(audit_id="a")
    audits = pd.DataFrame({"audit_id": ["a"], "returned_on": ["2023-07-01"]})
    before = evidence.re_audited(early, as_at=as_at, audits=audits)
    assert before.finding.figure == "0 of 1 re-audits due"
    assert "no table re_audits" in evidence.re_audited(None, as_at=as_at).finding.why


@pytest.mark.parametrize(
    ("statement", "more"),
    [
        ({"kind": "trend", "figure": "returns.rat", "moved": "fell"}, {}),
        (
            {"kind": "date", "date": "2023-05-01"},
            {"not_evidence": {"safty": "written down nowhere"}},
        ),
    ],
)
def test_a_figure_that_there_is_not_is_refused_with_those_there_are(statement, more):
    with pytest.raises(ParamsError, match=r"returns\.rate"):
        check(statement, **more)
