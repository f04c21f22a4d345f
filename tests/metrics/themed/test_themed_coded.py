"""What answers are coded to: each child once, whatever number of questions it was asked."""

import numpy as np
import pandas as pd

from qaanalysis.metrics.themed import Place
from qaanalysis.metrics.themed.coded import by_code

ROWS = pd.DataFrame(
    [
        ("A", "Made?", Place.MET),
        ("A", "Kept?", Place.NOT_MET),
        ("B", "Made?", Place.MET),
        ("B", "Kept?", Place.NOT_RECORDED),
        ("C", "Made?", Place.NO_ANSWER),
        ("C", "Kept?", Place.NOT_APPLICABLE),
        ("A", "Seen?", Place.MET),
        ("B", "Seen?", Place.NOT_MET),
        ("C", "Other?", Place.MET),
    ],
    columns=["child_id", "question", "place"],
)
CODES = {"Made?": "Plans", "Kept?": "Plans", "Seen?": "Visits"}


def test_a_child_counts_once_and_only_with_an_answer():
    table = by_code(ROWS, CODES)
    assert table.index.tolist() == ["Plans", "Visits"]
    columns = ["questions", "children", "strength", "to_develop"]
    assert table[columns].to_numpy().tolist() == [[2, 2, 1, 1], [1, 2, 1, 1]]
    assert table["strength_share"].isna().all()
    assert by_code(ROWS, CODES, least=2)["strength_share"].tolist() == [0.5, 0.5]


def test_without_codes_there_is_no_row():
    assert by_code(ROWS, {}).empty


def test_the_counts_are_those_of_a_row_by_row_count():
    rng = np.random.default_rng(2)
    rows = pd.DataFrame(
        [
            (f"C{i}", question, rng.choice(list(Place)))
            for i in range(60)
            for question in ("Made?", "Kept?", "Seen?")
        ],
        columns=["child_id", "question", "place"],
    )
    table = by_code(rows, CODES)
    for code in ("Plans", "Visits"):
        seen = {}
        for row in rows.itertuples():
            if CODES[row.question] == code and row.place in (Place.MET, Place.NOT_MET):
                seen.setdefault(row.child_id, []).append(row.place == Place.MET)
        assert table.loc[code, "children"] == len(seen)
        assert table.loc[code, "strength"] == sum(map(all, seen.values()))
