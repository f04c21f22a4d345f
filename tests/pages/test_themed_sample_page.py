"""Sentences and tiles on a themed audit's sample, from made children."""

import numpy as np
import pandas as pd
import pytest
from test_themed_choice import PLANS, RULE, choice, cohort

from qaanalysis.disclosure import protect
from qaanalysis.draws import themed as draws
from qaanalysis.pages import themed_allocation, themed_likeness, themed_planner
from qaanalysis.pages import themed_sample as page
from qaanalysis.sampling.themed_sample import example
from qaanalysis.vocabulary import Audience


def safe(frame, unit="children"):
    return protect(frame, audience=Audience.INTERNAL, caption="Made by hand", unit=unit)


def lead(made):
    return page.lead(made.sample, safe(made.coverage))


def test_the_lead_says_who_is_left_out_and_both_shares():
    said = lead(choice(cohort(60, 2), eligible=[RULE], siblings="random", n=10, reserves=3))
    # Eight of 60 are under 2; of 30 families with two children each, four lose both.
    assert said == [
        "Of 60 children in the cohort 26 are in the frame. Left out: 8 as under 2 and 26 as "
        "another child stands for the family",
        "Drawn: 10 of 26 children (38.5%) of the frame and 10 of 60 children (16.7%) of the whole "
        "cohort. 3 more are in reserve",
    ]


def test_the_lead_counts_families_where_they_are_drawn():
    said = lead(choice(cohort(60, 2), **PLANS["families"]))
    assert said[0] == "12 of 30 families were drawn, and all their children who are in the frame"
    assert "Drawn: 24 of 60 children (40.0%) of the frame" in said[1]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("census", "Every case of the frame was looked at. Looked at: 52 of 52 children"),
        ("unknown", "How the cases came to be chosen isn’t known. How many cases there were to"),
    ],
)
def test_the_lead_of_what_wasnt_drawn_says_so(name, said):
    assert lead(choice(**PLANS[name]))[-1].startswith(said)
    assert "Drawn" not in " ".join(lead(choice(**PLANS[name])))


def test_tiles_have_their_counts():
    made = choice(**PLANS["rules"])
    tiles = page.key_figures(made.sample, safe(made.coverage))
    assert [tile.text() for tile in tiles] == [
        "Drawn: 20. Of 52 children in the frame. With 3 in reserve.",
        "Of the frame: 38.5%. 20 of 52 children.",
        "Of the whole cohort: 33.3%. 20 of 60 children.",
    ]
    census = choice(**PLANS["census"])
    assert page.key_figures(census.sample, safe(census.coverage))[0].label == "Looked at"


def test_what_the_draw_couldnt_meet_is_said_by_stratum():
    rows = cohort().assign(service_area=["North"] * 58 + ["South"] * 2)
    made = choice(rows, design="stratified", strata="service_area", reserves=5)
    assert page.draw_unmet(made.sample) == [
        "Stratum South: 4 reserves are missing, as no more children are left"
    ]
    few = choice(cohort(21), reserves=5)
    assert page.draw_unmet(few.sample) == [
        "In the frame 4 reserves are missing, as no more children are left"
    ]


def test_cases_without_an_auditor_are_counted_and_no_child_is_named():
    people = pd.DataFrame({"auditor": ["U. Garth"], "capacity": pd.array([15], dtype="Int64")})
    made = choice(auditors=people)
    assert page.unallocated(made.sample) == ["5 cases have no auditor, as nobody has capacity left"]
    every = " ".join([*lead(made), *page.draw_unmet(made.sample)])
    assert "C0" not in every
    assert "Garth" not in every


def test_how_says_the_design_the_strata_and_who_stands_for_a_family():
    said = page.how(choice(cohort(60, 2), **PLANS["one each"]).sample)
    assert said[-1].startswith("Of each family one child is in the frame, drawn at random")
    said = page.how(choice(**PLANS["stratified"]).sample)
    assert "Strata: service area; the number is shared out by proportional allocation" in said
    said = page.how(choice(**PLANS["unknown"]).sample)
    assert said[-1] == "The plan says: no list was kept"


def test_one_stratum_needs_a_sentence_and_no_table():
    made = choice()
    assert page.one_stratum(made.sample) == (
        "There is one stratum, the whole frame: each had the same chance, 33.3%, and stands for "
        "3.00 of them"
    )
    assert page.strata(safe(made.strata)).text() == ""
    several = choice(**PLANS["stratified"])
    assert page.one_stratum(several.sample) == ""
    assert "North" in page.strata(safe(several.strata)).text()
    sized = choice(cohort().assign(age=range(1, 61)), design="pps", size_field="age")
    assert "in proportion to its size" in page.one_stratum(sized.sample)


def planned(made):
    buys, needed = safe(made.buys, made.unit), safe(made.needed, made.unit)
    return themed_planner.planned(made.sample, buys, needed, made.effects)


def test_what_the_number_buys_is_said_with_its_frame():
    said = planned(choice())
    # 1.96 · √(0.25/20 · 40/59)
    assert said[0].startswith("20 of 60 children give a share a margin of error of ±18.0 points")
    # 40·39·…·34 of 60·59·…·54 draws miss all of 7: 4.8%; of 6 they'd be 7.7%.
    assert said[1].startswith("If 7 or more of the 60 have something")
    assert said[2].startswith("How many children it takes: 38 for a margin of error of ±10 points")
    assert len(said) == 3


def test_families_say_what_their_likeness_could_make_of_it():
    said = planned(choice(cohort(60, 2), **PLANS["families"]))
    assert "a design effect of 1.50" in said[-1]
    # ±19.1 with 1.5; ±15.6 and ±22.1 with 1 and 2.
    assert "It would be ±15.6 points if they weren’t alike at all, and ±22.1 points" in said[-1]


def test_strata_with_unequal_chances_say_what_these_cost():
    assert "a little narrower" in planned(choice(**PLANS["stratified"]))[-1]
    rows = cohort().assign(service_area=["North"] * 50 + ["South"] * 10)
    fixed = {"allocation": "fixed", "sizes": {"North": 10, "South": 10}}
    made = choice(rows, design="stratified", strata="service_area", **fixed)
    assert planned(made)[-1].endswith("a design effect of 1.44")


@pytest.mark.parametrize("name", ["census", "unknown"])
def test_what_wasnt_drawn_has_a_plain_sentence_and_no_chart(name):
    made = choice(**PLANS[name])
    assert planned(made) == [page.no_draw(made.sample)]
    assert "no margin of error" in planned(made)[0] or "no number of cases" in planned(made)[0]
    assert themed_planner.curve(safe(made.buys)).text() == ""
    assert themed_planner.before(made.plan.previous, safe(made.buys)) == ""
    assert page.checked(made.sample)[0].startswith(("Every child", "There was no draw"))


def test_the_sample_before_needs_its_size():
    known = {"when": "June 2020", "question": "Planned?", "count": 20, "n": 40}
    said = themed_planner.before(
        choice(previous=known).plan.previous, safe(choice(previous=known).buys)
    )
    assert said.startswith("Against the sample of June 2020, a fall of 3")
    assert said.endswith("or more would show with a probability of 80%")
    without = choice(previous={**known, "n": None})
    assert "without its size" in themed_planner.before(without.plan.previous, safe(without.buys))
    tiny = choice(previous={**known, "count": 1, "n": 1}, n=1)
    assert "No change" in themed_planner.before(tiny.plan.previous, safe(tiny.buys))
    assert themed_planner.before(None, safe(choice().buys)) == ""


def compared(**differences):
    index = pd.MultiIndex.from_tuples(
        [("age", "mean"), ("ethnicity", "A"), ("ethnicity", "not recorded")],
        names=["field", "category"],
    )
    return pd.DataFrame({f"standardised_from_{k}": v for k, v in differences.items()}, index=index)


def test_what_is_beyond_is_named_largest_first_and_what_chance_would_do_is_said():
    said = themed_likeness.said(
        compared(frame=[0.104, -0.3, 0.11], cohort=[0.0, 0.05, np.nan]), by_chance=0.3, drawn=True
    )
    assert said[0] == (
        "In 2 of 3 categories the sample differs from the frame by more than 0.1 standard "
        "deviations: Ethnicity A (−0.30) and Ethnicity not recorded (+0.11)"
    )
    assert said[1].startswith("In none of 2 categories does the sample differ from the whole")
    assert said[2].startswith("By chance alone about 1 of 3 would differ so much")
    unknown = themed_likeness.said(compared(frame=[0, 0, 0]), by_chance=np.nan, drawn=True)
    assert unknown[-1].startswith("A fair draw of a few dozen often has some")
    census = themed_likeness.said(compared(cohort=[0.2, 0, 0]), by_chance=np.nan, drawn=False)
    assert len(census) == 1
    assert themed_likeness.said(compared(), by_chance=np.nan, drawn=False) == [
        "Every child of the cohort is looked at, so that there is nothing to compare with"
    ]


def test_shares_and_means_are_written_as_they_are():
    made = themed_likeness.written(choice(**PLANS["rules"]).like_all)
    assert made.loc[("age", "mean"), "cohort"] == "7.9"
    assert made.loc[("service_area", "North"), "cohort"] == "50.0%"
    chart = themed_likeness.chart(safe(made)).text()
    assert "Against the frame:" in chart
    assert themed_likeness.chart(safe(choice(**PLANS["unknown"]).like_all)).text() == ""


def test_who_was_audited_is_counted_and_those_who_have_gone_are_said():
    def said(n_audited, about=True):
        table = compared(cohort=[0.2, 0, 0])
        return themed_likeness.said_of_audited(table, n_audited, when="in May", about=about)

    assert said((5, 4))[0] == (
        "4 children of the caseload had an individual audit, planned in May, that came back; 1 "
        "other isn’t in the open caseload any more"
    )
    assert "the audited differ from the caseload" in said((4, 4))[1]
    assert said((3, 0)) == [
        "No child of the caseload had an individual audit, in May, that came back"
    ]
    assert said((5, 4), about=False) == []


def test_loads_are_counted_and_nobody_is_named():
    made = choice(auditors=example.auditors())
    known = made.known_of_auditors
    said = themed_allocation.shared_out(safe(draws.loads(made.sample)), known)
    assert said == [
        "3 auditors by the number of cases they have: one with none and two with ten; 1 is "
        "on leave. Loads are even in proportion to how many cases each can take on"
    ]
    rules = themed_allocation.kept_apart(made.sample, known)
    assert rules[0] == "Nobody audits a case that they hold"
    assert "1 of 3 auditors have a team" in rules[1]
    none = choice()
    loads = safe(draws.loads(none.sample))
    assert (
        "There is no table of auditors"
        in themed_allocation.shared_out(loads, none.known_of_auditors)[0]
    )
    assert themed_allocation.kept_apart(none.sample, none.known_of_auditors) == []


def test_the_seed_and_its_reason_are_said():
    assert "nobody can look for one that suits" in page.seed(choice().sample.plan)[0]
    other = choice(seed="another", seed_reason="the first was published too early")
    assert page.seed(other.sample.plan) == [
        "The seed is “another”, not the default one. Why: the first was published too early"
    ]
    shared = choice(coordination_key="a year", coordination_start=0.25)
    assert "begins 25.0% of the way round" in page.checked(shared.sample)[0]
