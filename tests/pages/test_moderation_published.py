"""Moderation as it is published, where some moderated audits have no grade by their auditor."""

import pytest
from notebook_page import records, shown, text
from run_files import Register, example_run

from qaanalysis.disclosure import Ledger, Policy, protect
from qaanalysis.metrics import audit_cases, moderation
from qaanalysis.notebook import example


def without_auditor_grade(folder, n: int):
    """Return published params on the example, of which `n` moderated audits lack their own grade.

    No outcome is stated either, so that nobody can tell what moderation did to them.
    """
    register = Register(folder)
    named = {register.value("audits", row, "Audit ref"): row for row in register.rows("audits")}
    for row in register.rows("moderations")[:n]:
        register.put("moderations", row, "Outcome", None)
        audit = register.value("moderations", row, "Audit ref")
        register.put("audits", named[audit], "Audit grade", None)
    return example_run(folder, sources=register.save(), audience="published")


@pytest.mark.slow
@pytest.mark.parametrize("notebook", ["moderation", "committee_report"])
def test_audits_whose_outcome_nobody_knows_are_moderated_and_contradict_nothing(notebook, tmp_path):
    file = without_auditor_grade(tmp_path, 2)
    found = shown(notebook, file, leave_out="internal-only")
    [table] = [
        record
        for record in records(found)
        if record["type"] == "table" and record["caption"] == "What moderation did to grades"
    ]
    assert table["total"]["moderated"] == 60
    assert "Of 58 whose outcome is known" in text(found)


@pytest.mark.parametrize("n", [1, 2, 30, 60])
def test_however_many_outcomes_are_unknown_readers_get_no_closer_to_the_others(n):
    run = example()
    found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    unknown = found.index[:n]
    found.loc[unknown, "outcome"] = None
    monthly = moderation.outcomes.by_month(found, months=run.months)
    total = moderation.outcomes.total(monthly, label="All")
    assert total[["moderated", "outcome_known"]].iloc[0].tolist() == [60, 60 - n]
    safe = protect(
        monthly,
        total=total,
        caption="Outcomes",
        unit="audits",
        audience="published",
        ledger=Ledger(Policy()),
        cases=audit_cases.moderated(found, months=run.months),
    )
    assert not safe.withheld
    shown_small = safe.frame[["supported", "downgraded"]].isin([1, 2, 3, 4])
    assert not shown_small.any(axis=None)
