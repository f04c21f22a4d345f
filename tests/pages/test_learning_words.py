"""What the report on learning says, from tables made by hand."""

from dataclasses import replace

import pandas as pd
import pytest
from causal_words import found as causal

from qaanalysis.cases import Cases
from qaanalysis.disclosure import Ledger, protect
from qaanalysis.metrics.learning import Coded
from qaanalysis.metrics.learning.focus import Why
from qaanalysis.pages import learning as page
from qaanalysis.pages import learning_briefing as briefing
from qaanalysis.policy import Policy
from qaanalysis.present.sentences import Refusal
from qaanalysis.vocabulary import Audience

AUGUST = pd.Period("2023-08", "M")


def safe(frame, **given):
    return protect(frame, caption="A table", unit="audits", audience=Audience.INTERNAL, **given)


def row(low, high, *, why="", gap=None):
    return {
        "in_focus": AUGUST, "before_audits": 113, "before": 19, "after_audits": 83, "after": 12,
        "difference": (low + high) / 2 if gap is None else gap, "difference_low": low,
        "difference_high": high, "why": why,
    }  # fmt: skip


def before_after(**rows):
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("obsession")
    return safe(frame.assign(in_focus=pd.PeriodIndex(frame["in_focus"], freq="M")))


def test_a_difference_that_could_be_none_is_no_change_shown_either_way():
    said = page.statements(before_after(Chronologies=row(-0.12, 0.08)), least=20)
    assert said == [
        "Chronologies: before August 2023 19 of 113 returned audits (16.8%) named it as an area "
        "for development, afterwards 12 of 83 returned audits (14.5%); a difference of −2.0 points "
        "(95% interval −12.0 to 8.0). The interval includes no difference, so that no change is "
        "shown either way"
    ]


@pytest.mark.parametrize(("low", "high", "word"), [(-0.2, -0.1, "less"), (0.1, 0.2, "more")])
def test_a_difference_is_told_as_what_was_and_never_why(low, high, word):
    said = page.statements(before_after(Chronologies=row(low, high)), least=20)[0]
    assert said.endswith(f"it was named {word} often afterwards")
    assert not causal(said)


def test_too_few_audits_get_no_statement_but_the_reason():
    said = page.statements(before_after(Assessments=row(0, 0, why=Why.FEW_AFTER)), least=20)
    assert said == [
        "Nothing is said of before and after for Assessments (too few audits after): a statement "
        "needs 20 returned audits before and 20 after"
    ]
    assert isinstance(said[0], Refusal)


def test_an_area_with_too_few_gets_no_sentence():
    index = pd.MultiIndex.from_tuples(
        [("Plans", "North"), ("Plans", "South"), ("Plans", "West")],
        names=["obsession", "service_area"],
    )
    frame = pd.DataFrame([row(-0.2, -0.1), row(-0.3, 0.1, why=Why.FEW_BOTH), row(-0.1, 0.1)], index)
    said = page.area_statements(safe(frame), least=20)
    assert not any("South" in text for text in said)
    assert any(text.startswith("Plans in North: before") for text in said)
    assert any("for 1 of 3 pairs" in text for text in said)
    assert "for 1 of 3 pairs" in said[-1]


def test_as_many_comparisons_are_counted_as_are_stated():
    """Those too few or hidden aren’t stated, and so aren’t counted; those by area are."""
    overall = before_after(
        Chronologies=row(-0.1, 0.1),
        Plans=row(-0.2, -0.1),
        Visits=row(-0.2, -0.1) | {"before": "[c]"},
        Assessments=row(0, 0, why=Why.FEW_AFTER),
    )
    index = pd.MultiIndex.from_tuples([("Plans", "North"), ("Plans", "South")])
    frame = pd.DataFrame([row(-0.2, -0.1), row(0, 0, why=Why.FEW_BOTH)], index)
    each = safe(pd.concat([circumstances().frame] * 4).set_index(overall.frame.index))
    made = [*page.statements(overall, least=20), *page.area_statements(safe(frame), least=20)]
    assert sum("before August 2023" in text for text in made) == 3
    made = page.cannot_be_concluded(each, overall, safe(frame))
    [here] = [text for text in made if "are stated here" in text]
    assert not isinstance(here, Refusal)  # the index would repeat it where none is stated
    said = " ".join(made)
    assert "Three comparisons of before and after are stated here" in said
    assert "about 14%" in said  # 1 − 0.95³
    alone = " ".join(page.cannot_be_concluded(each, overall))
    assert "Two comparisons of before and after are stated here" in alone
    assert "about 10%" in alone  # 1 − 0.95²


def circumstances(**changed):
    told = {
        "in_focus": AUGUST, "months_before": 3, "trend_p_value": 0.3, "trend_slope_difference": 0.1,
        "return_before_share": 0.41, "return_after_share": 0.25, "return_difference": -0.16,
        "return_difference_low": -0.2, "return_difference_high": -0.1,
        "named_per_audit_before": 1.48, "named_per_audit_after": 1.64,
    } | changed  # fmt: skip
    index = pd.Index(["Chronologies"], name="obsession")
    frame = pd.DataFrame([told], index)
    return safe(frame.assign(in_focus=pd.PeriodIndex(frame["in_focus"], freq="M")))


def concluded(**changed):
    table = before_after(Chronologies=row(-0.1, 0.1))
    return " ".join(page.cannot_be_concluded(circumstances(**changed), table))


def test_what_cannot_be_concluded_is_told_in_full():
    said = concluded()
    for words in (
        "There is no comparison",
        "regression to the mean",
        "no trend is shown before the focus; with three months at most",
        "Chronologies 41.0% and 25.0%",
        "Chronologies 1.5 and 1.6",
    ):
        assert words in said
    assert not causal(said)


def test_a_trend_that_was_there_already_is_told():
    said = concluded(trend_p_value=0.01, trend_slope_difference=-0.1)
    assert "Chronologies had a trend already before its focus, downward" in said
    assert "can’t be tested for Chronologies" in concluded(trend_p_value=float("nan"))


def test_a_return_rate_that_did_not_change_is_not_told_as_changed():
    assert "return rates" not in concluded(return_difference_high=0.01)


def test_where_nothing_is_said_nothing_is_said_of_its_limits():
    table = before_after(Chronologies=row(-0.1, 0.1, why=Why.FEW_BEFORE))
    assert page.cannot_be_concluded(circumstances(), table) == []


def test_of_comparisons_that_cannot_be_published_nothing_is_said():
    """A withheld table has no rows, whatever the table of circumstances has."""
    table = before_after(Chronologies=row(-0.1, 0.1))
    withheld = replace(table, frame=table.frame.iloc[:0])
    assert page.cannot_be_concluded(circumstances(), withheld) == []


def coded(words, themes):
    findings = pd.DataFrame({"audit_id": "A", "word": words, "theme": themes})
    return Coded(pd.DataFrame({"audit_id": ["A", "B"]}), findings.astype(object))


def test_words_that_the_dictionary_lacks_are_told_with_their_number():
    found = coded(["Plans", "Weather"], ["Plans", None])
    said = page.unmatched(safe(found.unmatched), found, declared=["plans"])
    assert said.startswith("1 of 2 findings has a word that the dictionary doesn’t know")
    assert "declare no dictionary" in page.unmatched(safe(found.unmatched), found, declared=[])
    assert page.uncoded(found).startswith("1 of 2 returned audits has no coded finding")


def test_an_obsession_that_no_theme_is_about_is_told():
    assert "about Partners: of the obsessions" in page.unmapped(
        {"Partners": (), "Plans": ("Plans",)}, called="the obsessions"
    )


def themes(strength=(42, 3), development=(20, 56)):
    frame = pd.DataFrame(
        {"audits": 229, "strength": strength, "development": development},
        index=pd.Index(["Direct work", "Supervision"], name="theme"),
    )
    for name in ("strength", "development"):
        frame[f"{name}_share"] = frame[name] / 229
        frame[f"{name}_share_low"] = frame[f"{name}_share"] - 0.01
        frame[f"{name}_share_high"] = frame[f"{name}_share"] + 0.01
    return frame


def test_strengths_come_first():
    said = page.lead(safe(themes()))
    assert said[0].startswith("Named most as a strength in returned audits: Direct work (42 of 229")
    assert said[1].startswith("Named most as an area for development")
    assert briefing.strengths(safe(themes()))[0].startswith("What audits most often name as a stre")


def published(frame):
    """Return themes as readers outside the service see them."""
    kinds = ["strength", "development"]
    rows = pd.DataFrame(
        [
            (name, *("yes" if i < frame.loc[name, kind] else "" for kind in kinds))
            for name in frame.index
            for i in range(229)
        ],
        columns=["theme", *kinds],
    )
    counts = {"audits": {kind: ["yes", ""] for kind in kinds}}
    return protect(
        frame[["audits", *kinds]],
        caption="Themes",
        unit="audits",
        audience=Audience.PUBLISHED,
        ledger=Ledger(Policy()),
        cases=Cases(
            rows,
            "audits",
            counts | {kind: {kind: ["yes"]} for kind in kinds},
            workload=("audits",),
        ),
    )


def test_a_hidden_number_is_in_no_sentence():
    said = " ".join(page.lead(published(themes().assign(development=0))))
    assert "Direct work (42 of 229" in said
    assert "Supervision" not in said


def test_where_one_is_hidden_the_most_is_only_of_those_that_may_be_shown():
    """What is hidden beside a small number needn’t be small: it may be named the most."""
    safe = published(themes(strength=(42, 3), development=(4, 56)))
    assert page.lead(safe) == [
        "Named most as a strength in returned audits, of those that may be shown: Direct work (42 "
        "of 229, 18.3%)",
        "Named most as an area for development in returned audits, of those that may be shown: "
        "Supervision (56 of 229, 24.5%)",
    ]
    assert briefing.strengths(safe)[0] == (
        "What audits most often name as a strength, of those that may be shown: Direct work (42 of "
        "229, 18.3%)"
    )
    assert briefing.other_work(safe) == (
        "What audits most often say needs work in the whole service, of those that may be shown: "
        "Supervision"
    )


@pytest.mark.parametrize(("strength", "shown"), [((42, 3), False), ((42, 20), True)])
def test_a_tile_names_the_most_only_if_none_is_hidden(strength, shown):
    counts = themes(strength=strength)
    made = published(counts)
    frame = made.frame.assign(**{name: counts[name] for name in counts if name not in made.frame})
    tile, *_ = page.key_figures(replace(made, frame=frame), safe(pd.DataFrame()))
    assert (tile.label == "Named most as a strength: Direct work") == shown
    assert pd.isna(tile.value) != shown


def test_the_programme_is_told_by_its_calendar():
    months = pd.period_range("2023-06", periods=18, freq="M")
    calendar = {month: "ABCDEF"[i % 6] for i, month in enumerate(months)}
    assert page.calendar(calendar, months[0]) == (
        "The programme runs over 18 months, June 2023 to November 2024, with 6 practice obsessions "
        "in focus, each in three months. In June 2023 A is in focus"
    )
    assert "declare no calendar" in page.calendar({}, months[0])


def test_the_workforce_is_an_association_and_no_more():
    months = pd.period_range("2023-05", periods=3, freq="M", name="month")
    beside = pd.DataFrame({"changes_of_worker": [5, 7, 6], "agency_share": 0.1}, months)
    pairs = pd.DataFrame(
        {"months": 3, "pairs": 3, "same_way": 1, "opposite_way": 2, "tied": 0},
        pd.Index(["changes_of_worker"], name="measure"),
    )
    said = " ".join(page.workforce(safe(pairs), safe(beside)))
    assert "moved the same way in 1 of 3 pairs of months, and opposite ways in 2" in said
    assert "association over few months and no more" in said
    assert not causal(said)
    assert page.workforce(safe(pairs.iloc[:0]), safe(beside.iloc[:0]))[0].startswith(
        "Nothing is told of the workforce"
    )
