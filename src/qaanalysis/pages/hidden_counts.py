"""Counts that were hidden where they come from: shown as a symbol, and what they leave open."""

from collections.abc import Iterator

import pandas as pd

from qaanalysis.disclosure import HIDDEN
from qaanalysis.hidden_counts import COUNTS, end_columns, ends, hidden
from qaanalysis.metrics import stated_counts
from qaanalysis.metrics.returns import OF_PLANNED, RATE
from qaanalysis.metrics.stated_counts import HIGH, LOW
from qaanalysis.present import sentences, words
from qaanalysis.vocabulary import Col

# By column: the counts that it rests on.
_RESTS_ON = {
    **{count: (count,) for count in COUNTS},
    **dict.fromkeys((RATE, f"{RATE}_low", f"{RATE}_high"), (Col.RETURNED, Col.SCHEDULED)),
    OF_PLANNED: (Col.RETURNED, Col.PLANNED),
}


def shown(rates: pd.DataFrame) -> pd.DataFrame:
    """Return a table of rates with the symbol where a count is hidden, or what rests on one.

    Parameters
    ----------
    rates : DataFrame
        From `returns.of_counts` or `returns.total`.

    Examples
    --------
    >>> rates = pd.DataFrame({"returned": [44, None], "returned_at_most": [44, 4]})
    >>> shown(rates)["returned"].tolist()
    [44.0, '[c]']
    """
    plain = rates.drop(columns=end_columns(), errors="ignore")
    is_hidden = hidden(rates, [count for count in COUNTS if count in rates])
    if not is_hidden.any(axis=None):
        return plain
    known = [name for name in plain if name in _RESTS_ON]
    gone = {name: is_hidden[list(_RESTS_ON[name])].any(axis=1) for name in known}
    return plain.assign(**{name: _marked(plain[name], gone[name]) for name in known})


def charted(chart: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """Return the table of a control chart with the symbol where the rate rests on a hidden count.

    Parameters
    ----------
    chart : DataFrame
        From `return_change.control_chart`.
    rates : DataFrame
        The table it was made from.
    """
    gone = hidden(rates, [Col.RETURNED, Col.SCHEDULED]).any(axis=1)
    return chart.assign(value=_marked(chart["value"], gone))


def _marked(column: pd.Series, gone: pd.Series) -> pd.Series:
    return column.astype(object).mask(gone, HIDDEN) if gone.any() else column


def listed(given: pd.DataFrame) -> str:
    """Return the hidden counts as they are given: “fewer than 5” audits returned in which months.

    Parameters
    ----------
    given : DataFrame
        From `stated_counts.given`.

    Examples
    --------
    >>> months = pd.period_range("2023-05", periods=2, freq="M")
    >>> listed(pd.DataFrame({"count": "returned", "at_least": 0, "at_most": [4, 4]}, months))
    'audits returned in May 2023 and June 2023 as “fewer than 5”'
    """
    months: dict[tuple[str, int, int], list[str]] = {}
    for month, told in zip(given.index, given.itertuples(index=False, name=None), strict=True):
        months.setdefault(told, []).append(words.month(month))
    return words.listed(
        [
            f"audits {told[0]} in {words.listed(of)} as {_text(*told[1:])}"
            for told, of in months.items()
        ]
    )


def _text(low: int, high: int) -> str:
    """Return what is given in place of a number."""
    return f"“{low} to {high}”" if low else f"“fewer than {words.count(high + 1)}”"


def said(given: pd.DataFrame, rates: pd.DataFrame, total: pd.DataFrame) -> list[str]:
    """Return which counts are hidden, and between what rates and totals lie; nothing if none is.

    Parameters
    ----------
    given : DataFrame
        From `stated_counts.given`.
    rates : DataFrame
        From `returns.of_counts`.
    total : DataFrame
        From `returns.total`, of those rates.
    """
    if given.empty:
        return []
    first = (
        f"Not every count is given as a number: {listed(given)}. Such a count is shown as "
        f"{HIDDEN}, and is in no sum, neither as a number nor as 0"
    )
    # Of a single month the month and all months are the same.
    in_all = _in_all(rates, total) if len(rates) > 1 else ()
    return [sentences.cannot(first), *_by_month(stated_counts.rate_bounds(rates)), *in_all]


def _by_month(bounds: pd.DataFrame) -> Iterator[str]:
    wide = bounds[bounds[LOW] < bounds[HIGH]]
    lies = [f"{_between(*row)} in {words.month(month)}"
            for month, row in zip(wide.index, wide.to_numpy(), strict=True)]  # fmt: skip
    if lies:
        yield f"Whatever the hidden numbers are, the return rate lies {words.listed(lies)}"
    # What follows from the month's other counts was hidden all the same.
    one = [words.month(month) for month in bounds.index[bounds[LOW] == bounds[HIGH]]]
    if one:
        yield f"The return rate of {words.listed(one)} isn’t shown, as it rests on a hidden number"


def _in_all(rates: pd.DataFrame, total: pd.DataFrame) -> Iterator[str]:
    when = words.during(rates.index[0], rates.index[-1])
    is_hidden = hidden(total).iloc[0]
    spans = {c: [end.iloc[0] for end in ends(total, c)] for c in COUNTS if is_hidden[c]}
    spans = {c: span for c, span in spans.items() if span[0] < span[1]}
    if spans:
        counts = [
            f"between {words.count(low)} and {words.count(high)} {'' if i else 'were '}{count}"
            for i, (count, (low, high)) in enumerate(spans.items())
        ]
        yield f"Of the audits {when}, {words.listed(counts)}"
    bounds = stated_counts.rate_bounds_of_all(rates, label="")
    wide = bounds[bounds[LOW] < bounds[HIGH]]
    if len(wide):
        yield f"The return rate {when} lies {_between(*wide.iloc[0])}"


def _between(low: float, high: float) -> str:
    shown_ends = words.percent(low), words.percent(high)
    if shown_ends[0] == shown_ends[1]:
        return f"at about {shown_ends[0]}"
    return f"between {shown_ends[0]} and {shown_ends[1]}"
