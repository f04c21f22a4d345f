"""What is refused before a run's first notebook is executed."""

import datetime as dt

import pytest
from tiny_pack import tiny_month

from qaanalysis.errors import ParamsError
from qaanalysis.run import pack, prepared
from qaanalysis.run.prepared import Asked

SIGNED = {"approved_by": "Head of Quality", "approved_on": dt.date(2023, 12, 7)}
RELEASE = {
    "by": "Lead for governance",
    "on": dt.date(2023, 12, 8),
    "reason": "Counts of work only.",
}


def check(file, *day):
    return prepared.check(file, Asked(), started=dt.datetime(*day, 9, 30), dry=True)


def test_what_is_approved_on_the_day_of_the_run_or_before_it_is_taken(tmp_path):
    file = tiny_month(tmp_path, "first", **SIGNED)
    assert check(file, 2023, 12, 7).read.approved_on == dt.date(2023, 12, 7)
    assert check(file, 2026, 1, 1).read.approved_by == "Head of Quality"


def test_nobody_has_approved_or_released_a_run_on_a_later_day(tmp_path):
    file = tiny_month(tmp_path, "first", **SIGNED, disclosure={"release": RELEASE})
    with pytest.raises(ParamsError) as caught:
        check(file, 2023, 12, 6)
    first, second = str(caught.value).splitlines()
    assert first.startswith("run.yml: approved_on 2023-12-07 is in the future, as this run is made")
    assert "made on 2023-12-06." in first
    assert second.startswith("run.yml: disclosure.release: on 2023-12-08 is in the future")
    with pytest.raises(ParamsError, match="release: on 2023-12-08"):
        check(file, 2023, 12, 7)


def test_a_run_that_is_approved_in_the_future_makes_nothing(tmp_path):
    file = tiny_month(tmp_path, "first", approved_by="Head", approved_on=dt.date(2030, 12, 6))
    with pytest.raises(ParamsError, match="approved_on 2030-12-06 is in the future"):
        pack.make(file, workers=1, started=dt.datetime(2023, 12, 9, 9, 30))
    assert not list((tmp_path / "outputs").rglob("*.html"))
