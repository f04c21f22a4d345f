"""Of each returned audit and each thing: whether it is named a strength or one to develop."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from qaanalysis.metrics.learning.coding import Coded
from qaanalysis.metrics.shares import keys, with_share
from qaanalysis.vocabulary import Col, FindingKind

AUDITS, STRENGTH, DEVELOPMENT = "audits", "strength", "development"
KINDS = {STRENGTH: FindingKind.STRENGTH, DEVELOPMENT: FindingKind.DEVELOPMENT}
SIMPLE_THING, OBSESSION = "simple_thing", "obsession"


def named(found: Coded, things: Mapping[str, Collection[str]], *, heading: str) -> pd.DataFrame:
    """Return a row for each returned audit and each thing, with whether the audit names it.

    An audit counts once for a thing, however many of its findings are about it. It can name one
    thing both as a strength and as an area for development.

    Parameters
    ----------
    found : Coded
        From `coded`.
    things : mapping of str to collection of str
        What is counted (themes, simple things, practice obsessions), each with its themes. A thing
        without a theme is left out: nothing tells of it, and that isn't 0.
    heading : str
        What these things are: theme, simple_thing, obsession.

    Returns
    -------
    DataFrame
        The columns of `found.audits`, with the heading (categorical, in the order given), strength
        and development (boolean); no rows if the run has no findings.

    Examples
    --------
    >>> audits = pd.DataFrame({"audit_id": ["A1", "A2"]})
    >>> findings = pd.DataFrame(
    ...     {
    ...         "audit_id": "A1",
    ...         "finding_kind": "Strength",
    ...         "word": ["Plans", "Plans"],
    ...         "theme": ["Plans", "Plans"],
    ...     }
    ... )
    >>> rows = named(Coded(audits, findings), {"A plan": ["Plans"]}, heading="simple_thing")
    >>> rows["strength"].tolist(), rows["development"].tolist()
    ([True, False], [False, False])
    """
    told = {name: set(themes) for name, themes in things.items() if themes}
    order = pd.CategoricalDtype(list(told), ordered=True)
    n = len(found.audits) if found.is_known else 0
    audits = found.audits.iloc[:n]
    parts = [_rows(found, audits, name, themes, heading) for name, themes in told.items()]
    made = pd.concat(parts or [_rows(found, audits.iloc[:0], "", (), heading)], ignore_index=True)
    return made.astype({heading: order, STRENGTH: bool, DEVELOPMENT: bool})


def _rows(
    found: Coded, audits: pd.DataFrame, name: str, themes: Collection[str], heading: str
) -> pd.DataFrame:
    about = found.findings[found.findings[Col.THEME].isin(list(themes))]
    made = audits.copy()
    made[heading] = name
    for column, kind in KINDS.items():
        theirs = about.loc[about[Col.FINDING_KIND] == kind, Col.AUDIT_ID]
        made[column] = audits[Col.AUDIT_ID].isin(theirs)
    return made


def shares(
    rows: pd.DataFrame, *, by: str | Sequence[str], confidence: float = 0.95
) -> pd.DataFrame:
    """Return how many of the returned audits name each thing, with shares and intervals.

    Parameters
    ----------
    rows : DataFrame
        From `named`.
    by : str or sequence of str
        Its heading, or that and a group such as service_area. A blank group is “Not recorded”.
    confidence : float
        Coverage of Wilson's intervals, over 0 and under 1.

    Returns
    -------
    DataFrame
        Indexed by group: audits (returned), strength, development (audits that name it so), and
        the share either has of the audits with _low and _high.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics.learning import coding
    >>> declared = run.params.learning
    >>> found = coding.coded(
    ...     run.tables["findings"], run.audits, words=declared.words, as_at=run.as_at
    ... )
    >>> rows = named(found, declared.own_themes, heading="theme")
    >>> shares(rows, by="theme").loc["Chronologies", ["audits", "strength", "development"]].tolist()
    [229, 5, 39]
    """
    groups = keys(rows, by)
    flags = rows[[STRENGTH, DEVELOPMENT]].assign(**{AUDITS: True})[[AUDITS, STRENGTH, DEVELOPMENT]]
    table = flags.groupby(groups, observed=True).sum().astype(int)
    table.index = plain(table.index)
    for name in KINDS:
        table = with_share(table, f"{name}_share", count=name, total=AUDITS, confidence=confidence)
    return table


def plain(index: pd.Index) -> pd.Index:
    """Return row headings as words, in the order that their categories gave them.

    Examples
    --------
    >>> plain(pd.CategoricalIndex(["Plans", "Chronologies"])).tolist()
    ['Plans', 'Chronologies']
    """
    if isinstance(index, pd.MultiIndex):
        levels = [index.get_level_values(i).astype(object) for i in range(index.nlevels)]
        return pd.MultiIndex.from_arrays(levels, names=index.names)
    return index.astype(object)
