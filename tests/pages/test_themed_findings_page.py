"""Sentences and tiles on themed audits, from tables made by hand."""

import numpy as np
import pandas as pd
import pytest

from qaanalysis.disclosure import protect
from qaanalysis.metrics import themed
from qaanalysis.metrics.themed import Chosen, Design, Place
from qaanalysis.pages import themed_findings as page
from qaanalysis.vocabulary import Audience, Selection

UNKNOWN = Chosen(Selection.UNKNOWN)
# How many of 48 children met each question, did not, and had it not recorded or no answer.
IN_NEED = {
    "Visited?": (34, 14, 0, 0),
    "Reviewed?": (35, 12, 1, 0),
    "Updated?": (10, 38, 0, 0),
    "Asked?": (8, 1, 0, 39),
}


def rows(counts=None, n=48):
    made = []
    for question, (met, not_met, unrecorded, none) in (counts or IN_NEED).items():
        places = [Place.MET] * met + [Place.NOT_MET] * not_met
        places += [Place.NOT_RECORDED] * unrecorded + [Place.NO_ANSWER] * none
        made.append(
            pd.DataFrame(
                {"child_id": [f"C{i}" for i in range(n)], "question": question, "place": places}
            )
        )
    found = pd.concat(made, ignore_index=True)
    return found.astype({"question": pd.CategoricalDtype(list(counts or IN_NEED), ordered=True)})


def safe(frame, unit="cases"):
    return protect(frame, audience=Audience.INTERNAL, caption="Made by hand", unit=unit)


def tables(found, chosen=UNKNOWN):
    done = safe(themed.completion.completion(found))
    return done, safe(themed.questions.by_question(found, chosen))


def test_the_lead_says_what_came_back_what_is_met_least_and_why_there_is_no_interval():
    said = page.lead(*tables(rows()), UNKNOWN)
    assert said == [
        "Of 48 cases chosen, 9 are complete and 39 partly",
        # 8 of 9 asked would be the most, but so few answers say little.
        "Met least: Updated? 10 of 48, 20.8%. Met most: Reviewed? 35 of 47, 74.5%",
        "No share has an interval: it isn’t known how the cases were chosen, so that no interval "
        "is allowed",
    ]


def test_where_what_was_answered_is_hidden_the_lead_says_so():
    done, _ = tables(rows({"Q": (99, 1, 0, 0)}, 100))
    frame = pd.DataFrame({"answered": [100], "met": ["[c]"], "met_share": ["[c]"]}, index=["Q"])
    said = page.lead(done, safe(frame), UNKNOWN)
    assert said[1] == "What was answered is hidden, because numbers are small"


def test_the_lead_of_a_random_draw_has_the_interval():
    counts = {"Assessed?": (99, 1, 0, 0)}
    chosen = Chosen(Selection.RANDOM, n_frame={"whole frame": 361})
    said = page.lead(*tables(rows(counts, 100), chosen), chosen)
    # 344 and 360 of 361.
    assert said[1] == "Assessed? 99 of 100, 99.0% (95% interval 95.3–99.7)"
    assert said[-1] == ""


def test_a_share_that_is_weighted_is_shown_as_it_is_and_not_computed_anew():
    table = safe(
        pd.DataFrame(
            {"answered": [20], "met": [10], "met_share": [0.3]}
            | {"met_share_low": [0.1], "met_share_high": [0.6], "why": [""]},
            index=pd.Index(["Q"], name="question"),
        )
    )
    done = safe(themed.completion.completion(rows({"Q": (10, 10, 0, 0)}, 20)))
    assert (
        page.lead(done, table, Chosen(Selection.RANDOM))[1]
        == "Q 10 of 20, 30.0% (95% interval 10.0–60.0)"
    )


@pytest.mark.parametrize(
    ("counts", "n", "said"),
    [
        ({"Q": (0, 0, 0, 5)}, 5, "Of 5 cases chosen, none has come back yet"),
        ({"Q": (0, 0, 0, 0)}, 0, "No case was chosen, so there is nothing to report"),
    ],
)
def test_nothing_chosen_or_come_back_is_said_and_nothing_more(counts, n, said):
    assert page.lead(*tables(rows(counts, n)), UNKNOWN) == [said]


def test_the_lead_of_an_audit_that_is_complete_says_no_more_than_that():
    found = tables(rows({"Q": (10, 2, 0, 0)}, 12))
    assert page.lead(*found, UNKNOWN)[0] == "All 12 cases were answered in full"


def test_only_questions_with_a_gap_leave_something_possible():
    table = page.possible(page.counts(tables(rows())[1].frame, UNKNOWN))
    assert table.index.tolist() == ["Reviewed?", "Asked?"]
    assert "met_share_low" not in table


def test_a_reason_that_only_some_questions_have_names_them():
    drawn = Chosen(Selection.RANDOM, n_frame={"whole frame": 48})
    table = tables(rows({"Q": (40, 8, 0, 0), "R": (0, 0, 48, 0)}), drawn)[1].frame
    assert page.note(table) == "No interval: nobody answered (R)."
    assert page.note(table.iloc[:1]) == ""
    everywhere = page.note(tables(rows())[1].frame)
    assert everywhere.startswith("No interval: it isn’t known")
    assert "Visited" not in everywhere


def test_a_plan_without_an_earlier_sample_says_so():
    assert page.before(None, pd.DataFrame()) == ["The plan names no earlier sample to compare with"]


def test_fewer_than_ten_answers_have_no_least_nor_most():
    found = tables(rows({"Q": (5, 4, 0, 0)}, 9))
    assert "No question has 10 answers or more: only counts are given" in page.lead(*found, UNKNOWN)


def test_how_cases_were_chosen_says_whether_intervals_are_allowed():
    unknown = page.how_chosen(UNKNOWN, why="the team sent 30 files")
    assert unknown == [
        "How the cases came to be chosen isn’t known",
        "The plan says: the team sent 30 files",
        "No intervals are given: it isn’t known how the cases were chosen, so that no interval is "
        "allowed. The shares are of these cases, and say nothing of others",
    ]
    census = page.how_chosen(Chosen(Selection.CENSUS))
    assert census[-1].endswith("so that there is no sampling error")
    drawn = page.how_chosen(Chosen(Selection.RANDOM, Design.FAMILIES))
    assert "every child in the frame of a drawn family" in drawn[0]
    assert drawn[1].startswith("Intervals are given")


@pytest.mark.parametrize("design", Design)
def test_every_design_has_its_words(design):
    assert "random" in page.how_chosen(Chosen(Selection.RANDOM, design))[0]


def test_only_a_draw_has_a_seed():
    assert "The seed is “a/b”" in page.how_chosen(Chosen(Selection.RANDOM), seed="a/b")
    assert "a/b" not in " ".join(page.how_chosen(Chosen(Selection.CENSUS), seed="a/b"))


def test_one_child_for_each_family_is_a_share_of_families():
    said = page.how_chosen(Chosen(Selection.RANDOM), siblings="random")
    assert "shares are of families and not of children" in said[-1]


def test_both_shares_of_the_sample_are_shown():
    cover = safe(
        themed.coverage.coverage(77, n_frame=209, n_cohort=287, frame="frame"), unit="children"
    )
    assert page.covered(cover) == (
        "Looked at: 77 of 209 children (36.8%) of the frame and 77 of 287 children (26.8%) of the "
        "whole cohort"
    )


def test_the_tiles_are_what_came_back_its_part_of_the_cohort_and_the_least_met():
    cover = safe(themed.coverage.coverage(48, n_frame=48, n_cohort=48), unit="children")
    found = page.key_figures(*tables(rows()), cover)
    assert [figure.name for figure in found] == ["complete", "of_cohort", "least_met"]
    assert found[0].text() == "Complete: 9. Of 48 cases chosen."
    assert found[2].text().startswith("Met least: Updated?: 20.8%. 10 of 48 answers. It isn’t")


def test_what_is_not_recorded_is_named_with_what_it_leaves_open():
    said = page.unrecorded(tables(rows())[1])
    assert said == [
        "Reviewed? 1 Not recorded, so that the share met may be 72.9–75.0%",
        "Asked? 39 without an answer, so that the share met may be 16.7–97.9%",
    ]


def test_answers_in_no_figure_are_counted():
    table = pd.DataFrame({"answers": [2, 1]}, index=["the child is a reserve", "it is late"])
    assert page.left_out(table) == (
        "In no figure: 2 answers as the child is a reserve and 1 answer as it is late"
    )
    assert page.left_out(table.iloc[:0]) == ""


def asked(yes, no):
    found = rows({"Asked?": (yes, no, 0, 0)}, yes + no)
    return found.assign(answer=["Yes"] * yes + ["No"] * no)


def test_an_earlier_sample_without_its_size_is_not_compared():
    found = themed.previous.change(
        asked(99, 1), UNKNOWN, question="Asked?", count=77, n=None, counted=["No"]
    )
    assert page.change(found, when="June 2020") == [
        "Asked? Answered No: 77 in June 2020, 1 of 100 now. They can’t be compared: the size of "
        "the earlier sample isn’t given, so that its count can’t be made a share"
    ]


def test_a_difference_has_its_interval_or_says_why_not():
    drawn = Chosen(Selection.RANDOM, n_frame={"whole frame": 361})
    for chosen, ending in ((drawn, "(95% interval"), (UNKNOWN, "(without an interval: it isn’t")):
        found = themed.previous.change(
            asked(80, 20), chosen, question="Asked?", count=48, n=80, counted=["Yes"]
        )
        said = page.change(found, when="June 2020")[0]
        assert said.startswith(
            f"Asked? Answered Yes: 48 of 80 in June 2020, 80 of 100 now: +20.0 points {ending}"
        )


def test_stated_percentages_are_held_against_whole_numbers():
    table = tables(rows())[1].frame
    said = [("visited", "Visited?", "71", 48), ("reviewed", "Reviewed?", "74", 48)]
    said += [("updated", "Updated?", "25", 48), ("seen", "Seen?", "50", 48)]
    assert page.stated(themed.stated.stated(table, said)) == [
        "“visited” was stated as 71% of 48, which 34 rounds to. Found: 34 of 48 answers, which "
        "agrees",
        "“reviewed” was stated as 74% of 48. No whole number of 48 rounds to that; 35 of 47 does. "
        "Found: 35 of 47 answers, which agrees",
        "“updated” was stated as 25% of 48, which 12 rounds to. Found: 10 of 48 answers, which "
        "doesn’t agree",
        "“seen” was stated as 50% of 48, which 24 rounds to. The plan has no such question",
    ]


def test_no_sentence_has_an_unfilled_number():
    everything = [*page.lead(*tables(rows()), UNKNOWN), *page.unrecorded(tables(rows())[1])]
    assert not [text for text in everything if "nan" in text.lower() or "[x]" in text]
    assert np.isnan(themed.questions.by_question(rows(), UNKNOWN)["met_share_low"]).all()
