"""Which audits each figure counts, as a table's record carries it."""

import pandas as pd

from qaanalysis.cases import Cases
from qaanalysis.disclosure import Ledger, Policy, protect
from qaanalysis.present import case_lists
from qaanalysis.present.case_lists import lists
from qaanalysis.present.charts import stacked_shares
from qaanalysis.present.folded import folded
from qaanalysis.present.tables import table
from qaanalysis.vocabulary import Audience

COUNTS = {"planned": {}, "returned": {"back": ["yes"]}, "out": {"back": [""]}}


def cases(rows, identifier="audit_id", **more):
    found = pd.DataFrame(rows, columns=["id", "service_area", "back"]).set_index("id")
    return Cases(found.rename_axis(identifier), "audits", COUNTS, **more)


ROWS = [("A1", "North", "yes"), ("A2", "North", ""), ("A3", "South", "yes"), ("A4", "", "yes")]
NORTH_AND_SOUTH = pd.Index(["North", "South"], name="service_area")


def safe(frame, found, *, audience=Audience.INTERNAL, **more):
    given = {"caption": "Returns", "unit": "audits", "audience": audience, **more}
    return protect(frame, cases=found, **given)


def test_each_case_is_in_the_columns_that_count_it():
    frame = pd.DataFrame({"planned": [2, 1], "returned": [1, 1]}, NORTH_AND_SOUTH)
    assert lists(safe(frame, cases(ROWS))) == {
        "columns": ["planned", "returned"],
        "cases": [[0, [0], ["A2"]], [0, [0, 1], ["A1"]], [1, [0, 1], ["A3"]]],
    }


def test_a_total_lists_those_who_are_in_no_row():
    frame = pd.DataFrame({"planned": [2, 1]}, NORTH_AND_SOUTH)
    total = pd.DataFrame({"planned": [4]}, pd.Index(["All"], name="service_area"))
    told = lists(safe(frame, cases(ROWS), total=total))
    assert told["cases"] == [[0, [0], ["A1", "A2"]], [1, [0], ["A3"]], [None, [0], ["A4"]]]


def test_a_share_leads_to_what_it_is_of():
    frame = pd.DataFrame({"rate": [0.5, 1.0]}, NORTH_AND_SOUTH)
    found = cases(ROWS, shares={"rate": ("returned", "planned")})
    assert lists(safe(frame, found))["columns"] == ["planned", "returned"]


def test_a_figure_that_is_missing_lists_nobody():
    frame = pd.DataFrame({"planned": [2.0, None], "returned": [1, 1]}, NORTH_AND_SOUTH)
    told = lists(safe(frame, cases(ROWS)))
    assert [case for case in told["cases"] if case[0] == 1] == [[1, [1], ["A3"]]]


def test_rows_that_count_the_same_have_one_list():
    frame = pd.DataFrame({"planned": [4, 4]}, pd.Index(["Bowker", "Bhapkar"], name="test"))
    told = lists(safe(frame, cases(ROWS, untold=["test"])))
    assert told["cases"] == [[None, [0], ["A1", "A2", "A3", "A4"]]]


def test_nobody_is_listed_for_other_readers_or_of_other_things_than_audits():
    frame = pd.DataFrame({"planned": [2, 1], "returned": [1, 1]}, NORTH_AND_SOUTH)
    for workload in (True, False):
        work = {"audience": Audience.PUBLISHED, "ledger": Ledger(Policy()), "workload": workload}
        assert lists(safe(frame, cases(ROWS), **work)) == {}
    assert lists(safe(frame, cases(ROWS, identifier="child_id"))) == {}
    assert lists(safe(frame, None)) == {}
    assert lists(safe(frame * 0, cases([]))) == {}


def test_tables_charts_and_folded_tables_record_it_and_say_where_it_is_to_stand():
    frame = pd.DataFrame({"planned": [2, 1], "returned": [1, 1], "out": [1, 0]}, NORTH_AND_SOUTH)
    shown = safe(frame, cases(ROWS))
    chart = stacked_shares(shown, columns=["returned", "out"], title="Returned")
    for each, record in (
        (table(shown), table(shown).record()),
        (folded(shown), folded(shown).record()),
        (chart, chart.record()["table"]),
    ):
        assert record["lists"] == lists(shown)
        assert each.html().count(case_lists.PLACE) == 1
        assert "A1" not in each.html() + each.text()


def test_a_table_without_cases_is_as_it_was():
    frame = pd.DataFrame({"planned": [2, 1]}, NORTH_AND_SOUTH)
    shown = table(safe(frame, None))
    assert "lists" not in shown.record()
    assert "qa-lists" not in shown.html()
