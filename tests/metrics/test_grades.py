"""Grades against the published tables and against counts made row by row."""

import csv
import json

import pandas as pd
import pytest

from qaanalysis.metrics import grades, limiting_domains, returns


@pytest.fixture(scope="module")
def graded(audits, tables, run):
    return grades.final(audits, tables["moderations"], as_at=run.as_at)


@pytest.fixture(scope="module")
def monthly(graded, run):
    return grades.by_month(graded, months=run.months, scale=run.scale)


def test_the_published_final_grades_by_month(monthly, published):
    with (published / "grades.csv").open() as stream:
        stated = {row["month"]: row for row in csv.DictReader(stream)}
    for month, found in monthly.iterrows():
        row = stated[str(month)]
        for label in ("Outstanding", "Good", "Requires Improvement", "Inadequate"):
            assert found[label] == int(row[label.lower().replace(" ", "_")])
        assert found["graded"] == int(row["total"])


def test_the_published_totals(monthly, run):
    total = grades.total(monthly, label="All", scale=run.scale).iloc[0]
    assert total[["Outstanding", "Good", "Requires Improvement", "Inadequate"]].tolist() == [
        1, 61, 109, 58,
    ]  # fmt: skip
    good = ["good_or_better_share", "good_or_better_share_low", "good_or_better_share_high"]
    worst = ["worst_share", "worst_share_low", "worst_share_high"]
    assert (100 * total[good]).round(1).tolist() == [27.1, 21.7, 33.2]
    assert (100 * total[worst]).round(1).tolist() == [25.3, 20.1, 31.3]


def test_the_bounds_for_all_scheduled_audits(audits, graded, monthly, run):
    scheduled = returns.total(
        returns.by_month(audits, months=run.months, as_at=run.as_at), label="All"
    )
    total = grades.total(monthly, label="All", scale=run.scale)
    bounds = grades.bounds(scheduled, total).iloc[0]
    assert bounds["missing"] == 452
    assert bounds["low"] == 62 / 681
    assert bounds["high"] == 514 / 681


def test_final_is_the_moderators_grade_where_moderated(graded, tables):
    by_id = tables["moderations"].set_index("audit_id")["moderator_grade"]
    assert graded["moderated"].sum() == 60
    for row in graded.itertuples():
        expected = by_id.get(row.audit_id, row.auditor_grade)
        assert row.final_grade == expected


def test_the_latest_of_two_moderations_counts_and_one_after_the_date_does_not(audits, tables, run):
    moderations = tables["moderations"]
    first = moderations.iloc[[0]]
    again = first.assign(
        moderation_id="Z1", moderated_on=pd.Timestamp("2023-12-01"), moderator_grade="Outstanding"
    )
    later = first.assign(
        moderation_id="Z2", moderated_on=pd.Timestamp("2023-12-09"), moderator_grade="Inadequate"
    )
    both = pd.concat([later, again, moderations], ignore_index=True)
    both["moderator_grade"] = both["moderator_grade"].astype(run.scale.dtype)
    found = grades.final(audits, both, as_at=run.as_at).set_index("audit_id")
    assert found.loc[first["audit_id"].iloc[0], "final_grade"] == "Outstanding"


def test_without_moderations_the_auditors_grade_is_final(audits, run):
    found = grades.final(audits, None, as_at=run.as_at)
    assert not found["moderated"].any()
    assert (found["final_grade"] == found["auditor_grade"]).all()


def test_auditors_against_final_grades_give_the_published_moderation(graded, run, published):
    with (published / "moderation.csv").open() as stream:
        stated = {row["measure"]: row["value"] for row in csv.DictReader(stream)}
    table = grades.against_auditor(graded, scale=run.scale)
    counts = table.to_numpy()
    same = counts.diagonal().sum()
    # Rows are the auditor's grades and columns the final ones, best first.
    down = sum(counts[i, j] for i in range(4) for j in range(4) if j > i)
    assert counts.sum() == int(stated["moderated_total"])
    assert same == int(stated["grade_supported"])
    assert down == int(stated["grade_downgraded"])
    assert table["Good"].sum() == int(stated["moderated_good"])


def test_an_audit_returned_without_a_grade_is_in_no_share(audits, tables, run):
    ungraded = audits.copy()
    at = ungraded[ungraded["auditor_grade"].notna()].index[0]
    ungraded.loc[at, "auditor_grade"] = None
    found = grades.final(ungraded, None, as_at=run.as_at)
    table = grades.by_month(found, months=run.months, scale=run.scale)
    assert len(found) == 229
    assert table["graded"].sum() == 228


def test_domain_grades_agree_with_a_count_row_by_row(graded, tables, run):
    table = grades.domains(tables["domain_grades"], graded, scale=run.scale)
    rows = tables["domain_grades"]
    for domain, found in table.iterrows():
        of = rows[rows["domain"] == domain]
        assert found["graded"] == len(of)
        assert found["Inadequate"] == (of["grade"] == "Inadequate").sum()
    assert set(table["domain_kind"]) == {"Compliance", "Impact"}


def test_audits_graded_above_a_limiting_domain(graded, tables):
    found = limiting_domains.above_limit(graded, tables["domain_grades"], limiting=("Safety",))
    safety = tables["domain_grades"].query("domain == 'Safety'").set_index("audit_id")["grade"]
    order = ["Inadequate", "Requires Improvement", "Good", "Outstanding"]
    expected = {
        row.audit_id
        for row in graded.itertuples()
        if order.index(row.final_grade) > order.index(safety[row.audit_id])
    }
    assert set(found["audit_id"]) == expected
    assert len(expected) > 0
    assert limiting_domains.above_limit(graded, tables["domain_grades"], limiting=()).empty


def test_returned_and_not_returned_are_compared_by_group(audits, run):
    table = grades.not_returned(audits, by="service_area", as_at=run.as_at)
    assert table["returned"].sum() == 229
    assert table["not_returned"].sum() == 452
    assert table["returned_share"].sum() == pytest.approx(1)
    assert ((table["difference_low"] <= table["difference"])
            & (table["difference"] <= table["difference_high"])).all()  # fmt: skip


def test_grades_by_two_groupings(graded, run):
    table = grades.shares(graded, by=["month", "team"], scale=run.scale)
    assert table["graded"].sum() == 229
    assert table.index.names == ["month", "team"]


def test_a_scale_of_other_words_changes_params_only(audits, tables, run, tmp_path):
    from run_files import example_run

    from qaanalysis import params
    from qaanalysis.data import load

    scale = [
        {"label": "Strong", "good_or_better": True, "aliases": ["Outstanding", "Good"]},
        {"label": "Weak", "aliases": ["RI", "Requiring Improvement", "Requires Improvement"]},
        {"label": "Unsafe", "aliases": ["Inadequate"]},
    ]
    other = params.read(example_run(tmp_path, grade_scale=scale, moderation={}))
    loaded = load(other)
    assert loaded.faults.empty
    register = returns.individual(loaded["audits"], months=other.months)
    graded = grades.final(register, loaded["moderations"], as_at=other.as_at)
    total = grades.total(
        grades.by_month(graded, months=other.months, scale=other.scale),
        label="All",
        scale=other.scale,
    ).iloc[0]
    assert total[["Strong", "Weak", "Unsafe"]].tolist() == [62, 109, 58]
    assert json.dumps(other.resolved())
