import datetime as dt

import numpy as np
import pandas as pd
import pytest

from qaanalysis.errors import RunError
from qaanalysis.present import labels
from qaanalysis.present.labels import Kind


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("planned", "Planned"),
        ("returned_of_planned", "Returned of planned"),
        ("good_or_better", "Good or better"),
        ("good_or_better_share", "Good or better, share"),
        ("Requires Improvement", "Requires Improvement"),
        ("returned_0", "Returned by the due date"),
        ("rate_14", "Rate within 14 days"),
        ("n", "n"),
    ],
)
def test_labels(name: str, shown: str) -> None:
    assert labels.label(name) == shown


def test_a_name_nobody_would_read_to_its_end_is_cut() -> None:
    assert labels.label("Long " * 100) == "Long " * 23 + "Long…"
    assert labels.label("x" * 120) == "X" + "x" * 119


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("returned", [1, 2], Kind.COUNT),
        ("returned", pd.array([1, None], dtype="Int64"), Kind.COUNT),
        ("returned_14", [12.0, np.nan], Kind.COUNT),
        ("returned", [5, "[c]"], Kind.COUNT),
        ("return_rate", [0.5], Kind.SHARE),
        ("return_rate_before", [0.5], Kind.SHARE),
        ("rate_30", [np.nan, 0.5], Kind.SHARE),
        ("good_or_better_share", [0.5, "[c]"], Kind.SHARE),
        ("returned_of_planned", [0.5], Kind.SHARE),
        ("difference", [-0.1], Kind.POINTS),
        ("kappa", [0.41], Kind.NUMBER),
        ("median_days_late", [3.0], Kind.DAYS),
        ("most_days_late", [94.0, "[z]"], Kind.DAYS),
        ("return_rate", [np.nan], Kind.SHARE),
        ("month", pd.PeriodIndex(["2023-05"], freq="M"), Kind.MONTH),
        ("due_on", pd.to_datetime(["2023-05-01"]), Kind.DATE),
        ("due_on", [dt.date(2023, 5, 1), None], Kind.DATE),
        ("late", [True, False], Kind.TEXT),
        ("team", ["A", None], Kind.TEXT),
        ("team", pd.Categorical(["A"]), Kind.TEXT),
    ],
)
def test_kinds(name: str, values: object, kind: Kind) -> None:
    assert labels.kind(pd.Series(values, name=name)) is kind


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (0.0315, Kind.POINTS, "+3.2"),
        (12.25, Kind.DAYS, "12.3"),
        ("[z]", Kind.DAYS, "[z]"),
        (0.405, Kind.NUMBER, "0.41"),
        (False, Kind.TEXT, "No"),
        (None, Kind.TEXT, "[x]"),
        (pd.Timestamp("2023-05-01"), Kind.DATE, "1 May 2023"),
    ],
)
def test_values(value: object, kind: Kind, shown: str) -> None:
    assert labels.shown(value, kind) == shown


def test_two_intervals_say_whose_they_are_to_those_who_do_not_see_them_side_by_side() -> None:
    names = ["a_rate", "a_rate_low", "a_rate_high", "b_rate", "b_rate_low", "b_rate_high"]
    shown = labels.columns(pd.DataFrame({name: [0.5] for name in names}), confidence=0.9)
    assert [c.label for c in shown] == ["A rate", "90% interval", "B rate", "90% interval"]
    assert [c.of for c in shown] == ["", "A rate", "", "B rate"]


def test_an_unknown_column_is_refused_with_those_there_are() -> None:
    with pytest.raises(RunError, match="no column ruturned; it has returned"):
        labels.columns(pd.DataFrame({"returned": [1]}), ["ruturned"])
