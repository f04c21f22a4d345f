"""How the example's export is laid out: sheets, headings, and the untidiness of a real one.

Every untidiness here can be put right by what params declare (headings, spellings, markers of a
missing value, date formats, labels of a total), and nothing here changes a figure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qaanalysis.vocabulary import Col

TRUST = "Example Children's Trust"
TOTAL = "TOTAL"
NO_BREAK = "\N{NO-BREAK SPACE}"

Markers = tuple[str | None, ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet of the export, and the csv file of the same table.

    Parameters
    ----------
    table : str
        The table of the specification.
    name : str
        The sheet's name.
    headings : mapping of str to str
        The specification's columns, in the order of the sheet, and their headings.
    text_dates : frozenset of str
        Date columns that are text on the sheet.
    missing : mapping of str to tuple
        How a column's missing cells look, in turn; elsewhere they are empty.
    blank_after : tuple of int
        Rows of data after which a blank row stands.
    counted : tuple of str
        Columns whose filled cells the sheet's last row counts.
    summed : tuple of str
        Columns whose numbers the sheet's last row adds up.
    note : str
        A third title row.
    """

    table: str
    name: str
    headings: Mapping[str, str]
    text_dates: frozenset[str] = frozenset()
    missing: Mapping[str, Markers] = field(default_factory=dict)
    blank_after: tuple[int, ...] = ()
    counted: tuple[str, ...] = ()
    summed: tuple[str, ...] = ()
    note: str = ""


_DASH: Markers = ("-",)
_SOMETIMES_DASH: Markers = (None, None, "-")

SHEETS = (
    Sheet(
        "audits",
        "Audit register",
        {
            Col.AUDIT_ID: "Audit ref",
            Col.AUDIT_TYPE: "Audit type",
            Col.MONTH: "Audit month",
            Col.CHILD_ID: "Child ID",
            Col.FAMILY_ID: "Family ID",
            Col.PLAN_TYPE: "Plan type",
            Col.SERVICE_AREA: "Service area",
            Col.TEAM: "Team ",
            Col.CASE_HOLDER: "Allocated worker",
            Col.AUDITOR: "Audited by",
            Col.MANAGEMENT_LEVEL: "Level of management",
            Col.PLANNED_ON: "Date planned",
            Col.DUE_ON: "Due date",
            Col.RETURNED_ON: "Date returned",
            Col.EXEMPTED_ON: "Date exempted",
            Col.EXEMPTION_REASON: "Exemption reason",
            Col.EXEMPTION_APPROVER: "Exemption approved by",
            Col.AUDITOR_GRADE: "Audit grade",
            Col.PRACTITIONER_PRESENT: "Practitioner present?",
            Col.CHILD_FEEDBACK: "Feedback from child",
            Col.FAMILY_FEEDBACK: "Feedback from family",
            Col.IMMEDIATE_CONCERN: "Immediate concern?",
            Col.CONCERN_RAISED_ON: "Concern raised on",
            Col.ESCALATED_TO: "Escalated to",
            Col.MADE_SAFE_ON: "Made safe on",
        },
        text_dates=frozenset({Col.EXEMPTED_ON, Col.CONCERN_RAISED_ON, Col.MADE_SAFE_ON}),
        missing={
            Col.PLAN_TYPE: ("n/a",),
            Col.CASE_HOLDER: ("-", "n/a"),
            Col.EXEMPTED_ON: _SOMETIMES_DASH,
            Col.CHILD_FEEDBACK: _SOMETIMES_DASH,
            Col.IMMEDIATE_CONCERN: _SOMETIMES_DASH,
        },
        blank_after=(91, 372),
        counted=(Col.PLANNED_ON, Col.RETURNED_ON, Col.EXEMPTED_ON),
        note="All audit types. One row for each audit planned.",
    ),
    Sheet(
        "moderations",
        "Moderation",
        {
            Col.MODERATION_ID: "Moderation ref",
            Col.AUDIT_ID: "Audit ref",
            Col.MODERATOR: "Moderated by",
            Col.MODERATOR_ROLE: "Role of moderator",
            Col.SELECTION: "How selected",
            Col.BLIND: "Blind?",
            Col.MODERATED_ON: "Date moderated",
            Col.MODERATOR_GRADE: "Moderated grade",
            Col.OUTCOME: "Outcome",
            Col.PANEL_GRADE: "Panel grade",
            Col.AUDIT_QUALITY: "Quality of audit",
            Col.REASON: "Reason for change",
        },
        missing={Col.PANEL_GRADE: _DASH, Col.AUDIT_QUALITY: ("n/a",)},
        blank_after=(30,),
    ),
    Sheet(
        "moderators",
        "Moderators",
        {
            Col.MODERATOR: "Name",
            Col.MODERATOR_ROLE: "Role",
            Col.TEAM: "Team",
            Col.CAPACITY: "Capacity",
        },
    ),
    Sheet(
        "domain_grades",
        "Domain grades",
        {
            Col.AUDIT_ID: "Audit ref",
            Col.DOMAIN: "Domain",
            Col.DOMAIN_KIND: "Compliance or impact",
            Col.GRADE: "Grade",
        },
    ),
    Sheet(
        "findings",
        "Findings",
        {
            Col.FINDING_ID: "Finding ref",
            Col.AUDIT_ID: "Audit ref",
            Col.FINDING_KIND: "Strength or area for development",
            Col.THEME: "Theme",
        },
    ),
    Sheet(
        "actions",
        "Actions",
        {
            Col.ACTION_ID: "Action ref",
            Col.AUDIT_ID: "Audit ref",
            Col.FINDING_ID: "Finding ref",
            Col.OWNER: "Action owner",
            Col.RAISED_ON: "Date raised",
            Col.DUE_ON: "Target date",
            Col.COMPLETED_ON: "Date completed",
        },
        text_dates=frozenset({Col.COMPLETED_ON}),
        missing={Col.OWNER: _DASH, Col.DUE_ON: (None, "-", "n/a")},
        blank_after=(200,),
    ),
    Sheet(
        "re_audits",
        "Re-audits",
        {
            Col.RE_AUDIT_ID: "Re-audit ref",
            Col.AUDIT_ID: "Original audit ref",
            Col.DUE_ON: "Re-audit due",
            Col.DONE_ON: "Re-audit done",
            Col.GRADE: "Re-audit grade",
        },
        missing={Col.DONE_ON: _DASH, Col.GRADE: _DASH},
    ),
    Sheet(
        "benchmarking",
        "Benchmarking",
        {
            Col.SESSION_ON: "Date of session",
            Col.FILE_ID: "File ref",
            Col.RATER: "Graded by",
            Col.RATER_GROUP: "Panel or service",
            Col.GRADE: "Grade",
        },
        missing={Col.GRADE: ("Absent",)},
    ),
    Sheet(
        "stated_totals",
        "Monthly totals",
        {
            Col.MONTH: "Month",
            Col.PLANNED: "Audits planned",
            Col.EXEMPTED: "Exempted",
            Col.SCHEDULED: "Audits scheduled",
            Col.RETURNED: "Audits returned",
        },
        summed=(Col.PLANNED, Col.EXEMPTED, Col.SCHEDULED, Col.RETURNED),
        note="Individual audits only.",
    ),
    Sheet(
        "cohort",
        "Themed cohorts",
        {
            Col.THEME: "Theme",
            Col.CHILD_ID: "Child ID",
            Col.FAMILY_ID: "Family ID",
            Col.AGE: "Age",
            Col.PLAN_TYPE: "Plan type",
            Col.SERVICE_AREA: "Service area",
            Col.TEAM: "Team",
            Col.CASE_HOLDER: "Allocated worker",
            Col.ENTERED_ON: "In the cohort since",
            Col.PREVIOUS_PLANS: "Plans before this one",
            Col.ETHNICITY: "Ethnic group",
            Col.DISABILITY: "Disability",
        },
        missing={Col.PLAN_TYPE: (None, "-"), Col.CASE_HOLDER: _DASH},
        blank_after=(361,),
        note="One row for each child of a theme.",
    ),
    Sheet(
        "auditors",
        "Auditors",
        {
            Col.AUDITOR: "Name",
            Col.TEAM: "Team",
            Col.MANAGEMENT_LEVEL: "Level of management",
            Col.CAPACITY: "Capacity",
            Col.AUDITOR_SKILLS: "Can audit",
        },
    ),
    Sheet(
        "themed_responses",
        "Themed answers",
        {
            Col.THEME: "Theme",
            Col.CHILD_ID: "Child ID",
            Col.FAMILY_ID: "Family ID",
            Col.QUESTION: "Question",
            Col.ANSWER: "Answer",
            Col.COMPLETED_BY: "Completed by",
            Col.COMPLETED_ON: "Date completed",
        },
        missing={Col.ANSWER: _DASH},
    ),
)

_GRADES = {
    "Good": ("Good", "Good", "Good", "good", "Good ", "Good"),
    "Requires Improvement": (
        "Requires Improvement",
        "RI",
        "Requiring Improvement",
        "Requires Improvement",
        "requires improvement ",
        f"Requires{NO_BREAK}Improvement",
        "Requires Improvement",
    ),
    "Inadequate": ("Inadequate", "Inadequate", "INADEQUATE", f"Inadequate{NO_BREAK}"),
}
_YES_NO = {"Yes": ("Yes", "Yes", "Y"), "No": ("No", "N", "No", "no")}

SPELLINGS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    Col.AUDITOR_GRADE: _GRADES,
    Col.MODERATOR_GRADE: _GRADES,
    Col.PANEL_GRADE: _GRADES,
    Col.AUDIT_QUALITY: _GRADES,
    Col.GRADE: _GRADES,
    Col.PRACTITIONER_PRESENT: _YES_NO,
    Col.BLIND: _YES_NO,
    Col.ANSWER: _YES_NO,
    Col.MONTH: {"2023-09": ("Sept 2023", "September 2023", "Sept 2023")},
    Col.SERVICE_AREA: {
        "Child Protection and Court": (
            *["Child Protection and Court"] * 4,
            "Child Protection & Court",
        ),
    },
    Col.MANAGEMENT_LEVEL: {"Team manager": ("Team manager", "Team manager", "Team Manager")},
    Col.MODERATOR_ROLE: {"QA officer": ("QA officer", "QA officer", "QA Officer")},
    Col.SELECTION: {"Random": ("Random", "Random", "Random sample")},
    Col.OUTCOME: {
        "Supported": ("Supported", "Grade supported"),
        "Downgraded": ("Grade downgraded", "Downgraded"),
    },
    Col.FINDING_KIND: {"Area for development": ("Area for development", "AfD")},
    Col.THEME: {
        "Chronologies": ("Chronologies", "Chronologies", "Chronology"),
        "Direct work and the child's voice": (
            "Direct work and the child's voice",
            "Direct work and the child's voice",
            "Voice of the child",
        ),
    },
}
"""How a canonical word is written in a column, in turn; other words are always written as is."""

READ_ME = (
    f"{TRUST} – quality assurance audits",
    "Exported 03/12/2023",
    "",
    "Every record here is invented. There is no such trust; no child, family or worker in it is"
    " real, and the names and identifiers belong to nobody.",
    "The records add up to totals that a real children's trust published in its report to a"
    " scrutiny committee on 7 February 2024, covering May to November 2023: audits planned,"
    " exempted, scheduled and returned by month, final grades by month, and the outcomes of"
    " moderation.",
    "What goes beyond those totals (who audited, who was moderated, who disagreed with whom, what"
    " was found and done) says nothing about any real trust.",
    "It is untidy as real exports are: title rows, total rows, blank rows, several spellings, dates"
    " typed as text. Reading it puts that right by declared rules and counts each repair.",
    "",
    "Sheets:",
    *(f"  {sheet.name}" for sheet in SHEETS),
)
