"""The order of rows tells nothing of what they hide."""

import itertools
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from qaanalysis.cases import Cases
from qaanalysis.disclosure import HIDDEN, Ledger, Policy, protect
from qaanalysis.disclosure.row_order import most_first
from qaanalysis.errors import DisclosureError
from qaanalysis.vocabulary import Audience

THEMES = ["Plans", "Visits", "Assessments", "Chronologies", "Direct work"]
NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


def protected(counts, audience=Audience.PUBLISHED, **how):
    """Return themes with how many of a hundred audits name each."""
    each = zip(THEMES, counts, strict=True)
    named = [(theme, "yes" if i < n else "") for theme, n in each for i in range(100)]
    rows = pd.DataFrame(named, columns=["theme", "named"])
    of = {"audits": {"named": ["yes", ""]}, "n": {"named": ["yes"]}}
    frame = pd.DataFrame({"audits": 100, "n": counts}, pd.Index(THEMES, name="theme"))
    how = {"by_most": "n", "ledger": Ledger(Policy(threshold=10)), **how}
    cases = Cases(rows, "audits", of, workload=("audits",))
    safe = {"caption": "Themes", "unit": "audits", "audience": audience, "cases": cases}
    return protect(frame, **safe, **how)


def test_whatever_the_hidden_numbers_are_the_order_is_the_same():
    small = [1, 4, 9]
    made = [protected([a, 42, b, 22, c]) for a, b, c in itertools.permutations(small)]
    assert all(safe.frame["n"].tolist() == [42, 22, *3 * [HIDDEN]] for safe in made)
    orders = {tuple(safe.frame.index) for safe in made}
    # Those shown by what they show, the others as params declare them.
    assert orders == {("Visits", "Chronologies", "Plans", "Assessments", "Direct work")}


def test_internal_readers_see_rows_by_their_figures():
    safe = protected([1, 42, 9, 22, 4], Audience.INTERNAL)
    assert safe.frame["n"].tolist() == [42, 22, 9, 4, 1]


def test_rounded_figures_that_read_alike_stay_in_the_order_given():
    policy = Policy(threshold=10, rounding_base=5)
    safe = protected([41, 42, 39, 21, 22], ledger=Ledger(policy))
    assert safe.frame["n"].tolist() == [40, 40, 40, 20, 20]
    assert safe.frame.index.tolist() == THEMES


def test_a_column_that_is_not_shown_any_more_orders_nothing():
    frame = pd.DataFrame({"n": [1, 2]}, index=["Plans", "Visits"])
    assert most_first(frame, "share").index.tolist() == ["Plans", "Visits"]


def test_an_order_by_a_column_that_is_not_there_is_refused():
    with pytest.raises(DisclosureError, match="in order by shares: it has no such column"):
        protected([1, 42, 9, 22, 4], by_most="shares")


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda file: file.stem)
def test_no_notebook_sorts_by_figures_before_they_are_protected(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    assert not re.search(r"sort_values|nlargest|nsmallest|\.rank\(|idxmax|idxmin", code)
