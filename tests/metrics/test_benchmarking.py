"""Benchmarking sessions against counts made row by row, and a published coefficient's code."""

import datetime as dt
import itertools
import statistics

import krippendorff
import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.inter_rater import fleiss_kappa

from qaanalysis.metrics import benchmarking, benchmarking_raters
from qaanalysis.metrics.moderation import agreement as moderation_agreement
from qaanalysis.metrics.pseudonyms import pseudonyms

ORDER = ["Inadequate", "Requires Improvement", "Good", "Outstanding"]


@pytest.fixture(scope="module")
def table(tables):
    return tables["benchmarking"]


@pytest.fixture(scope="module")
def rows(table, run):
    return benchmarking.held(table, scale=run.scale, as_at=run.as_at)


def of(table, **wanted) -> list:
    return [r for r in table.itertuples() if all(getattr(r, k) == v for k, v in wanted.items())]


def test_each_session_agrees_with_a_count_row_by_row(table, rows, run):
    found = benchmarking.sessions(rows, scale=run.scale)
    assert len(found) == 6
    for (on, file, group), row in found.iterrows():
        assert file == "file 1"
        own = of(table, session_on=on, rater_group=group)
        given = [ORDER.index(r.grade) for r in own if not pd.isna(r.grade)]
        assert (row["invited"], row["present"]) == (len(own), len(given))
        for grade in ORDER:
            assert row[grade] == sum(r.grade == grade for r in own)
        assert row["spread"] == max(given) - min(given)
        middle = {ORDER[m] for m in (statistics.median_low(given), statistics.median_high(given))}
        assert set(row["median_grade"].split(" / ")) == middle
        assert row["as_most"] == max(given.count(g) for g in given)
        alike = [a == b for a, b in itertools.combinations(given, 2)]
        assert row["same_pairs_share"] == sum(alike) / len(alike)


def test_the_absent_have_no_grade(table, rows, run):
    groups = benchmarking_raters.groups(rows, scale=run.scale)
    for group, row in groups.iterrows():
        own = of(table, rater_group=group)
        assert row["invited"] == len(own)
        assert row["present"] == sum(not pd.isna(r.grade) for r in own)
        assert row["raters"] == len({r.rater for r in own})
    assert groups["present"].sum() < groups["invited"].sum()


def test_the_panel_and_the_service_are_apart(rows, run):
    groups = benchmarking_raters.groups(rows, scale=run.scale)
    assert groups.index.tolist() == ["Panel", "Service"]
    assert groups.loc["Panel", "same_pairs_share"] > groups.loc["Service", "same_pairs_share"]
    assert (
        groups.loc["Service", "mean_steps_from_median"]
        > groups.loc["Panel", "mean_steps_from_median"]
    )


def test_coefficients_agree_with_krippendorff(table, rows, run):
    groups = benchmarking_raters.groups(rows, scale=run.scale)
    for group, row in groups.iterrows():
        own = of(table, rater_group=group)
        raters = sorted({r.rater for r in own})
        files = sorted({r.session_on for r in own})
        data = np.full((len(raters), len(files)), np.nan)
        for r in own:
            if not pd.isna(r.grade):
                data[raters.index(r.rater), files.index(r.session_on)] = ORDER.index(r.grade)
        expected = krippendorff.alpha(
            reliability_data=data, value_domain=[0, 1, 2, 3], level_of_measurement="interval"
        )
        assert row["krippendorff_alpha"] == pytest.approx(expected)


def test_fleiss_kappa_agrees_with_statsmodels_where_weights_make_no_difference(run):
    # With two grades only, next to one another, quadratic weights are the unweighted.
    rng = np.random.default_rng(3)
    given = rng.integers(0, 2, (8, 5))
    frame = pd.DataFrame(
        {
            "session_on": np.repeat(pd.date_range("2023-01-01", periods=8, unit="s"), 5),
            "file_id": "F",
            "rater": np.tile([f"R{i}" for i in range(5)], 8),
            "rater_group": "Panel",
            "grade": pd.Categorical(
                np.take(["Good", "Requires Improvement"], given.ravel()), dtype=run.scale.dtype
            ),
        }
    )
    rows = benchmarking.held(frame, scale=run.scale, as_at=run.as_at)
    found = benchmarking_raters.groups(rows, scale=run.scale).loc["Panel"]
    counts = np.column_stack([(given == 0).sum(1), (given == 1).sum(1)])
    assert found["fleiss_kappa"] == pytest.approx(fleiss_kappa(counts))
    assert found["fleiss_kappa_low"] < found["fleiss_kappa"] < found["fleiss_kappa_high"]


def test_severity_is_the_distance_from_the_files_median(table, rows):
    found = benchmarking_raters.severity(rows, key="secret")
    names = pseudonyms({r.rater for r in table.itertuples()}, kind="rater", key="secret")
    medians = {
        on: statistics.median(
            ORDER.index(r.grade) for r in of(table, session_on=on) if not pd.isna(r.grade)
        )
        for on in set(table["session_on"])
    }
    for rater, name in names.items():
        own = [r for r in of(table, rater=rater) if not pd.isna(r.grade)]
        row = found.loc[name]
        assert (row["invited"], row["present"]) == (len(of(table, rater=rater)), len(own))
        if own:
            away = [ORDER.index(r.grade) - medians[r.session_on] for r in own]
            assert row["mean_steps_from_median"] == pytest.approx(statistics.mean(away))
    assert found.index.is_monotonic_increasing
    assert "rater" not in [*found.columns, found.index.name]


def test_several_files_in_a_session_are_told_apart(table, run):
    again = table.assign(file_id="Z" + table["file_id"])
    both = pd.concat([table, again], ignore_index=True)
    rows = benchmarking.held(both, scale=run.scale, as_at=run.as_at)
    found = benchmarking.sessions(rows, scale=run.scale)
    assert sorted(set(found.index.get_level_values("file"))) == ["file 1", "file 2"]
    assert benchmarking_raters.groups(rows, scale=run.scale)["files"].tolist() == [6, 6]
    assert "file_id" not in rows.columns


def test_later_sessions_have_not_happened(table, run):
    rows = benchmarking.held(table, scale=run.scale, as_at=dt.date(2023, 9, 13))
    assert rows["session_on"].nunique() == 2


@pytest.mark.parametrize("n", [0, 1, 2, 4])
def test_a_few_grades_end_in_a_reason(table, run, n):
    for part in (table.iloc[:n], None if n == 0 else table.iloc[4 : 4 + n]):
        rows = benchmarking.held(part, scale=run.scale, as_at=run.as_at)
        assert len(benchmarking.sessions(rows, scale=run.scale)) == min(n, 1)
        groups = benchmarking_raters.groups(rows, scale=run.scale)
        assert groups[list(benchmarking_raters.COEFFICIENTS)].isna().all(axis=None)
        assert (groups["note"] != "").all()
        assert len(benchmarking_raters.severity(rows, key="k")) == n


def test_everybody_absent_or_of_one_mind(table, run):
    blank = table.assign(grade=table["grade"].mask(table["session_on"].notna()))
    rows = benchmarking.held(blank, scale=run.scale, as_at=run.as_at)
    groups = benchmarking_raters.groups(rows, scale=run.scale)
    assert (groups["attendance_share"] == 0).all()
    assert (groups["note"] == benchmarking_raters.ONE_RATER).all()
    assert (benchmarking.sessions(rows, scale=run.scale)["median_grade"] == "").all()
    same = table.assign(grade=pd.Categorical(["Good"] * len(table), dtype=run.scale.dtype))
    rows = benchmarking.held(same, scale=run.scale, as_at=run.as_at)
    groups = benchmarking_raters.groups(rows, scale=run.scale)
    assert (groups["same_pairs_share"] == 1).all()
    assert (groups["note"] == moderation_agreement.COMPLETE).all()
