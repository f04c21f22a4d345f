"""Messy inputs 1 to 8 and 29 to 32: grades as people write them, and as moderators change them."""

import pandas as pd
import pytest
from messy_register import GRADES, audit, audits, faults, notices, reconciles, repairs, run

from qaanalysis.metrics import grades, limiting_domains
from qaanalysis.metrics.moderation import moderated, second_moderations
from qaanalysis.pages import grades as grades_page
from qaanalysis.vocabulary import GradeScale

SCALE = GradeScale(GRADES, frozenset(GRADES[:2]))


def graded(folder, *written, **more):
    return run(folder, audits(*({"auditor_grade": grade} for grade in written)), **more)


def test_case_01_spellings_of_a_grade_are_counted_each(tmp_path):
    written = ["RI", "RI", "R.I.", "requires improvement\u00a0", "REQUIRES IMPROVEMENT", "Good"]
    found = graded(tmp_path, *written)
    assert found["audits"]["auditor_grade"].tolist() == ["Requires Improvement"] * 5 + ["Good"]
    counted = repairs(found)
    assert counted["alias", "RI"] == 2
    assert counted["alias", "R.I."] == 1
    assert counted["capital letters", "REQUIRES IMPROVEMENT"] == 1
    assert reconciles(found)


@pytest.mark.parametrize("unknown", ["Good/RI", "RI+", "3", "Amber", "Good?", "Adequat"])
def test_case_02_an_unknown_grade_is_rejected_and_nothing_near_is_taken(tmp_path, unknown):
    found = graded(tmp_path, "Good", unknown)
    assert faults(found) == [(3, "not a word of the list")]
    assert found.faults["found"].tolist() == [unknown]
    assert reconciles(found)


EARLIER = {"Outstanding": "Outstanding", "Good": "Good", "Inadequate": "Inadequate"}


def test_case_03_a_grade_of_an_earlier_scale_is_pooled_only_if_declared(tmp_path):
    assert faults(graded(tmp_path, "Good", "Adequate")) == [(3, "not a word of the list")]
    apart = {"earlier_scale": {"grades": {**EARLIER, "Adequate": None}}}
    found = graded(tmp_path, "Good", "Adequate", reading=apart)
    assert found["audits"]["auditor_grade"].isna().tolist() == [False, True]
    assert repairs(found)["grade of an earlier scale, not put with today’s", "Adequate"] == 1
    pooled = {"earlier_scale": {"grades": {**EARLIER, "Adequate": "Requires Improvement"}}}
    found = graded(tmp_path, "Good", "Adequate", reading=pooled)
    assert found["audits"]["auditor_grade"].tolist() == ["Good", "Requires Improvement"]
    assert repairs(found)["grade of an earlier scale", "Adequate"] == 1


def test_case_03_nor_is_it_one_of_a_day_when_the_scale_was_over(tmp_path):
    ended = {"earlier_scale": {"until": "2023-09-19", "grades": {"Adequate": "Good"}}}
    rows = audits({"auditor_grade": "Adequate"}, {"auditor_grade": "adequate"})
    rows[0]["returned_on"] = "19/09/2023"
    found = run(tmp_path, rows, reading=ended)
    assert faults(found) == [(3, "a grade of the earlier scale, after its end")]


@pytest.mark.parametrize(
    ("labels", "written"),
    [
        ([str(n) for n in range(10, -1, -1)], ["7", "10", "0"]),
        (["Met", "Partially met", "Not met"], ["partially met", "Met", "Not met"]),
        (["Green", "Amber", "Red"], ["Red", "Amber", "green"]),
    ],
)
def test_case_04_any_scale_may_be_declared(tmp_path, labels, written):
    scale = [{"label": label, "good_or_better": i == 0} for i, label in enumerate(labels)]
    found = graded(tmp_path, *written, grade_scale=scale)
    assert found.faults.empty
    assert [str(g).casefold() for g in found["audits"]["auditor_grade"]] == [
        w.casefold() for w in written
    ]
    assert found["audits"]["auditor_grade"].cat.categories.tolist() == labels[::-1]


def test_case_05_words_that_are_no_grade_are_counted_by_what_they_mean(tmp_path):
    words = {"N/A": "not graded", "tbc": "pending", "awaiting moderation": "pending"}
    found = graded(
        tmp_path, "Good", "n/a", "tbc", "tbc", "Awaiting  moderation", reading={"not_graded": words}
    )
    assert found.faults.empty
    assert found["audits"]["auditor_grade"].notna().sum() == 1
    listed = found.repairs.query("rule == 'declared to be no grade'")
    assert listed.set_index("found")["became"].to_dict() == {
        "n/a": "no grade: not graded",
        "tbc": "no grade: pending",
        "Awaiting  moderation": "no grade: pending",
    }
    assert listed["n_rows"].sum() == 4


def test_case_06_a_return_without_a_grade_is_returned_and_not_graded(tmp_path):
    found = graded(tmp_path, "Good", "", "")
    assert found["audits"]["returned_on"].notna().sum() == 3
    assert found["audits"]["auditor_grade"].notna().sum() == 1
    assert notices(found)["returned without a grade"] == "3, 4"


def domain(audit_id, name, grade):
    return {"audit_id": audit_id, "domain": name, "domain_kind": "Impact", "grade": grade}


def test_case_07_the_overall_grade_is_never_made_from_domains(tmp_path):
    marks = [domain("A2", "Safety", "Good"), domain("A2", "Plan", "Good")]
    rows = audits({"auditor_grade": "Good"}, {"auditor_grade": ""})
    found = run(tmp_path, {"audits": rows, "domain_grades": marks})
    assert found["audits"]["auditor_grade"].isna().tolist() == [False, True]
    assert notices(found)["domains are graded and the audit as a whole isn’t"] == "3"


def test_case_08_a_grade_above_its_limiting_domain_is_found(tmp_path):
    marks = [domain("A1", "Safety", "Inadequate"), domain("A2", "Safety", "Good")]
    found = run(tmp_path, {"audits": audits({}, {}), "domain_grades": marks})
    final = grades.final(found["audits"], None, as_at=pd.Timestamp("2023-10-03").date())
    above = limiting_domains.above_limit(final, found["domain_grades"], limiting=("Safety",))
    assert above["audit_id"].tolist() == ["A1"]


def moderation(n, **changes):
    made = {
        "moderation_id": f"M{n}",
        "audit_id": f"A{n}",
        "moderator": "Mo Derator",
        "moderated_on": "25/09/2023",
        "moderator_grade": "Good",
        "outcome": "Supported",
    }
    return made | changes


def test_case_29_a_grade_that_was_overwritten_is_noticed(tmp_path):
    made = [moderation(1, outcome="Downgraded"), moderation(2)]
    found = run(tmp_path, {"audits": audits({}, {}), "moderations": made})
    rule = "stated to be changed, yet both grades are alike: was the auditor’s overwritten?"
    assert notices(found)[rule] == "2"


def test_case_30_who_moderates_their_own_audit_or_case_is_noticed(tmp_path):
    made = [moderation(1, moderator="auditor  1"), moderation(2, moderator="Worker 2"),
            moderation(3)]  # fmt: skip
    rows = [*audits({}, {}, {}), audit(4, auditor="Worker 4")]
    told = notices(run(tmp_path, {"audits": rows, "moderations": made}))
    assert told["the moderator is the auditor"] == "2"
    assert told["the moderator is the case holder"] == "3"
    assert told["the auditor is the case holder"] == "5"


def test_case_31_a_flag_that_contradicts_the_grade_is_counted_neither_way(tmp_path):
    rows = [
        audit(1) | {"is_moderated": "N"} | moderation(1),
        audit(2) | {"is_moderated": "Y"} | moderation(2, moderator_grade="", moderated_on=""),
        audit(3) | {"is_moderated": "Y"} | moderation(3),
        audit(4) | {"is_moderated": "N"} | dict.fromkeys(moderation(4), "") | {"audit_id": "A4"},
    ]
    reading = {
        "spellings": {"is_moderated": {"Y": "Yes", "N": "No"}},
        "rows_with": {"moderations": ["moderation_id", "moderated_on", "moderator_grade"]},
    }
    found = run(tmp_path, {"audits": rows, "moderations": rows}, reading=reading)
    assert found.counts.loc["audits"].tolist() == [4, 4, 0, 0]
    assert found.counts.loc["moderations"].tolist() == [3, 1, 2, 1]
    assert found["moderations"]["audit_id"].tolist() == ["A3"]
    reasons = found.rejected["moderations"].set_index("audit_id")["reasons"]
    assert reasons["A1"] == "is_moderated: said not to be moderated, yet dated or graded"
    assert "moderator_grade: blank" in reasons["A2"]


def test_case_32_the_last_moderation_gives_the_final_grade_and_all_stay(tmp_path):
    made = [
        moderation(1, moderator_grade="Inadequate", outcome="Downgraded"),
        moderation(1, moderation_id="M1b", moderated_on="28/09/2023", moderator="Ap Peal"),
    ]
    found = run(tmp_path, {"audits": audits({}), "moderations": made})
    assert len(found["moderations"]) == 2
    final = grades.final(
        found["audits"], found["moderations"], as_at=pd.Timestamp("2023-10-03").date()
    )
    assert final["final_grade"].tolist() == ["Good"]


def test_case_32_a_dispute_stands_until_somebody_moderates_again(tmp_path):
    made = [
        moderation(1, disputed="Y", moderator_grade="Inadequate", outcome="Downgraded"),
        moderation(1, moderation_id="M1b", moderated_on="28/09/2023", moderator="Ap Peal"),
        moderation(2, disputed="Y"),
        moderation(3, disputed="N"),
    ]
    made[1:] = [row | {"disputed": row.get("disputed", "")} for row in made[1:]]
    reading = {"spellings": {"disputed": {"Y": "Yes", "N": "No"}}}
    sources = {"audits": audits({}, {}, {}), "moderations": made}
    found = run(tmp_path, sources, reading=reading)
    assert found.faults.empty
    rule = "disputed by the service, and moderated by nobody since"
    assert notices(found)[rule] == "4"
    # A disputed grade is the final one until then: nothing is taken out of the figures.
    final = grades.final(
        found["audits"], found["moderations"], as_at=pd.Timestamp("2023-10-03").date()
    )
    assert final["final_grade"].tolist() == ["Good", "Good", "Good"]


UNSETTLED = "moderated more than once on the last day, with different grades: none is final"


@pytest.mark.parametrize("ids", [("M1", "M2"), ("M2", "M1")])
def test_case_32_of_two_on_the_last_day_that_differ_none_is_final(tmp_path, ids):
    made = [
        moderation(1, moderation_id=ids[0], moderator_grade="Good", moderator="Ap Peal"),
        moderation(1, moderation_id=ids[1], moderator_grade="Inadequate"),
        moderation(2, moderation_id="M3"),
        moderation(2, moderation_id="M4", moderator="Ap Peal"),
    ]
    found = run(tmp_path, {"audits": audits({}, {}, {}), "moderations": made})
    assert notices(found)[UNSETTLED] == "2, 3"
    as_at = pd.Timestamp("2023-10-03").date()
    final = grades.final(found["audits"], found["moderations"], as_at=as_at)
    assert final["final_grade"].astype(object).fillna("").tolist() == ["", "Good", "Good"]
    assert final["moderated"].tolist() == [True, True, False]
    assert final["whose_grade"].tolist()[0] == grades.UNSETTLED
    assert grades.n_moderated(final) == 1
    assert "have no final grade" in grades_page.unsettled(final)
    pairs = moderated.pairs(found["audits"], found["moderations"], as_at=as_at)
    assert pairs["n_moderations"].tolist() == [2, 2]
    assert moderated.compared(pairs)["audit_id"].tolist() == ["A2"]
    assert pairs["outcome"].astype(object).fillna("").tolist() == ["", "Supported"]
    # Both people's grades still tell whether moderators agree.
    twice = second_moderations.moderated_twice(found["audits"], found["moderations"], as_at=as_at)
    assert {twice["earlier_grade"][0], twice["moderator_grade"][0]} == {"Good", "Inadequate"}


def test_case_32_who_moderates_their_own_audit_unsettles_nothing(tmp_path):
    made = [
        moderation(1),
        moderation(1, moderation_id="M2", moderator="Auditor 1", moderator_grade="Inadequate"),
    ]
    found = run(tmp_path, {"audits": audits({}), "moderations": made})
    assert UNSETTLED not in notices(found)
    as_at = pd.Timestamp("2023-10-03").date()
    final = grades.final(found["audits"], found["moderations"], as_at=as_at)
    assert final["final_grade"].tolist() == ["Good"]
    assert grades_page.unsettled(final) == ""
