"""Reports on a register that doesn't have a column on the child's safety at all."""

import datetime as dt

import pytest
from notebook_page import records, shown, text
from run_files import Register, example_run

from qaanalysis import params
from qaanalysis.chase_lists.lists import NOT_ASKED, for_area
from qaanalysis.data import load
from qaanalysis.metrics.service_area import Records

SAID = "Whether a child whose audit is graded Inadequate was at risk of harm can’t be told"


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    register = Register(tmp_path_factory.mktemp("register"))
    row, headings = register.header("audits")
    for heading in ("Immediate concern?", "Concern raised on", "Escalated to", "Made safe on"):
        for at in register.rows("audits"):
            register.put("audits", at, heading, None)
        register.sheet("audits").cell(row, headings[heading]).value = None
    return register.save()


@pytest.mark.slow
@pytest.mark.parametrize("notebook", ["grades", "follow_up", "head_of_service"])
def test_what_has_no_column_needs_no_action_and_is_told_as_not_known(notebook, sources, tmp_path):
    found = shown(notebook, example_run(tmp_path, sources=sources))
    actions = [
        action["name"]
        for record in records(found)
        if record["type"] == "needs_action"
        for action in record["actions"]
    ]
    assert "re_audits_overdue" in actions
    assert not [name for name in actions if name.startswith("safety")]
    refused = [said for record in records(found) for said in record.get("refused", ())]
    assert sum(SAID in said for said in refused) == 1


@pytest.mark.slow
def test_the_committee_is_told_that_it_is_not_recorded(sources, tmp_path):
    file = example_run(tmp_path, sources=sources, audience="published")
    found = shown("committee_report", file, leave_out="internal-only")
    assert SAID in text(found)
    assert "To record whether the child was at risk" not in text(found)


def test_the_worklist_says_that_it_is_not_recorded(sources, tmp_path):
    read = params.read(example_run(tmp_path, sources=sources))
    tables = load(read)
    of = {"months": read.months, "as_at": dt.date(2023, 12, 3)}
    own = Records.of(tables, **of).within("Leaving Care")
    safety = for_area(own, scale=read.scale, every_months=3, **of)[0]
    assert safety.rows.empty
    assert safety.note == NOT_ASKED


@pytest.mark.slow
def test_the_data_quality_page_says_once_what_is_not_recorded(sources, tmp_path):
    said = text(shown("data_quality", example_run(tmp_path, sources=sources)))
    assert said.count("What the register doesn’t record can’t be told") == 1
