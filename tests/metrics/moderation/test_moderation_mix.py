"""Whether the moderated are like the rest, against counts made row by row."""

import pandas as pd
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from qaanalysis.metrics import grades
from qaanalysis.metrics.moderation import mix as moderation_mix


@pytest.fixture(scope="module")
def graded(audits, tables, run):
    return grades.final(audits, tables["moderations"], as_at=run.as_at)


@pytest.fixture(scope="module")
def by_grade(graded, run):
    return moderation_mix.by_auditors_grade(graded, scale=run.scale)


def test_the_auditors_grades_of_the_moderated_and_of_the_rest(by_grade, audits, tables, run):
    chosen = set(tables["moderations"]["audit_id"])
    back = [
        r
        for r in audits.itertuples()
        if pd.isna(r.exempted_on) and r.returned_on <= pd.Timestamp(run.as_at)
    ]
    assert by_grade.index.tolist() == list(run.scale.labels)
    for grade, row in by_grade.iterrows():
        own = [r.audit_id in chosen for r in back if r.auditor_grade == grade]
        assert row["moderated"] == sum(own)
        assert row["not_moderated"] == len(own) - sum(own)
        assert row["share_of_moderated"] == sum(own) / 60
        assert row["share_of_rest"] == (len(own) - sum(own)) / 169


def test_differences_and_intervals_agree_with_statsmodels(by_grade):
    for _, row in by_grade.iterrows():
        low, high = confint_proportions_2indep(
            int(row["moderated"]), 60, int(row["not_moderated"]), 169, method="newcomb"
        )
        assert row["difference"] == pytest.approx(row["share_of_moderated"] - row["share_of_rest"])
        assert [row["difference_low"], row["difference_high"]] == pytest.approx([low, high])


def test_they_differ_only_where_the_interval_excludes_0(by_grade, graded):
    assert by_grade["differs"].to_dict() == {
        "Outstanding": False,
        "Good": True,
        "Requires Improvement": False,
        "Inadequate": True,
    }
    for by in ("service_area", "month", "management_level"):
        table = moderation_mix.mix(graded, by=by)
        assert table[["moderated", "not_moderated"]].sum().tolist() == [60, 169]
        excludes = (table["difference_low"] > 0) | (table["difference_high"] < 0)
        assert (table["differs"] == excludes).all()


def test_a_handful_never_differs(graded):
    # With one audit against 228 Newcombe's interval excludes 0 for any small group it is of.
    only = graded.index[graded["management_level"] == "Service manager"][0]
    one = graded.assign(moderated=graded.index == only)
    table = moderation_mix.mix(one, by="management_level")
    assert ((table["difference_low"] > 0) & (table["moderated"] == 1)).any()
    assert not table["differs"].any()


@pytest.mark.parametrize("moderated", [True, False])
def test_all_or_nothing_moderated_leaves_nothing_to_compare(graded, run, moderated):
    table = moderation_mix.by_auditors_grade(graded.assign(moderated=moderated), scale=run.scale)
    assert table["difference"].isna().all()
    assert not table["differs"].any()
