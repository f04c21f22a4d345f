"""Days late where nothing is late: they don’t apply, rather than not being available."""

import re

import pandas as pd
import pytest
from run_files import ROOT

from qaanalysis.disclosure import protect
from qaanalysis.pages import days_late
from qaanalysis.present.tables import table
from qaanalysis.vocabulary import Audience


def test_what_is_not_late_has_no_days_that_could_be_given():
    index = pd.Index(["overdue", "not yet due"], name="re_audit")
    frame = pd.DataFrame({"re_audits": [3, 2], "most_days_late": [94.0, float("nan")]}, index)
    safe = protect(days_late.applied(frame), audience=Audience.INTERNAL, caption="x", unit="y")
    shown = table(safe)
    assert [row[-1] for row in shown.rows(safe.frame)] == ["94", "[z]"]
    assert shown.note == "[z] doesn’t apply."


@pytest.mark.parametrize("name", ["grades", "follow_up", "head_of_service"])
def test_each_report_shows_re_audits_by_state_so(name):
    source = (ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8")
    [shown] = re.findall(r"states = protect\((.*?), caption", source)
    assert shown.startswith("days_late.applied(")
