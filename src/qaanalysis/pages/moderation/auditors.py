"""How auditors differ from moderators, for coaching: shown only if params ask for it."""

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.leniency import LEAST, NOT_WANTED, Leniency
from qaanalysis.pages.moderation.about_pairs import on_pairs
from qaanalysis.present import charts, sentences, words
from qaanalysis.present.labels import Kind
from qaanalysis.present.record import Shown
from qaanalysis.present.tables import table

_NAMES = {
    "moderated": "Audits",
    "steps_above": "Mean grades above",
    "shrunk_steps_above": "Shrunk mean",
    "lower": "Lower 99.8%",
    "upper": "Upper 99.8%",
    "outlier": "Outlier",
}
_AXES = {"moderated": "Moderated audits", "steps_above": "Mean grades above the moderator’s"}
_CURVES = {"99.8% limits": ("lower", "upper"), "95% limits": ("lower_95", "upper_95")}
_NUMBERS = dict.fromkeys(("steps_above", "shrunk_steps_above", "lower", "upper"), Kind.NUMBER)


def differences(found: Leniency, *, about: str = "") -> list[str]:
    """Return why nobody is shown, or for what use it is, who stands out and who is left out."""
    if found.reason == NOT_WANTED:
        return [
            "How each auditor differs from moderators isn’t shown: it is for coaching only, "
            "and params don’t ask for it (moderation.show_leniency)"
        ]
    if found.auditors.empty:
        return [f"Auditors are not shown: {found.reason}"]
    left_out = words.counted(found.n_left_out, "auditor has", "auditors have")
    return [
        found.note,
        found.reason,
        *on_pairs(about, _outliers(found)),
        "The shrunk mean is pulled towards that of all auditors, the more the fewer the audits it "
        "rests on",
        f"{left_out} fewer than {LEAST} moderated audits and {_is(found.n_left_out)} not shown"
        if found.n_left_out
        else "",
    ]


def _is(n: int) -> str:
    return "is" if n == 1 else "are"


def _outliers(found: Leniency) -> str:
    n, shown = int(found.auditors["outlier"].sum()), words.counted(found.n_auditors, "auditor")
    if n == 0:
        return (
            f"Of {shown} shown none lies beyond the 99.8% limits. Between these and the 95% limits "
            "a few lie by chance, and are no outliers"
        )
    lies = "lies" if n == 1 else "lie"
    return (
        f"{words.count(n)} of {shown} shown {lies} beyond the 99.8% limits: a reason to talk, not "
        "a verdict. Between these and the 95% limits a few lie by chance, and are no outliers"
    )


def funnel(found: Leniency, auditors: SafeTable, limits: SafeTable) -> Shown:
    """Return the funnel of auditors; nothing where nobody is shown."""
    if auditors.frame.empty:
        return sentences.prose()
    return charts.funnel(
        auditors,
        n="moderated",
        value="steps_above",
        limits=limits,
        mean=found.mean,
        curves=_CURVES,
        measured=Kind.NUMBER,
        title="Auditors’ grades above their moderators’",
        renamed=_AXES,
    )


def auditor_table(auditors: SafeTable) -> Shown:
    """Return each auditor's mean as counted and as shrunk; nothing where nobody is shown."""
    if auditors.frame.empty:
        return sentences.prose()
    return table(auditors, columns=_NAMES, renamed=_NAMES, kinds=_NUMBERS)
