"""Nothing that names a person is made safe to show."""

import pandas as pd
import pytest

from qaanalysis.data.schemas import sensitive_columns
from qaanalysis.disclosure import protect
from qaanalysis.errors import DisclosureError
from qaanalysis.vocabulary import Audience

GIVEN = {"audience": Audience.INTERNAL, "caption": "Returns", "unit": "audits"}


def table(columns, index="team"):
    return pd.DataFrame(1, index=pd.Index(["x"], name=index), columns=columns)


@pytest.mark.parametrize("column", sorted(sensitive_columns()))
def test_a_column_or_row_heading_that_identifies_a_person_is_refused(column):
    for frame in (table([column]), table(["n"], index=column)):
        with pytest.raises(DisclosureError) as caught:
            protect(frame, **GIVEN)
        assert column in str(caught.value)
        assert "“Returns” may not be shown" in str(caught.value)


def test_children_families_and_workers_are_all_known():
    assert {str(s) for s in sensitive_columns().values()} == {"child", "family", "worker"}


def test_a_later_change_to_the_table_does_not_reach_what_is_shown():
    frame = table(["n"])
    safe = protect(frame, **GIVEN)
    frame.loc["x", "n"] = 99
    assert safe.frame.loc["x", "n"] == 1


def test_a_total_has_the_tables_columns():
    with pytest.raises(DisclosureError, match="doesn't have the table's columns"):
        protect(table(["n"]), total=table(["m"]), **GIVEN)


def test_a_table_without_a_total_says_so():
    with pytest.raises(DisclosureError, match="“Returns” has no total"):
        _ = protect(table(["n"]), **GIVEN).whole
