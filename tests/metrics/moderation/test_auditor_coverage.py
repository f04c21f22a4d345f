"""Whose audits were moderated, against a count row by row."""

import pandas as pd
import pytest

from qaanalysis.metrics import grades
from qaanalysis.metrics.moderation import auditor_coverage
from qaanalysis.metrics.pseudonyms import pseudonyms


@pytest.fixture(scope="module")
def graded(audits, tables, run):
    return grades.final(audits, tables["moderations"], as_at=run.as_at)


def test_each_auditor_agrees_with_a_count_row_by_row(graded, audits, tables, run):
    found = auditor_coverage.by_pseudonym(graded, key="secret")
    moderated = set(tables["moderations"]["audit_id"])
    back = [
        r
        for r in audits.itertuples()
        if pd.isna(r.exempted_on) and r.returned_on <= pd.Timestamp(run.as_at)
    ]
    names = pseudonyms({r.auditor for r in back}, kind="auditor", key="secret")
    assert len(found) == len(names)
    for auditor, name in names.items():
        own = [r.audit_id in moderated for r in back if r.auditor == auditor]
        assert found.loc[name].tolist() == [len(own), sum(own)]
    assert found.sum().tolist() == [229, 60]


def test_it_names_nobody_and_is_in_no_order_of_merit(graded):
    found = auditor_coverage.by_pseudonym(graded, key="secret")
    assert found.index.is_monotonic_increasing
    assert not found["moderated"].is_monotonic_increasing
    assert not any(name in text for name in graded["auditor"].unique() for text in found.index)
    assert "auditor" not in [*found.columns, found.index.name]


def test_without_returns_there_are_no_rows(graded):
    assert auditor_coverage.by_pseudonym(graded.iloc[:0], key="secret").empty
