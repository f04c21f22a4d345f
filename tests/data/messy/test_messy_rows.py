"""Messy inputs 25 to 28 and 33 to 46: identifiers, copies, families, teams, totals, themes."""

import datetime as dt

import pandas as pd
import pytest
from messy_register import (
    GRADES,
    audit,
    audits,
    faults,
    notices,
    reconciles,
    refused,
    repairs,
    run,
)

from qaanalysis.disclosure.free_text import identifying_texts
from qaanalysis.disclosure.identifiers import identifiers
from qaanalysis.errors import DataError
from qaanalysis.metrics import chasing, claims, grades, returns
from qaanalysis.metrics.learning import coding, named
from qaanalysis.metrics.moderation import coverage
from qaanalysis.params_claims import Claims
from qaanalysis.stats import reachable
from qaanalysis.vocabulary import GradeScale

AS_AT = dt.date(2023, 10, 3)
MONTHS = pd.period_range("2023-07", "2023-09", freq="M", name="month")


def test_case_25_an_identifier_is_text_and_is_written_as_declared(tmp_path):
    written = ["LCS-00123", "123", "123.0", " lcs 00123", "00123", "X9"]
    rows = audits(*({"child_id": text} for text in written))
    as_is = run(tmp_path, rows)["audits"]["child_id"].tolist()
    assert as_is == [text.strip() for text in written]
    form = {"identifiers": {"child_id": {"prefix": "LCS-", "digits": 5}}}
    found = run(tmp_path, rows, reading=form)
    assert found["audits"]["child_id"].tolist() == ["LCS-00123"] * 5 + ["X9"]
    assert repairs(found)["identifier written as declared", ""] == 4


def test_case_25_children_who_join_nothing_are_told(tmp_path):
    child = {"theme": "T", "child_id": "7", "service_area": "North", "team": "North 1"}
    answers = [
        {"theme": "T", "child_id": "7.0", "question": "Seen?", "answer": "Yes"},
        {"theme": "T", "child_id": "7", "question": "Heard?", "answer": "Yes"},
    ]
    sources = {"audits": audits({}), "cohort": [child], "themed_responses": answers}
    rule = "answers for a child who isn’t in the theme’s cohort"
    assert notices(run(tmp_path, sources))[rule] == "2"
    mended = run(tmp_path, sources, reading={"identifiers": {"child_id": {}}})
    assert rule not in notices(mended)


def test_case_26_a_copy_is_kept_once_and_a_contradiction_not_at_all(tmp_path):
    rows = [audit(1), audit(1), audit(2), audit(2, auditor_grade="Inadequate"), audit(3)]
    found = run(tmp_path, rows)
    assert sorted(faults(found)) == [
        (3, "copy of another row"),
        (5, "repeated with other values"),
    ]
    assert found["audits"]["audit_id"].tolist() == ["A1", "A3"]
    assert reconciles(found)


def test_case_26_the_later_row_stays_where_that_is_declared(tmp_path):
    rows = [
        audit(1),
        audit(1, returned_on="28/09/2023", auditor_grade="Inadequate"),
        audit(2),
        audit(2, auditor_grade="Inadequate"),
    ]
    found = run(tmp_path, rows, reading={"latest_wins": {"audits": "returned_on"}})
    assert found["audits"]["auditor_grade"].tolist() == ["Inadequate"]
    assert faults(found)[0] == (2, "not used, as a later row with the same identifier was kept")
    # Two rows of one day still contradict each other.
    assert faults(found)[1] == (5, "repeated with other values")
    assert found.counts.loc["audits"].tolist() == [4, 1, 3, 0]


def test_case_26_one_child_twice_in_a_month_is_told(tmp_path):
    rows = audits(*[{"child_id": "C1"}] * 2, *[{"child_id": "C3"}] * 2, {})
    rows[3]["auditor_grade"] = "Inadequate"
    told = notices(run(tmp_path, rows))
    assert told["the same child audited twice for one month"] == "2, 3"
    assert told["the same child audited twice for one month, with different grades"] == "4, 5"


def test_case_27_siblings_are_children_of_one_family(tmp_path):
    rows = audits({"family_id": "F9"}, {"family_id": "F9"}, {})
    found = run(tmp_path, rows)
    assert found["audits"]["child_id"].nunique() == 3
    assert found["audits"]["family_id"].nunique() == 2
    assert notices(found)["children of one family audited for one month"] == "2, 3"


FAMILIES = {"several": {"audits": {"child_id": [";"]}}}


def test_case_27_an_audit_of_siblings_in_one_row_is_one_audit(tmp_path):
    rows = audits(
        {"child_id": "C1; C2; C3", "family_id": "F1"},
        {"child_id": "C4;C5", "family_id": "F2", "auditor_grade": "Inadequate"},
        {"child_id": "C6;C7", "auditor_grade": "Goood"},
        {"child_id": "C8;C9", "returned_on": "", "auditor_grade": ""},
    )
    made = [{"moderation_id": f"M{n}", "audit_id": f"A{n}", "moderator": "Mo", "outcome": "",
             "moderated_on": "28/09/2023", "moderator_grade": "Good"} for n in (1, 2)]  # fmt: skip
    found = run(tmp_path, {"audits": rows, "moderations": made}, reading=FAMILIES)
    register = found["audits"]
    assert register["audit_id"].tolist() == ["A1", "A2", "A4"]
    assert found.counts.loc["audits"].tolist() == [4, 3, 1, 0]
    assert found.siblings["audit_id"].tolist() == ["A1", "A1", "A2", "A4"]
    assert found.siblings["child_id"].tolist() == ["C2", "C3", "C5", "C9"]
    assert found.origins["audits"].rows.tolist() == [2, 3, 5]
    monthly = returns.by_month(register, months=MONTHS, as_at=AS_AT)
    assert monthly.loc["2023-09", ["scheduled", "returned"]].tolist() == [3, 2]
    graded = grades.final(register, found["moderations"], as_at=AS_AT)
    covered = coverage.by_month(graded, months=MONTHS)
    assert covered.loc["2023-09", ["returned", "moderated"]].tolist() == [2, 2]
    counted = returns.children(register, as_at=AS_AT, siblings=found.siblings).iloc[0]
    assert counted[["returned", "children", "families"]].tolist() == [2, 5, 2]
    # Who is named in a report is looked for among all of them.
    known = identifiers(found, GradeScale(GRADES, frozenset(GRADES[:2]))).columns
    children = next(column.texts for column in known if column.name == "audits.child_id")
    assert {f"C{n}" for n in (1, 2, 3, 4, 5, 8, 9)} <= set(children)


def test_case_27_nothing_else_of_an_audit_may_be_several(tmp_path):
    several = {"several": {"audits": {"team": [";"]}}}
    said = refused(tmp_path, audits({"team": "North; South"}), reading=several)
    assert "reading.several.audits: “team” can't hold several values" in said


def test_case_28_a_re_audit_counts_in_no_return_rate(tmp_path):
    rows = audits({}, {"returned_on": "", "auditor_grade": ""}, {"audit_type": "Re-audit"})
    re_audits = [{"re_audit_id": "R1", "audit_id": "A1", "due_on": "01/12/2023"},
                 {"re_audit_id": "R2", "audit_id": "A9", "due_on": "01/12/2023"}]  # fmt: skip
    found = run(tmp_path, {"audits": rows, "re_audits": re_audits})
    monthly = returns.by_month(
        returns.individual(found["audits"], months=MONTHS), months=MONTHS, as_at=AS_AT
    )
    assert monthly.loc["2023-09", ["scheduled", "returned"]].tolist() == [2, 1]
    assert faults(found) == [(3, "no such row in audits")]


TEAMS = [
    {"name": "Assess 1", "until": "2023-08-31", "now": "Family Assessment East"},
    {"name": "Assess 1", "since": "2023-09-01", "until": "2023-09-30", "now": "Duty"},
    {"name": "Family Assessment East", "now": "East"},
    {"name": "East"},
    {"name": "North 1"},
]


def test_case_33_teams_stand_under_the_names_they_have_now(tmp_path):
    rows = audits(
        {"team": "ASSESS 1", "planned_on": "31/08/2023"},
        {"team": "Assess 1"},
        {"team": "Family Assessment East"},
        {"team": "North 1"},
        {"team": "Nowhere"},
        {"team": "Assess 1", "planned_on": "01/10/2023", "due_on": "30/10/2023",
         "returned_on": "02/10/2023"},
    )  # fmt: skip
    found = run(tmp_path, rows, reading={"teams": TEAMS})
    assert found["audits"]["team"].tolist() == [
        *("East", "Duty", "East", "North 1", "Nowhere", "Assess 1"),
    ]
    assert repairs(found)["team as it is called now", "Assess 1"] == 2
    assert repairs(found)["team as it is called now", "Family Assessment East"] == 1
    told = found.notices.set_index("rule")
    assert told.loc["a team that isn’t declared", "found"] == "Nowhere"
    outside = told.loc["a team name that wasn’t in use on the row’s day"]
    assert (outside["found"], outside["rows"]) == ("Assess 1", "7")


def test_case_33_two_names_for_one_day_are_refused_in_params(tmp_path):
    from qaanalysis.errors import ParamsError

    twice = [{"name": "A", "until": "2023-09-01"}, {"name": "a", "since": "2023-09-01"}]
    with pytest.raises(ParamsError, match="“A” is declared twice for the same days"):
        run(tmp_path, audits({}), reading={"teams": twice})


def test_case_34_exemptions_are_listed_and_a_return_counts_only_by_rule(tmp_path):
    waiting = {"returned_on": "", "auditor_grade": "", "exempted_on": "10/09/2023"}
    rows = audits(
        {**waiting, "exemption_reason": "Closed", "exemption_approver": "D"},
        waiting,
        {"exempted_on": "10/09/2023", "exemption_reason": "Closed", "exemption_approver": "D"},
    )
    found = run(tmp_path, rows)
    assert notices(found)["exempted without a reason"] == "3"
    assert notices(found)["exempted without anybody who agreed"] == "3"
    assert faults(found) == [(4, "exempted yet returned")]
    counted = run(tmp_path, rows, reading={"exempted_yet_returned": "returned"})
    assert counted.faults.empty
    assert repairs(counted)["exempted yet returned, counted as returned", ""] == 1
    table = returns.counts(counted["audits"], by="month", as_at=AS_AT)
    assert table.iloc[0].tolist() == [3, 2, 1, 1]


def totals(planned=10, exempted=2, scheduled=8, returned=6, month="September 2023"):
    return {"month": month, "planned": planned, "exempted": exempted,
            "scheduled": scheduled, "returned": returned}  # fmt: skip


def test_case_35_totals_that_do_not_add_up_are_told(tmp_path):
    stated = [totals(scheduled=7), totals(returned=9, month="August 2023"),
              totals(month="July 2023")]  # fmt: skip
    found = run(tmp_path, {"audits": audits({}), "stated_totals": stated})
    assert faults(found) == [
        (2, "scheduled isn’t planned less exempted"),
        (3, "returned exceeds scheduled"),
    ]


def test_case_36_counts_alone_are_checked_and_give_the_same_rates(tmp_path, published):
    told = pd.read_csv(published / "returns.csv").set_index("month")
    columns = ["planned", "exempted", "scheduled", "returned"]
    rows = [{"month": month, **{c: int(row[c]) for c in columns}} for month, row in told.iterrows()]
    wrong = {"month": "2024-01", "planned": 9, "exempted": 1, "scheduled": 9, "returned": 1}
    found = run(tmp_path, {"stated_totals": [*rows, wrong]}, month="2023-11", as_at="2023-12-03")
    assert faults(found) == [(len(rows) + 2, "scheduled isn’t planned less exempted")]
    months = pd.period_range("2023-05", "2023-12", freq="M", name="month")
    table = returns.of_counts(found["stated_totals"], months=months)
    by_hand = told["returned"] / told["scheduled"]
    assert table["return_rate"].tolist()[:-1] == pytest.approx(by_hand.tolist())
    assert pd.isna(table.loc["2023-12", "returned"])
    with pytest.raises(DataError, match=r"counts only \(stated_totals\), and this needs the table"):
        found["audits"]
    assert found.notices.empty


def test_case_36_a_month_that_is_not_counted_is_told(tmp_path):
    said = refused(tmp_path, {"stated_totals": [totals()]}, month="2023-11", as_at="2023-12-03")
    assert "2023-11" in said


def claim(**stated):
    told = Claims(source="A report", statements=[{"said": "It says so", "kind": "share", **stated}])
    scale = GradeScale(("Good", "Poor"), frozenset({"Good"}))
    return claims.checked(told, claims.Known({}, MONTHS, scale)).iloc[0]


def test_case_37_a_stated_percentage_is_only_held_against_the_counts(tmp_path):
    stated = [totals() | {"return_rate": rate} for rate in ("75.00%", "0.75", "75")]
    stated = [row | {"month": f"{m} 2023"}
              for row, m in zip(stated, ("July", "August", "September"), strict=True)]  # fmt: skip
    found = run(tmp_path, {"audits": audits({}), "stated_totals": stated})
    assert "return_rate" not in found["stated_totals"]
    assert repairs(found)["column not read", "return_rate"] == 3
    assert claim(percent="75", count=6, out_of=8)["verdict"] == "holds"
    assert claim(percent="53", count=6, out_of=8)["verdict"] == "doesn’t hold"


@pytest.mark.parametrize(
    ("percent", "total", "reached"),
    [("74", 48, ()), ("71", 48, (34,)), ("27.2", 209, ()), ("27.3", 209, (57,)), ("70", 31, ())],
)
def test_case_38_a_percentage_that_no_count_gives_is_found(percent, total, reached):
    digits = len(percent.partition(".")[2])
    by_hand = tuple(n for n in range(total + 1) if f"{100 * n / total:.{digits}f}" == percent)
    assert by_hand == reached
    assert reachable.counts(percent, total) == reached


def test_case_40_and_41_months_without_audits_have_no_rate_and_keep_their_place(tmp_path):
    found = run(tmp_path, audits({}, {"month": "July 2023", "planned_on": "01/07/2023"}))
    table = returns.by_month(found["audits"], months=MONTHS, as_at=AS_AT)
    assert table.index.astype(str).tolist() == ["2023-07", "2023-08", "2023-09"]
    assert table.loc["2023-08", "scheduled"] == 0
    assert pd.isna(table.loc["2023-08", "return_rate"])


FINDINGS = [
    {"finding_id": "F1", "audit_id": "A1", "finding_kind": "Strength",
     "theme": "Chronology; Supervision, voice of child"},
    {"finding_id": "F2", "audit_id": "A1", "finding_kind": "Strength", "theme": "VOTC;Chronology;"},
    {"finding_id": "F3", "audit_id": "A2", "finding_kind": "Strenght", "theme": "VOTC; Plans"},
]  # fmt: skip
ACTION = {"action_id": "B1", "audit_id": "A1", "finding_id": "F1", "raised_on": "21/09/2023"}
SEVERAL = {"several": {"findings": {"theme": [";", ","]}}}
WORDS = {"chronology": "Chronologies", "votc": "Voice of the child", "voc": "Voice of the child",
         "voice of child": "Voice of the child"}  # fmt: skip


def found_themes(folder):
    sources = {"audits": audits({}, {}), "findings": FINDINGS, "actions": [ACTION]}
    return run(folder, sources, reading=SEVERAL)


def test_case_42_several_themes_in_a_cell_are_a_row_each(tmp_path):
    found = found_themes(tmp_path)
    themes = found["findings"].set_index("finding_id")["theme"].to_dict()
    assert themes == {
        "F1": "Chronology",
        "F1 (2)": "Supervision",
        "F1 (3)": "voice of child",
        "F2": "VOTC",
        "F2 (2)": "Chronology",
    }
    assert repairs(found)["several values in a cell, a row for each", ""] == 3
    # Rows of the file are accounted for, not the values in them.
    assert found.counts.loc["findings"].tolist() == [3, 2, 1, 0]
    assert found.counts.loc["actions", "accepted"] == 1
    coded = coding.coded(found["findings"], found["audits"], words=WORDS, as_at=AS_AT)
    rows = named.named(coded, {"Chronologies": ["Chronologies"]}, heading="theme")
    # Named twice, by one audit.
    assert (coded.findings["theme"] == "Chronologies").sum() == 2
    assert rows["strength"].sum() == 1


def test_case_43_words_for_a_theme_are_declared_and_others_listed(tmp_path):
    found = found_themes(tmp_path)
    coded = coding.coded(found["findings"], found["audits"], words=WORDS, as_at=AS_AT)
    assert (coded.findings["theme"] == "Voice of the child").sum() == 2
    assert coded.unmatched.index.tolist() == ["Supervision"]


def test_case_45_identifying_texts_are_told_by_row_only(tmp_path):
    reasons = ["Ring 0161 496 0000", "NHS 943 476 5919", "Seen with auditor 2", "A better plan"]
    made = [
        {"moderation_id": f"M{n}", "audit_id": f"A{n}", "moderator": "Mo D.",
         "moderated_on": "25/09/2023", "moderator_grade": "Good", "reason": reason}
        for n, reason in enumerate(reasons, start=1)
    ]  # fmt: skip
    found = run(tmp_path, {"audits": audits({}, {}, {}, {}), "moderations": made})
    told = identifying_texts(found)
    assert told.set_index("found")["rows"].to_dict() == {
        "a telephone number": "2",
        "an NHS number": "3",
        "the name of somebody who works here": "4",
    }
    shown = told.to_csv()
    assert not any(secret in shown for secret in ("0161", "943", "uditor 2"))


def action(n, **changes):
    made = {"action_id": f"B{n}", "audit_id": "A1", "finding_id": "", "owner": "",
            "raised_on": "21/09/2023", "due_on": "30/09/2023", "completed_on": ""}  # fmt: skip
    return made | changes


def test_case_46_an_action_without_a_due_date_is_never_on_time(tmp_path):
    rows = [
        action(1),
        action(2, due_on=""),
        action(3, due_on="ASAP"),
        action(4, completed_on="01/09/2023"),
    ]
    found = run(tmp_path, {"audits": audits({}), "actions": rows})
    assert faults(found) == [(4, "not a date"), (5, "completed_on before raised_on")]
    assert notices(found)["no due date"] == "3"
    declared = run(
        tmp_path, {"audits": audits({}), "actions": rows[:3]}, reading={"missing": ["ASAP"]}
    )
    states = chasing.actions_by_state(declared["actions"], as_at=AS_AT)["actions"]
    assert states["no due date"] == 2
    assert states.sum() == 3
