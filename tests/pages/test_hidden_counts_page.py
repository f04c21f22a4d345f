"""What the page of counts says where some are hidden: symbols, bounds, and nothing exact."""

import pandas as pd
import pytest
from stated_rows import months, stated

from qaanalysis.disclosure import protect
from qaanalysis.metrics import return_change, returns, stated_counts
from qaanalysis.pages import hidden_counts
from qaanalysis.pages import returns as page
from qaanalysis.present import charts
from qaanalysis.present.prose import Refusal
from qaanalysis.present.tables import table
from qaanalysis.vocabulary import Audience

KNOWN = [(91, 8, 83, 44), (105, 2, 103, 42), (98, 11, 87, 27)]


class Shown:
    """The page's tables and sentences, as the notebook makes them."""

    def __init__(self, *rows, audience=Audience.INTERNAL):
        counts, covered = stated(*rows), months(len(rows))
        rates = returns.of_counts(counts, months=covered)
        total = returns.total(rates, label="All")
        shown, whole = hidden_counts.shown(rates), hidden_counts.shown(total)
        safe = {"audience": audience, "unit": "audits", "workload": True}
        if audience is Audience.PUBLISHED:
            from qaanalysis.disclosure import Ledger
            from qaanalysis.policy import Policy

            safe["ledger"] = Ledger(Policy())
        self.monthly = protect(shown, total=whole, caption="Returns", **safe)
        chart = hidden_counts.charted(return_change.control_chart(rates), rates)
        self.control = protect(chart, caption="Rate", **safe)
        given = stated_counts.given(counts, months=covered)
        self.said = hidden_counts.said(given, rates, total)

    @property
    def lead(self):
        return page.lead(self.monthly, self.control)


@pytest.mark.parametrize("audience", list(Audience))
def test_a_hidden_count_and_all_that_rests_on_it_are_symbols(audience):
    made = Shown(*KNOWN, (124, 7, 117, (0, 4)), audience=audience)
    text = table(made.monthly).text().splitlines()
    assert text[0].startswith("Returns")
    august, total = (line.split("  ") for line in text[-2:])
    assert [cell.strip() for cell in august if cell] == [
        *("August 2023", "124", "7", "117", "[c]", "[c]", "[c]", "[c]")
    ]
    assert [cell.strip() for cell in total if cell] == [
        *("All", "418", "28", "390", "[c]", "[c]", "[c]", "[c]")
    ]
    assert "[c] hidden, because the number is small" in table(made.monthly).note
    assert made.control.frame["value"].iloc[-1] == "[c]"
    drawn = charts.control(made.control, title="Return rate")
    assert "Some figures are hidden" in drawn.html()
    assert "Hidden because the numbers are small: August 2023 (Value)." in drawn.alt


def test_sentences_say_what_is_given_and_between_what_rates_and_totals_lie():
    made = Shown(*KNOWN, (124, 7, 117, (0, 4)))
    # 44 + 42 + 27 = 113 of 83 + 103 + 87 + 117 = 390 are known to be back: 29.0% to 30.0%.
    assert made.said == [
        "Not every count is given as a number: audits returned in August 2023 as “fewer than 5”. "
        "Such a count is shown as [c], and is in no sum, neither as a number nor as 0",
        "Whatever the hidden numbers are, the return rate lies between 0.0% and 3.4% in August "
        "2023",
        "Of the audits from May to August 2023, between 113 and 117 were returned",
        "The return rate from May to August 2023 lies between 29.0% and 30.0%",
    ]
    assert isinstance(made.said[0], Refusal)
    lead = made.lead
    assert lead[0] == "In August 2023, [c] of 117 scheduled audits were returned"
    assert "418 audits were planned and 28 exempted; [c] of 390 scheduled audits" in lead[1]
    assert "they rest on three months" in lead[2]


def test_a_month_has_a_place_only_among_those_whose_rate_is_known():
    made = Shown(KNOWN[0], (124, 7, 117, (0, 4)), KNOWN[2])
    assert made.lead[0] == (
        "In July 2023, 27 of 87 scheduled audits (31.0%) were returned, the lowest of the two "
        "months with a known rate"
    )


def test_several_hidden_counts_are_told_by_what_is_given():
    made = Shown((91, 8, 83, (0, 4)), (105, (0, 9), 103, (1, 4)), (98, 11, 87, (0, 4)))
    assert made.said[0].startswith(
        "Not every count is given as a number: audits exempted in June 2023 as “fewer than 10”, "
        "audits returned in May 2023 and July 2023 as “fewer than 5” and audits returned in "
        "June 2023 as “1 to 4”."
    )
    assert made.said[1] == (
        "Whatever the hidden numbers are, the return rate lies between 0.0% and 4.8% in May 2023, "
        "between 1.0% and 3.9% in June 2023 and between 0.0% and 4.6% in July 2023"
    )


def test_what_other_counts_give_away_is_not_said_as_it_was_hidden():
    # 105 planned less 2 exempted are 103 scheduled, of whom 42 came back.
    made = Shown(KNOWN[0], (105, 2, (0, 200), 42), KNOWN[2])
    assert made.said[1:] == [
        "The return rate of June 2023 isn’t shown, as it rests on a hidden number"
    ]
    text = " ".join([*made.said, *made.lead, table(made.monthly).text()])
    assert "103" not in text
    assert "40.8%" not in text


def test_counts_that_are_all_given_make_the_page_they_made_before():
    made = Shown(*KNOWN)
    assert made.said == []
    assert not made.monthly.hides
    rates = returns.of_counts(stated(*KNOWN), months=months(3))
    assert hidden_counts.shown(rates).equals(rates)
    assert made.lead[0].endswith("the lowest of the three months")


def test_of_a_single_month_the_bounds_are_said_once():
    made = Shown((124, 7, 117, (0, 4)))
    assert len(made.said) == 2
    assert made.lead == ["In May 2023, [c] of 117 scheduled audits were returned"]


def test_rows_are_held_against_a_summary_with_hidden_counts():
    counts = stated(*KNOWN[:2], (98, 11, 87, (0, 50)))
    hidden = hidden_counts.listed(stated_counts.given(counts, months=months(3)))
    none = protect(
        pd.DataFrame({"returned": []}, index=months(0)),
        caption="Stated otherwise", unit="audits", audience=Audience.INTERNAL,
    )  # fmt: skip
    said = page.reconciled(none, stated=True, hidden=hidden)
    assert said.startswith("The rows agree")
    assert "audits returned in July 2023 as “fewer than 51”; there the rows agree" in said
    assert "It gives" not in page.reconciled(none, stated=True)
