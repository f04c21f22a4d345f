import json

import numpy as np
import pandas as pd
from bs4 import BeautifulSoup
from safe_tables import returns

from qaanalysis.present.key_figures import ALERT, TOGETHER_NOTE, KeyFigure, hidden, tiles
from qaanalysis.present.record import MIME, plain

RATE = KeyFigure(
    "return_rate",
    "Returned",
    23 / 117,
    count=23,
    total=117,
    unit="scheduled audits",
    period="November 2023",
    low=0.1345,
    high=0.2778,
    history=returns().frame["return_rate"],
    note="in October 26.7%",
    alert=True,
)


def test_a_tile_says_value_basis_and_note() -> None:
    page = BeautifulSoup(tiles([RATE]).html(), "html.parser")
    assert page.ul["role"] == "list"
    assert page.b.get_text() == "19.7%"
    assert page.select_one(".qa-alert").get_text() == ALERT
    subs = [span.get_text() for span in page.select(".qa-sub")]
    assert subs[0] == ("23 of 117 scheduled audits, November 2023 (95% interval 13.5–27.8).")
    assert subs[1] == "In October 26.7%."
    assert page.svg["aria-hidden"] == "true"
    assert len(page.polyline["points"].split()) == 7


def test_a_small_line_has_gaps_and_needs_two_months() -> None:
    gap = KeyFigure("a", "A", 1, kind="count", history={1: 3, 2: np.nan, 3: 5, 4: 5})
    page = BeautifulSoup(gap.html(), "html.parser")
    assert [len(line["points"].split()) for line in page.select("polyline")] == [1, 2]
    one = KeyFigure("a", "A", 1, kind="count", history={1: 3, 2: None})
    assert "<svg" not in one.html()
    flat = KeyFigure("a", "A", 1, kind="count", history={1: 3, 2: 3})
    assert "nan" not in flat.html()


def test_texts() -> None:
    assert KeyFigure("a", "Inadequate", 1234, kind="count", total=2000, unit="audits").text() == (
        "Inadequate: 1,234. Of 2,000 audits."
    )
    missing = KeyFigure("a", "Kept", float("nan"), note="nothing was moderated")
    assert missing.text() == "Kept: Not available. Nothing was moderated."


def test_a_hidden_figure_isnt_called_not_available() -> None:
    gone = hidden("a", "Poor", unit="graded audits", period="May to November 2023")
    assert gone.text() == (
        "Poor: Hidden. A share of graded audits, May to November 2023. The number is small, or "
        "would give a small one away."
    )
    estimate = KeyFigure("a", "Good", 0.138, unit="an estimate for returned audits")
    assert estimate.basis == "An estimate for returned audits."
    assert hidden("a", "Poor", note=TOGETHER_NOTE).shown == "Hidden"
    assert KeyFigure("a", "Poor", float("nan"), note="None was graded").shown == "Not available"


def test_hostile_labels_are_inert() -> None:
    hostile = "<script>1–2</script>"
    figure = KeyFigure("a", hostile, 1, kind="count", unit=hostile, note=hostile)
    page = BeautifulSoup(figure.html(), "html.parser")
    assert not page.find("script")


def test_the_record_can_make_the_figure_again() -> None:
    recorded = tiles([RATE])._repr_mimebundle_()[MIME]["figures"][0]
    assert recorded["shown"] == "19.7%"
    assert recorded["history"][-1] == ["2023-11", 23 / 117]
    names = RATE.__dataclass_fields__
    again = KeyFigure(**{name: recorded[name] for name in names})
    assert again.html() == RATE.html()
    assert isinstance(RATE.history, pd.Series)


def test_the_record_keeps_the_order_of_quarters() -> None:
    quarters = {"May to June 2023": 0.3, "July to September 2023": 0.2, "November 2023": 0.1}
    recorded = KeyFigure("a", "A", 0.1, history=quarters).record()
    stored = json.loads(json.dumps(plain(recorded)))
    names = KeyFigure.__dataclass_fields__
    again = KeyFigure(**{name: stored[name] for name in names if name in stored})
    assert again.html() == KeyFigure("a", "A", 0.1, history=quarters).html()
    assert again.html() != KeyFigure("a", "A", 0.1, history=dict(sorted(quarters.items()))).html()
