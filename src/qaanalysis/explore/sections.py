"""The four subjects of a view, each as its report has it: returns, grades, moderation, themes."""

from collections.abc import Callable

import pandas as pd

from qaanalysis.explore.choices import Chosen
from qaanalysis.explore.records import Records
from qaanalysis.explore.section import Section
from qaanalysis.metrics import audit_cases, grades, moderation, return_change, returns
from qaanalysis.metrics.learning import named
from qaanalysis.pages import grades as grades_page
from qaanalysis.pages import learning as learning_page
from qaanalysis.pages import moderation as moderation_page
from qaanalysis.pages import quality
from qaanalysis.present import charts, sentences, words
from qaanalysis.vocabulary import Col

RETURNS, GRADES, MODERATION, THEMES = "returns", "grades", "moderation", "themes"


def returned(records: Records, chosen: Chosen, absent: pd.PeriodIndex) -> Section:
    """Return whether the audits of a choice came back, month by month."""
    audits, months, as_at = records.audits, chosen.months, records.run.as_at
    if audits.empty:
        return Section(RETURNS, (_nothing(chosen),))
    rates = returns.by_month(audits, months=months, as_at=as_at)
    total = returns.total(rates, label=chosen.period)
    behind = audit_cases.returned(audits, months=months, as_at=as_at)
    safe = records.protected(
        rates,
        total=total,
        caption=f"Returns: {chosen.said}",
        workload=True,
        cases=behind,
        absent=absent,
    )
    control = records.protected(
        return_change.control_chart(rates), caption=f"Return rate: {chosen.said}", absent=absent
    )
    whole = safe.whole
    said = (
        f"Of {words.units(whole[Col.PLANNED], 'audits')} planned, "
        f"{words.count(whole[Col.SCHEDULED])} were scheduled and "
        f"{words.count(whole[Col.RETURNED])} returned",
        f"Return rate: {_estimate(whole, returns.RATE, n=Col.SCHEDULED)}",
        sentences.special_causes(control) if len(months) > 1 else "",
        _all_returned(chosen),
    )
    columns = (*returns.COUNTS, returns.RATE)
    title = f"Share of scheduled audits that were returned: {chosen.said}"
    return Section(
        RETURNS, _told(said), safe, lambda: charts.control(control, title=title), columns
    )


def graded(records: Records, chosen: Chosen, absent: pd.PeriodIndex) -> Section:
    """Return the final grades of the audits of a choice, month by month."""
    found, months, scale = records.graded, chosen.months, records.scale
    if records.audits.empty:
        return Section(GRADES, (_nothing(chosen),))
    by_month = grades.by_month(found, months=months, scale=scale)
    if not by_month[grades.GRADED].any():
        return Section(GRADES, (f"No {_such(chosen)} has come back with a grade.",))
    total = grades.total(by_month, label=chosen.period, scale=scale)
    behind = audit_cases.graded(found, months=months, scale=scale)
    caption = f"Final grades: {_caption(chosen)}"
    safe = records.protected(by_month, total=total, caption=caption, cases=behind, absent=absent)
    estimate = _estimate(safe.whole, grades.GOOD_SHARE, n=grades.GRADED)
    said = (f"{grades_page.good_words(scale)}: {estimate}", _of_naming(chosen))
    columns = tuple(grades.columns(scale))
    return Section(
        GRADES,
        _told(said),
        safe,
        lambda: charts.stacked_shares(
            safe, columns=list(scale.labels), n=grades.GRADED, title=caption
        ),
        columns,
    )


def moderated(records: Records, chosen: Chosen, absent: pd.PeriodIndex) -> Section:
    """Return how many audits of a choice were moderated, and what that did to grades."""
    run, months = records.run, chosen.months
    without = "nothing can be said of moderation"
    missing = quality.absent(run.tables, "moderations", without=without)
    if missing or records.audits.empty:
        return Section(MODERATION, (missing or _nothing(chosen),))
    if records.pairs.empty:
        return Section(MODERATION, (f"No {_such(chosen)} was moderated.",))
    covered = moderation.coverage.coverage(
        records.graded.assign(period=chosen.period), by="period"
    ).iloc[0]
    changed = moderation.outcomes.by_month(records.pairs, months=months)
    total = moderation.outcomes.total(changed, label=chosen.period)
    behind = audit_cases.moderated(records.pairs, months=months)
    caption = f"What moderation did to grades: {_caption(chosen)}"
    note = run.params.moderation.about_pairs
    safe = records.protected(
        changed, total=total, caption=caption, cases=behind, note=note, absent=absent
    )
    share = _estimate(covered, moderation.coverage.SHARE, n=Col.RETURNED)
    lower = _estimate(safe.whole, "downgraded_share", n=moderation.outcomes.KNOWN)
    said = (
        f"Moderated, of those returned: {share}",
        f"Downgraded, of those moderated whose outcome is known: {lower}",
        _of_naming(chosen),
    )
    parts = moderation_page.OUTCOMES
    return Section(
        MODERATION,
        _told(said),
        safe,
        lambda: charts.stacked_shares(
            safe, columns=parts, n=moderation.outcomes.KNOWN, title=caption
        ),
        tuple(moderation_page.OUTCOMES_SHOWN),
    )


def themes(records: Records, chosen: Chosen) -> Section:
    """Return what the returned audits of a choice name; of a theme, month by month."""
    run = records.run
    missing = quality.absent(run.tables, "findings", without="nothing can be said of themes")
    if not missing and not run.params.learning.own_themes:
        missing = "Params declare no themes: nothing can be said of them."
    if missing or records.audits.empty:
        return Section(THEMES, (missing or _nothing(chosen),))
    if records.named.empty:
        return Section(THEMES, (f"No audit of {chosen.said} has come back: none names a theme.",))
    about = records.named if records.naming is None else records.naming
    by = Col.MONTH if chosen.theme else Col.THEME
    counts = _months_as_such(named.shares(about, by=by), by)
    behind = audit_cases.named(about, by=Col.THEME, months=chosen.months)
    what = f"{chosen.theme}, by month" if chosen.theme else "Themes"
    caption = f"{what}, as returned audits name them: {chosen.said}"
    by_most = "" if chosen.theme else named.DEVELOPMENT
    safe = records.protected(counts, caption=caption, cases=behind, by_most=by_most)
    n = len(records.named[Col.AUDIT_ID].unique())
    title = f"Named as an area for development: {chosen.theme or 'themes'}, {chosen.said}"
    draw: Callable[[], charts.Chart] = lambda: charts.intervals(  # noqa: E731
        safe, estimate="development_share", n=named.AUDITS, title=title
    )
    return Section(
        THEMES,
        (f"{words.units(n, 'audits')} came back. One counts once for a theme, however often.",),
        safe,
        draw,
        tuple(learning_page.NAMED),
        learning_page.RENAMED,
    )


def _months_as_such(counts: pd.DataFrame, by: str) -> pd.DataFrame:
    if by != Col.MONTH:
        return counts
    return counts.set_axis(pd.PeriodIndex(counts.index, freq="M", name=by), axis=0)


def _estimate(row: pd.Series, share: str, *, n: str) -> str:
    ends = (row[f"{share}_low"], row[f"{share}_high"])
    return words.estimate_of(row[share], *ends, n=row[n], unit="audits")


def _nothing(chosen: Chosen) -> str:
    return f"No audit was planned: {chosen.said}. Choose a longer period, or more of the service."


def _such(chosen: Chosen) -> str:
    names = f" that names {chosen.theme}" if chosen.theme else ""
    return f"audit of {chosen.said}{names}"


def _caption(chosen: Chosen) -> str:
    return f"{chosen.said}, audits that name {chosen.theme}" if chosen.theme else chosen.said


def _of_naming(chosen: Chosen) -> str:
    return f"Only audits that name {chosen.theme} are counted" if chosen.theme else ""


def _all_returned(chosen: Chosen) -> str:
    return (
        f"Which theme an audit names is known once it is returned, so that returns are of all "
        f"audits, whether or not they name {chosen.theme}"
        if chosen.theme
        else ""
    )


def _told(said: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(words.sentence(text) for text in said if text)
