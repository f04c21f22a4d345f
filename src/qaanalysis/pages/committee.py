"""The committee's report: what it says of itself, in words that params give and in fixed ones.

Its readers sit outside the service: what is missing is told in their words, and what an analyst is
to do about it stands in the analyst's reports.
"""

from collections.abc import Sequence

from qaanalysis.params_committee import Committee
from qaanalysis.present import words
from qaanalysis.present.listing import Listing, listing
from qaanalysis.vocabulary import GradeScale

NOT_SUPPLIED = "Not supplied"
METHOD = (
    "Each figure is that of the report on its subject, made of the same rows in the same way: "
    "individual audits only; a return belongs to the month its audit was planned for; the final "
    "grade is the moderator’s where there is one. Intervals: 95%, by the method that the report "
    "on the subject names."
)
ARRANGEMENTS = (
    "Each month audits of children’s files are planned. Some are exempted, with a reason; those "
    "left are scheduled. Auditors read the file with the practitioner, ask the child and the "
    "family, grade what they find and return the audit. Somebody else grades a part of the audits "
    "again: that is moderation, and its grade then stands",
    "Audits of a single theme look at one kind of work across many children. Audits with the "
    "lowest grade are done again until the child gets the right support",
)
GLOSSARY = (
    ("Planned, exempted, scheduled", "planned less exempted is scheduled"),
    ("Return rate", "audits returned, as a share of those scheduled"),
    ("Moderation", "a second look at a returned audit by somebody else, who may change its grade"),
    ("Supported, downgraded, upgraded", "moderation left the grade, lowered it or raised it"),
    ("Themed audit", "an audit of one kind of work, with its own questions"),
    ("Re-audit", "an audit done again, to see whether the child is now better off"),
    ("Practice obsession", "a point of practice that the service works on for a month at a time"),
    ("Overdue", "the day by which it was to be done has passed, and it isn’t done"),
    (
        "Expected range",
        "what months differ by when nothing changes but chance; a figure outside it is a signal to "
        "look into",
    ),
    (
        "95% interval",
        "the range that chance leaves open: with other audits of as good practice the figure "
        "might have been anywhere in it",
    ),
    ("Percentage points", "the difference between two percentages"),
    (
        "Common cause",
        "what makes a figure move a little every month, though nothing particular has happened",
    ),
    (
        "Trial limits",
        "limits of that ordinary movement that rest on few months, and move as more months come",
    ),
    (
        "Regression to the mean",
        "what was picked for being unusually weak, or strong, is likely to be nearer the average "
        "next time, whatever was done about it",
    ),
    (
        "[c], [x], [z]",
        "hidden because the number is small or would give a small one away; not available; "
        "doesn’t apply",
    ),
)
_ASKED = {
    "options": "Other options considered",
    "equality": "Equality",
    "finance": "Finance",
    "risk": "Risk",
    "legal": "Legal",
    "privacy": "Privacy",
}


def particulars(committee: Committee) -> Listing:
    """Return whom the report is for and who answers for it; what isn't supplied says so.

    Parameters
    ----------
    committee : Committee
        From params.
    """
    when = words.day(committee.meeting_on) if committee.meeting_on else ""
    meeting = ", ".join(filter(None, [committee.meeting, when]))
    rows = {
        "Meeting": meeting,
        "Report of": committee.director,
        "Portfolio": committee.portfolio,
        "Contact": committee.contact,
        "What the report is for": committee.purpose,
        "Recommended": _joined(committee.recommendations),
    }
    return _told("The report", rows)


def asked_of_every_report(committee: Committee) -> Listing:
    """Return the sections that the council asks of every report; what isn't supplied says so."""
    rows = {said: str(getattr(committee, name)) for name, said in _ASKED.items()}
    return _told("Section by section", rows)


def _told(caption: str, rows: dict[str, str]) -> Listing:
    supplied = [(name, said.strip() or NOT_SUPPLIED) for name, said in rows.items()]
    return listing(caption, ["Section", "What is said"], supplied)


def _joined(texts: Sequence[str]) -> str:
    return " ".join(words.sentence(text) for text in texts if text.strip())


def arrangements(committee: Committee) -> list[str]:
    """Return how audits work in the service: in its own words if params have them."""
    return list(committee.arrangements or ARRANGEMENTS)


def own_grades(missing: str) -> str:
    """Return whose the grades are where moderation isn't known; empty where it is."""
    return "Every grade here is the auditor’s own: moderation isn’t known" if missing else ""


def grade_meanings(scale: GradeScale) -> Listing:
    """Return what each grade means, as the service defines it."""
    rows = [
        (label, words.sentence(scale.definitions.get(label, "") or "Its meaning isn’t supplied"))
        for label in scale.labels
    ]
    return listing("What the grades mean", ["Grade", "Meaning"], rows)


def glossary() -> Listing:
    """Return the words that the report uses and a reader may not know."""
    rows = [(name, words.sentence(said)) for name, said in GLOSSARY]
    return listing("Words and what they mean", ["Word", "Meaning"], rows)
