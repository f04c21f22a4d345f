"""Sentences on moderation, from tables made by hand: with nothing, one, a few and many."""

import numpy as np
import pandas as pd
import pytest

from qaanalysis.disclosure import SafeTable, protect
from qaanalysis.metrics import grades, leniency
from qaanalysis.metrics.moderation import coverage, outcomes
from qaanalysis.pages import moderation as page
from qaanalysis.present.charts import Chart
from qaanalysis.present.prose import Prose
from qaanalysis.stats import agreement
from qaanalysis.vocabulary import Audience, GradeScale

MONTHS = pd.period_range("2023-05", periods=3, freq="M", name="month")
SCALE = GradeScale(("Good", "Poor"), frozenset({"Good"}))


def safe(frame: pd.DataFrame, total: pd.DataFrame | None = None) -> SafeTable:
    return protect(frame, caption="T", unit="audits", audience=Audience.INTERNAL, total=total)


def covered(returned, moderated) -> SafeTable:
    table = pd.DataFrame({"returned": returned, "moderated": moderated}, MONTHS[: len(returned)])
    frame = coverage.total(table.rename_axis("month"), label="All")
    return safe(table.assign(**dict.fromkeys(frame.columns[2:], np.nan)), frame)


def changed(moderated, known, supported, downgraded) -> SafeTable:
    row = [moderated, known, supported, downgraded, known - supported - downgraded]
    table = pd.DataFrame([row], index=MONTHS[:1], columns=outcomes.COUNTS)
    total = outcomes.total(table, label="All")
    return safe(total.set_axis(MONTHS[:1]), total)


def direction(lower: int, same: int, higher: int):
    return agreement.direction([[same, higher], [lower, 0]])


def lead(moderated, known, supported, downgraded, **given) -> str:
    moved = direction(downgraded, supported, known - supported - downgraded)
    table = changed(moderated, known, supported, downgraded)
    return " ".join(page.lead(covered([229], [moderated]), table, moved, **given))


def test_one_moderated_audit_is_told_in_the_singular():
    said = lead(1, 1, 1, 0)
    assert "1 of 229 returned audits (0.4%) was moderated. Its grade was supported; one" in said
    assert "No grade was changed, so it can’t be told which way grades move" in said
    assert "The one grade that moderation changed went down" in lead(1, 1, 0, 1)


def test_a_few_are_counted_and_said_to_be_few():
    said = lead(3, 3, 1, 2)
    assert "3 of 229 returned audits (1.3%) were moderated. Of these, 1 was supported" in said
    assert "So few leave nearly everything open" in said
    assert "Both grades that moderation changed went down; as uneven a split" in said
    assert "So few" not in lead(60, 60, 29, 31)


def test_outcomes_that_are_known_of_some_only_are_told_of_those():
    said = lead(2, 1, 1, 0)
    assert "Of 1 whose outcome is known, 1 was supported" in said
    unknown = lead(60, 0, 0, 0, why_not="only final grades are recorded")
    assert "What became of the auditors’ grades isn’t known" in unknown
    assert "Agreement can’t be computed: only final grades are recorded" in unknown
    assert "[x]" not in unknown


def test_the_published_outcomes_in_words():
    assert lead(60, 60, 29, 31).startswith(
        "60 of 229 returned audits (26.2%) were moderated. Of these, 29 were supported (48.3%, 95% "
        "interval 36.2–60.7), 31 downgraded (51.7%, 95% interval 39.3–63.8) and 0 upgraded All 31"
    )


@pytest.mark.parametrize(
    ("lower", "higher", "said"),
    [
        (0, 3, "All 3 grades that moderation changed went up; as uneven"),
        (9, 1, "Of 10 grades that moderation changed, 9 went down: more one way"),
        (2, 9, "Of 11 grades that moderation changed, 9 went up; as uneven"),
        (2, 2, "Of 4 grades that moderation changed, 2 went down; as uneven"),
    ],
)
def test_which_way_grades_moved(lower, higher, said):
    assert page.sign_test(direction(lower, 5, higher)).startswith(said)


@pytest.mark.parametrize(
    ("moderated", "said"),
    [
        ([4, 4, 4], ""),
        ([0, 0, 0], ""),
        ([4, 0, 4], "No audit planned for June 2023 was moderated: that month has no share"),
        (
            [4, 0, 0],
            "No audit planned for June 2023 and July 2023 was moderated: those months have no "
            "shares",
        ),
    ],
)
def test_months_without_moderation_are_named(moderated, said):
    assert page.months_without(covered([9, 9, 9], moderated)) == said


def test_many_months_without_moderation_are_counted():
    months = pd.period_range("2023-01", periods=7, freq="M", name="month")
    frame = pd.DataFrame({"moderated": [3, 0, 0, 0, 0, 2, 1]}, index=months)
    assert "for 4 of the 7 months was moderated" in page.months_without(safe(frame))


def apart(n, mean, low, high, far) -> SafeTable:
    columns = ["compared", "mean_steps", "mean_steps_low", "mean_steps_high", "two_or_more"]
    frame = pd.DataFrame([[n, mean, low, high, far]], columns=columns, index=["All"])
    return safe(frame.rename_axis("month"), frame.rename_axis("month"))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ((0, np.nan, np.nan, np.nan, 0), ""),
        ((1, 0.0, np.nan, np.nan, 0), "In the one audit compared the moderator’s grade is the"),
        ((1, -1.0, np.nan, np.nan, 0), "grade is 1 grade below the auditor’s"),
        ((1, 2.0, np.nan, np.nan, 1), "grade is 2 grades above the auditor’s"),
        ((2, -1.0, np.nan, np.nan, 0), "−1.00 grades (without an interval, as all are alike)"),
        ((60, -0.55, -0.7, -0.4, 1), "1 of 60 audits (1.7%) is two or more grades apart"),
        ((60, -0.55, -0.7, -0.4, 2), "−0.55 grades (95% interval −0.70 to −0.40)"),
    ],
)
def test_how_far_apart_grades_are(row, said):
    assert said in page.gap(apart(*row))


def by_group(*compared) -> SafeTable:
    index = pd.Index([f"Area {i}" for i in range(len(compared))], name="service_area")
    enough = [0.4 if n >= 30 else np.nan for n in compared]
    notes = ["" if n >= 30 else f"only {n} pairs, of at least 30 needed" for n in compared]
    frame = pd.DataFrame({"compared": compared, "same": 1, "note": notes}, index=index)
    ends = [f"{name}{end}" for name in ("cohen_kappa", "gwet_ac") for end in ("", "_low", "_high")]
    return safe(frame.assign(**dict.fromkeys(ends, enough)))


def test_groups_without_pairs_enough_have_counts_only_and_it_is_said_once():
    few, some = by_group(29, 3), by_group(30, 29, 0)
    assert page.enough_pairs(few, few, name="service area") == (
        "A coefficient needs at least 30 pairs: no month and no service area has as many, so that "
        "there are counts only"
    )
    assert page.group_columns(few) == ["compared", "same"]
    said = page.enough_pairs(few, some, name="service area")
    assert "no month has as many and 1 of 3 service areas has as many. The others" in said
    assert page.group_columns(some) == ["compared", "same", "cohen_kappa", "gwet_ac", "note"]
    assert page.enough_pairs(by_group(0, 0), by_group(0), name="team") == ""


def test_second_opinions_in_the_singular_and_where_there_are_none():
    frame = pd.DataFrame({"same": [1, 0], "n": [1, 0]}, index=["Moderator and panel", "Later"])
    said = page.second_opinions(safe(frame.rename_axis("comparison")))
    assert said == (
        "Moderator and panel: 1 of 1 audit (100.0%) with the same grade. Later: no audit has both "
        "grades"
    )


def circumstances(*rows):
    columns = ["circumstance", "group", "moderated", "difference_low", "difference_high"]
    return safe(pd.DataFrame(rows, columns=columns).set_index(["circumstance", "group"]))


def test_a_circumstance_with_few_audits_on_one_side_differs_in_nothing():
    table = circumstances(
        ("moderator_role", "QA officer", 58, 0.2, 0.9),
        ("moderator_role", "Assistant Director", 2, -0.9, -0.2),
    )
    said = page.by_circumstance(table)
    assert "differs" not in said
    assert "fewer than 10 audits on one side" in said


def test_a_circumstance_that_differs_is_named_in_words():
    table = circumstances(("blind", "Yes", 30, 0.1, 0.4), ("blind", "No", 30, -0.4, -0.1))
    assert page.by_circumstance(table) == "The share supported differs for blind Yes and blind No"


def test_where_every_interval_includes_none_it_says_so():
    table = circumstances(("blind", "Yes", 30, -0.1, 0.4), ("blind", "No", 30, -0.4, 0.1))
    assert page.by_circumstance(table).endswith("no difference is larger than chance explains")


def mixed(*rows) -> SafeTable:
    columns = ["share_of_moderated", "share_of_rest", "difference"]
    columns += ["difference_low", "difference_high", "differs"]
    index = pd.Index(["Good", "Poor"], name="auditor_grade")
    return safe(pd.DataFrame(rows, columns=columns, index=index))


def test_the_moderated_differ_only_where_an_interval_excludes_0_and_the_interval_is_given():
    table = mixed((0.6, 0.3, 0.3, 0.1, 0.5, True), (0.4, 0.7, -0.3, -0.5, 0.01, False))
    assert page.unlike(table, name="the auditor’s own grade", graded=True) == (
        "By the auditor’s own grade, the moderated audits differ from the rest: they hold more "
        "graded Good (60.0% against 30.0%: +30.0 points, 95% interval 10.0–50.0). Their shares "
        "can’t simply be carried over to audits that nobody checked"
    )
    alike = mixed((0.5, 0.5, 0.0, -0.1, 0.1, False), (0.5, 0.5, 0.0, -0.1, 0.1, False))
    said = page.unlike(alike, name="service area")
    assert said == "By service area: no difference is larger than chance explains"


@pytest.mark.parametrize(
    ("returned", "moderated", "said"),
    [
        ([], [], ""),
        ([1], [1], "1 of 1 auditor who returned audits (100.0%) had at least one moderated. 1 "
         "auditor returned a single audit; 1 of these was moderated"),
        ([1, 1, 5], [0, 0, 2], "1 of 3 auditors who returned audits (33.3%) had at least one "
         "moderated. 2 auditors returned a single audit; 0 of these were moderated"),
        ([4], [0], "0 of 1 auditor who returned audits (0.0%) had at least one moderated"),
    ],
)  # fmt: skip
def test_whose_audits_were_moderated(returned, moderated, said):
    index = pd.Index([f"auditor {i}" for i in range(len(returned))], name="pseudonym")
    frame = pd.DataFrame({"returned": returned, "moderated": moderated}, index=index, dtype=int)
    assert page.auditors_reached(safe(frame)) == said


@pytest.mark.parametrize(
    ("timed", "median", "late", "said"),
    [
        (0, np.nan, 0, "No moderation can be timed."),
        (1, 1.0, 0, "The one moderation that can be timed came 1 day after the return, within the "
         "limit of 28 days"),
        (1, 40.0, 1, "The one moderation that can be timed came 40 days after the return, later "
         "than the limit of 28 days"),
        (2, 15.5, 1, "From return to moderation the median is 15.5 days; 1 of 2 waited longer than "
         "28 days"),
    ],
)  # fmt: skip
def test_how_soon_audits_are_moderated(timed, median, late, said):
    row = {"timed": timed, "median_days": median, "over_limit": late}
    total = pd.DataFrame(row, index=pd.Index(["All"], name="month"))
    assert page.in_time(safe(total, total), limit=28) == said


@pytest.mark.parametrize(
    ("good", "graded", "blank", "said"),
    [
        (0, 0, 0, ""),
        (0, 0, 2, "No moderator’s judgement of an audit itself is recorded."),
        (1, 1, 0, "The quality of the audit itself was judged Good in 1 of 1 moderated audit "
         "(100.0%)"),
        (1, 2, 1, "The quality of the audit itself was judged Good in 1 of 2 moderated audits "
         "(50.0%); for 1 more it isn’t recorded"),
    ],
)  # fmt: skip
def test_how_moderators_judged_the_audits_themselves(good, graded, blank, said):
    row = {grades.GOOD: good, grades.GRADED: graded, "not_recorded": blank}
    assert page.judged(pd.DataFrame(row, index=["All"]), SCALE) == said


def test_raters_in_the_singular():
    columns = ["files", "raters", "invited", "present", "pairs", "same_pairs"]
    rows = [[1, 1, 1, 1, 0, 0], [1, 2, 2, 2, 1, 1]]
    index = pd.Index(["Panel", "Service"], name="rater_group")
    assert page.rater_groups(safe(pd.DataFrame(rows, columns=columns, index=index))) == [
        "Panel: 1 person graded 1 file, giving 1 of 1 grades asked for (100.0%); nobody graded "
        "beside anybody else",
        "Service: 2 people graded 1 file, giving 2 of 2 grades asked for (100.0%); 1 of 1 pair of "
        "grades of one file (100.0%) is the same",
    ]


def test_sentences_that_rest_on_pairs_carry_what_is_to_be_known_of_them():
    about = "Invented pairs: which grades were given isn’t published."
    assert page.on_pairs(about, "2 of 60 differ", "", "None does.") == [
        "2 of 60 differ (invented pairs)",
        "None does (invented pairs)",
    ]


def coached(above, auditors):
    pairs = pd.DataFrame(
        {
            "steps": -np.asarray(above, dtype=float),
            "auditor": auditors,
            "auditor_grade": "Good",
        }
    )
    found = leniency.differences(pairs, key="k", wanted=True)
    return found, safe(found.auditors), safe(found.funnel)


def test_auditors_are_shown_in_a_funnel_with_both_limits_and_as_shrunk():
    # Of 15 audits each, a kind auditor has every one a grade above, the others seven or eight.
    above = [1] * 15 + [0, 1] * 7 + [0] + [0, 1] * 7 + [1] + [0] * 15 + [1]
    names = [*np.repeat(list("abcd"), 15).tolist(), "e"]
    found, auditors, limits = coached(above, names)
    said = " ".join(page.differences(found, about="Invented pairs: made up."))
    assert "For coaching, not performance management" in said
    assert "2 of 4 auditors shown lie beyond the 99.8% limits: a reason to talk" in said
    assert "no outliers (invented pairs)" in said
    assert "1 auditor has fewer than 10 moderated audits and is not shown" in said
    chart = page.funnel(found, auditors, limits)
    assert isinstance(chart, Chart)
    assert "99.8% limits" in chart.wide
    assert "95% limits" in chart.wide
    assert "The average is" in chart.alt
    shown = page.auditor_table(auditors).text()
    assert "Mean grades above" in shown
    assert "Shrunk mean" in shown
    assert not {"a", "b", "c", "d"} & set(shown.split())


def test_where_nobody_is_shown_there_is_neither_funnel_nor_table():
    found, auditors, limits = coached([1, 0], ["a", "b"])
    assert page.differences(found) == [
        "Auditors are not shown: no auditor has 10 or more moderated audits"
    ]
    for shown in (page.funnel(found, auditors, limits), page.auditor_table(auditors)):
        assert isinstance(shown, Prose)
        assert shown.text() == ""


def test_an_auditor_alone_beyond_the_limits_is_told_in_the_singular():
    above = [1] * 15 + [0, 0, 1] * 15
    found, _, _ = coached(above, np.repeat(list("abcd"), 15))
    assert "1 of 4 auditors shown lies beyond" in " ".join(page.differences(found))


def test_records_to_put_right_are_counted_by_kind():
    index = pd.Index(["moderated before it was returned", "other"], name="contradiction")
    frame = pd.DataFrame({"moderations": [1, 0], "audits": [1, 0]}, index=index)
    assert page.contradictory(safe(frame)) == (
        "Records to put right: moderated before it was returned (1)"
    )
    assert page.contradictory(safe(frame.assign(moderations=0))).startswith("No record contradicts")


def test_a_test_without_a_statistic_says_that_it_does_not_apply():
    tests = pd.DataFrame(
        {
            "statistic": [np.nan, 5.4, np.nan],
            "df": [np.nan, np.nan, np.nan],
            "p_value": [0.01, 0.02, np.nan],
            "n": 60,
            "note": ["", "", "only 2 pairs"],
        },
        index=pd.Index(["sign test", "shift of the mean", "Bowker"], name="test"),
    )
    shown = page.tests_shown(tests)
    assert shown["statistic"].tolist()[:2] == ["[z]", 5.4]
    assert shown["df"].tolist()[:2] == ["[z]", "[z]"]
    assert shown.loc["Bowker", ["statistic", "df"]].isna().all()
    assert page.test_columns(safe(tests))[-1] == "note"
    assert "note" not in page.test_columns(safe(tests.assign(note="")))
