import datetime as dt
import json

import numpy as np
import pandas as pd
from safe_tables import returns, safe

from qaanalysis.present import charts, record
from qaanalysis.present.tables import table
from qaanalysis.vocabulary import Audience


def test_values_become_canonical_json() -> None:
    mixed = {
        "z": [np.int64(3), np.float64("nan"), float("inf"), True, np.bool_(False), pd.NA, pd.NaT],
        "month": pd.Period("2023-05", "M"),
        "date": dt.date(2023, 12, 3),
        "day": pd.Timestamp("2023-12-03"),
        "moment": pd.Timestamp("2023-12-03 10:30"),
        "audience": Audience.INTERNAL,
        "series": pd.Series([0.5], pd.PeriodIndex(["2023-05"], freq="M")),
    }
    plain = record.plain(mixed)
    assert list(plain) == sorted(plain)
    assert plain["z"] == [3, None, None, True, False, None, None]
    assert plain["month"] == "2023-05"
    assert plain["date"] == plain["day"] == "2023-12-03"
    assert plain["moment"] == "2023-12-03T10:30:00"
    assert plain["series"] == {"2023-05": 0.5}
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain


def test_a_table_records_its_figures_unrounded_with_headings_and_total() -> None:
    bundle = table(returns(), columns=["returned", "return_rate"])._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain", record.MIME}
    recorded = bundle[record.MIME]
    assert recorded["type"] == "table"
    assert recorded["headings"] == ["month"]
    assert recorded["rows"][0]["month"] == "2023-05"
    assert recorded["rows"][0]["return_rate"] == 44 / 83
    assert set(recorded["rows"][0]) == {
        "month",
        "returned",
        "return_rate",
        "return_rate_low",
        "return_rate_high",
    }
    assert recorded["total"]["returned"] == 229


def test_a_chart_records_its_alt_sentence_and_data() -> None:
    chart = charts.stacked_shares(
        safe(pd.DataFrame({"Good": [1], "Poor": [3]}, index=pd.Index(["A"], name="team"))),
        columns=["Good", "Poor"],
        title="Grades",
    )
    recorded = chart._repr_mimebundle_()[record.MIME]
    assert recorded["alt"] == chart.alt
    assert recorded["table"]["rows"] == [{"Good": 1, "Poor": 3, "team": "A"}]
