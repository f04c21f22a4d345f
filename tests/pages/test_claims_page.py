"""What the report on statements says, from verdicts made by hand."""

from dataclasses import dataclass, field

import pandas as pd
import pytest

from qaanalysis.disclosure import protect
from qaanalysis.pages import claims as page
from qaanalysis.vocabulary import Audience


@dataclass
class Stated:
    source: str = "A report"
    not_evidence: dict = field(default_factory=dict)


def safe(*verdicts):
    frame = pd.DataFrame(
        {"verdict": verdicts, "why": "So.", "figure": ""},
        index=pd.Index([f"S{n}" for n in range(len(verdicts))], name="claim"),
    )
    return protect(frame, caption="Statements", unit="statements", audience=Audience.INTERNAL)


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        (("holds",), "of 1 statement one holds, none don’t, and none can’t be known"),
        (
            ("holds", "holds", "doesn’t hold", "can’t be known"),
            "of 4 statements two hold, one doesn’t, and one can’t be known",
        ),
    ],
)
def test_statements_are_counted_by_verdict(verdicts, said):
    assert said in page.lead(safe(*verdicts), Stated())[0]


def test_without_statements_it_is_said_how_to_add_them():
    assert page.lead(safe(), None) == [page.NONE]
    assert page.key_figures(safe()) == []


def test_what_cannot_speak_for_a_report_is_counted():
    assert page.without_evidence(None) == page.without_evidence(Stated()) == ""
    assert "1 kind of record" in page.without_evidence(Stated(not_evidence={"safety": "invented"}))


def test_where_no_figure_holds_it_says_so():
    told = page.told(safe("can’t be known").frame)
    assert told["figure"].tolist() == ["Nothing"]
    assert list(told) == ["why", "figure"]
