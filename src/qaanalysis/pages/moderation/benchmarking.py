"""Benchmarking sessions in words: who graded, how far they agree, and how firm that is."""

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.benchmarking import INVITED, PAIRS, PRESENT, SAME
from qaanalysis.metrics.benchmarking_raters import ATTENDANCE, COEFFICIENTS, STEPS
from qaanalysis.metrics.moderation.agreement import NOTE
from qaanalysis.present import sentences, words

SESSIONS = [INVITED, PRESENT, "median_grade", "spread", PAIRS, SAME]
RATERS = {
    "files": "Files",
    "raters": "Raters",
    ATTENDANCE: "Attendance",
    PAIRS: "Pairs",
    SAME: "The same",
    f"{SAME}_share": "Share the same",
    STEPS: "Mean grades above the median",
}
FEW_FILES = "Fewer than about thirty files leave a coefficient all but unknown: read its interval."
SEVERITY = {
    "rater_group": "Panel or service",
    INVITED: "Asked",
    PRESENT: "Files graded",
    STEPS: "Mean grades above the median",
}


def rater_columns(groups: SafeTable) -> list[str]:
    """Return the columns of raters' agreement beyond chance, with notes if there are any."""
    notes = [NOTE] if groups.frame[NOTE].astype(bool).any() else []
    return ["files", *COEFFICIENTS, *notes]


def no_benchmarking(sessions: SafeTable) -> str:
    """Return that there is no session to report; empty if there is."""
    return "No benchmarking session is recorded." if sessions.frame.empty else ""


def rater_groups(groups: SafeTable) -> list[str]:
    """Return for the panel and for the service who graded and how often two agree."""
    return [
        f"{name}: {words.counted(row['raters'], 'person', 'people')} graded "
        f"{words.counted(row['files'], 'file')}, giving "
        f"{sentences.share_of(row[PRESENT], row[INVITED], 'grades asked for')}; {_alike(row)}"
        for name, row in groups.frame.to_dict("index").items()
    ]


def _alike(row: dict) -> str:
    if not row[PAIRS]:
        return "nobody graded beside anybody else"
    unit = "pair of grades of one file" if row[PAIRS] == 1 else "pairs of grades of one file"
    same = sentences.share_of(row[SAME], row[PAIRS], unit)
    return f"{same} {'is' if row[SAME] == 1 else 'are'} the same"


def severity(raters: SafeTable) -> str:
    """Return what the distances of raters from the median are for, and how little they rest on."""
    frame = raters.frame
    if frame.empty:
        return ""
    one = int((frame[PRESENT] == 1).sum())
    said = (
        "For raters’ own learning: how far each lies from the median of all who graded a file, by "
        "pseudonym and in no order of merit. The median isn’t the truth"
    )
    if not one:
        return said
    return (
        f"{said}; {words.count(one)} of {words.counted(len(frame), 'rater')} graded one file only, "
        "which says next to nothing"
    )
