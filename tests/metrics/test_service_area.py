"""One service area's records: its own rows and no others, by a count in the csv export."""

import export_rows
import pandas as pd
import pytest
from export_rows import AS_AT

from qaanalysis.errors import ParamsError
from qaanalysis.metrics import service_area

AREAS = sorted({export_rows.area(row) for row in export_rows.audits().values()})


@pytest.fixture(scope="module")
def every(tables, run):
    return service_area.Records.of(tables, months=run.months, as_at=AS_AT)


@pytest.mark.parametrize("area", AREAS)
def test_records_are_those_of_the_areas_audits(every, area):
    own, expected = every.within(area), export_rows.audits(area)
    assert set(own.register["audit_id"]) == set(expected)
    individual = {a for a, r in expected.items() if r["Audit type"] == "Individual"}
    assert set(own.audits["audit_id"]) == individual
    for table, name, heading in (
        (own.actions, "actions", "Audit ref"),
        (own.re_audits, "re_audits", "Original audit ref"),
    ):
        theirs = [r for r in export_rows.rows(name) if r[heading] in expected]
        assert len(table) == len(theirs)
        assert set(table["audit_id"]) <= set(expected)


def test_the_areas_together_are_all_there_is(every):
    parts = [every.within(area) for area in AREAS]
    assert sum(len(part.graded) for part in parts) == len(every.graded) == 229
    assert sum(len(part.actions) for part in parts) == len(every.actions)


def test_an_area_that_nobody_has_is_refused_with_those_there_are(every):
    with pytest.raises(ParamsError, match=r"found “Leaving”.*allowed: Assessment, Child"):
        every.within("Leaving")


def test_a_run_without_re_audits_and_actions_has_none(tables, run):
    only = {"audits": tables["audits"]}
    found = service_area.Records.of(only, months=run.months, as_at=AS_AT).within(AREAS[0])
    assert found.re_audits is None
    assert found.actions is None


def test_of_fewer_than_ten_there_is_no_share_and_no_end_of_an_interval():
    frame = pd.DataFrame(
        {"n": [9, 10], "share": 0.5, "share_low": 0.2, "share_high": 0.8}, index=["a", "b"]
    )
    found = service_area.counts_only(frame, {"share": "n"})
    assert found.loc["a", ["share", "share_low", "share_high"]].isna().all()
    assert found.loc["b"].tolist() == [10, 0.5, 0.2, 0.8]
    assert found["n"].tolist() == [9, 10]
