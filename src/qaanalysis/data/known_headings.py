"""Other headings under which registers keep a column: what `qaanalysis map` proposes from.

They are those of registers kept by hand, of Mosaic, Liquidlogic and other case systems, and of
forms. They are proposals and no more: a heading is read as a column only if params say so.
"""

from collections.abc import Iterable

from qaanalysis.data.heading_words import is_share, plain
from qaanalysis.data.headings import Headings
from qaanalysis.vocabulary import Col

# By column: headings as `loosely` leaves them, but with spaces, and a semicolon between two. Those
# after the line are words that could be of another column too: they give way to those before it.
_OTHER: dict[str, str] = {
    Col.ACTION_ID: (
        "action ref; action reference; action no; action number | recommendation ref; task "
        "ref; task id"
    ),
    Col.ANSWER: "response; answer given",
    Col.AUDIT_ID: (
        "audit ref; audit reference; audit no; audit number; unique audit id; original audit "
        "ref; original audit id; ref; reference | audit identifier; audit form id; response "
        "id; form id; unique ref; unique reference; unique id"
    ),
    Col.AUDIT_QUALITY: "quality of audit; quality of the audit; audit quality grade",
    Col.AUDIT_TYPE: (
        "type of audit; kind of audit | audit category; audit kind; audit form; form type; "
        "audit name; audit tool"
    ),
    Col.AUDITOR: (
        "auditor name; audited by; name of auditor; auditing manager; completed by; audit "
        "completed by; reviewed by; allocated auditor | audit by; auditor s full name; "
        "reviewer; reviewer name; submitted by; name of auditing manager; auditing officer; "
        "auditor allocated; auditor assigned; assigned to"
    ),
    Col.AUDITOR_GRADE: (
        "audit grade; overall grade; grade; judgement; overall judgement; rating; auditor "
        "judgement; overall rating; grading; overall grading; overall audit grade; overall "
        "judgment | final judgement; overall audit judgement; audit judgement; audit rating; "
        "audit outcome; judgment; grade given; grade awarded; outcome grade; overall quality; "
        "overall effectiveness"
    ),
    Col.AUDITOR_SKILLS: "can audit; skills and experience",
    Col.AUDITOR_TEAM: "team of auditor; auditor s team; auditing team | auditing team name",
    Col.BLIND: "blind moderation; moderated blind; grade hidden",
    Col.CAPACITY: "how many; can take on; number they can take",
    Col.CASE_HOLDER: (
        "allocated worker; social worker; allocated social worker; practitioner; case worker; "
        "lead practitioner; worker | allocated case worker; allocated practitioner; sw; sw "
        "name; social worker name; worker name; key worker; lead worker; case holder name; "
        "name of social worker"
    ),
    Col.CHILD_FEEDBACK: (
        "feedback from child; child s feedback; childs feedback | child s views; views of "
        "child; voice of child obtained"
    ),
    Col.CHILD_ID: (
        "child ref; child reference; lcs id; lcs number; mosaic id; client id; person id; "
        "child no; child number; case number; child identifier; child mosaic id; mosaic "
        "number; mosaic no; child lcs id; child lcs number; ics id; ics number; liquidlogic "
        "id; carefirst id; child record number | mosaic ref; lcs no; lcs ref; lcs person id; "
        "ics no; liquidlogic number; carefirst number; eclipse id; azeus id; protocol id; "
        "protocol number; client number; client no; person number; person ref; subject id; "
        "child; case id; case no; case ref; case reference; young person id; service user id; "
        "unique child id; child unique id"
    ),
    Col.COMPLETED_ON: (
        "date completed; completed date; completion date; action completed; closed; date "
        "closed | closed on; closed date; closure date; done on; date done; actioned on; date "
        "actioned; actual completion date"
    ),
    Col.CONCERN_RAISED_ON: "date concern raised; concern raised; date of concern",
    Col.DISABILITY: "disabled; child disability",
    Col.DOMAIN: "domain of practice; area of practice; section; standard",
    Col.DOMAIN_KIND: "compliance or impact; kind of domain",
    Col.DONE_ON: "re audit done; date done; re audit completed; re audit date",
    Col.DUE_ON: (
        "due date; date due; return due; target date; deadline; re audit due; action due | "
        "due; due by; due date for return; deadline date; date due by; to be completed by; "
        "complete by; by when; target; timescale; target completion date; return by; action "
        "due date"
    ),
    Col.ENTERED_ON: "in the cohort since; start date; plan start date",
    Col.ESCALATED_TO: "who was told; escalated",
    Col.ETHNICITY: "ethnic group; ethnic origin",
    Col.EXEMPTED_ON: (
        "date exempted; exemption date; date of exemption | not required since; date "
        "withdrawn; withdrawn on"
    ),
    Col.EXEMPTION_APPROVER: "exemption approved by; approved by; exemption agreed by",
    Col.EXEMPTION_REASON: (
        "reason for exemption; reason exempt; exempt reason | reason not audited; reason not "
        "completed; reason for non completion; not required because"
    ),
    Col.FAMILY_FEEDBACK: (
        "feedback from family; parent feedback; feedback from parents | parent carer "
        "feedback; feedback from parent carer; family s feedback; views of parents; parents "
        "views"
    ),
    Col.FAMILY_ID: (
        "family ref; family reference; sibling group; family group | household id; family "
        "number; family no; family identifier"
    ),
    Col.FILE_ID: "file ref; file reference; case file",
    Col.FINDING_ID: "finding ref; finding reference; finding no | finding number",
    Col.FINDING_KIND: "strength or area for development; type of finding; kind of finding",
    Col.GRADE: "re audit grade; domain grade; judgement; rating; grading",
    Col.IMMEDIATE_CONCERN: (
        "immediate concerns; safeguarding concern; child at risk | immediate safeguarding "
        "concern; immediate risk; safeguarding concerns; escalation needed; escalation "
        "required"
    ),
    Col.INCLUSION_PROBABILITY: "chance of being drawn; sampling probability",
    Col.MADE_SAFE_ON: "date made safe; child made safe",
    Col.MANAGEMENT_LEVEL: (
        "level of management; auditor level; auditor role; auditor grade; auditor s job title "
        "| job title; auditor designation; designation; auditor position; role; role of "
        "auditor; reviewer s role; job role"
    ),
    Col.MODERATED_ON: (
        "date moderated; moderation date; date of moderation | moderated date; date of "
        "moderation meeting; moderation completed on"
    ),
    Col.MODERATION_ID: (
        "moderation ref; moderation reference; moderation no | dip ref; dip reference; dip sample "
        "ref; dip sample reference"
    ),
    Col.MODERATOR: (
        "moderated by; moderator name; name of moderator | moderated by name; moderating "
        "manager; moderating officer"
    ),
    Col.MODERATOR_GRADE: (
        "moderated grade; moderation grade; grade after moderation; moderators grade | "
        "moderated judgement; moderator judgement; moderation judgement; moderated rating"
    ),
    Col.MODERATOR_ROLE: "role of moderator; moderator s role",
    Col.MONTH: (
        "audit month; month of audit; month planned; planned month; reporting month | "
        "reporting period; audit period; period; audit cycle; cycle; month due; month "
        "allocated"
    ),
    Col.OUTCOME: "moderation outcome; outcome of moderation",
    Col.OWNER: (
        "action owner; who is responsible; responsible; lead; by whom; who | by who; action "
        "by; assigned to; responsible person; person responsible; responsible officer; lead "
        "officer; lead person; action lead; action for; allocated to"
    ),
    Col.PANEL_GRADE: "grade of panel; panel s grade; agreed grade",
    Col.PLANNED: "audits planned; number planned",
    Col.EXEMPTED: "audits exempted; number exempted; exemptions",
    Col.SCHEDULED: "audits scheduled; number scheduled",
    Col.RETURNED: "audits returned; number returned",
    Col.PLANNED_ON: (
        "date planned; planned date; date allocated; allocated on; allocation date | date "
        "assigned; assigned on; assigned date; set on; date set; date issued; issued on; date "
        "sent; sent on; date sent to auditor; date audit allocated; audit allocated on; date "
        "requested; requested on; start time"
    ),
    Col.PLAN_TYPE: (
        "type of plan; plan; legal status; child s plan; case status | child status; child s "
        "status; status of child; case type; category of case; type of case; cin cp cla; plan "
        "status; current plan"
    ),
    Col.PRACTITIONER_PRESENT: "practitioner involved; worker present; with practitioner",
    Col.PREVIOUS_PLANS: "plans before this one; number of previous plans",
    Col.QUESTION: "audit question",
    Col.RAISED_ON: (
        "date raised; date agreed; action raised | raised; date set; set on; date of action; "
        "action date; date created; created on; created; date opened; opened on"
    ),
    Col.RATER: "graded by; name of rater",
    Col.RATER_GROUP: "panel or service; group",
    Col.RE_AUDIT_ID: "re audit ref; re audit reference; reaudit id | re audit no; re audit number",
    Col.REASON: (
        "reason for change; why the grade was changed; comments; rationale | moderator "
        "comments; moderator s comments; moderation comments; reason for difference"
    ),
    Col.RETURNED_ON: (
        "date returned; returned date; return date; date of return; date received; date "
        "completed; audit completed date; completed on | completed date; completion date; "
        "completion time; date audit completed; audit completed on; submitted on; date "
        "submitted; submitted date; submission date; submission time; received on; received "
        "date; date audit returned; date audited; audited on; audit date; date of audit; "
        "actual completion date"
    ),
    Col.SELECTION: "how selected; how chosen; sampling",
    Col.SERVICE_AREA: (
        "service; area; directorate; service name | service area name; locality; district; "
        "division; area name; area of service; department; region; quadrant"
    ),
    Col.SESSION_ON: "date of session; session date",
    Col.TEAM: (
        "team name; social work team; current team; allocated team | responsible team; case "
        "holding team; worker s team; social worker s team; team responsible; team of social "
        "worker; involved team; organisation team; child s team"
    ),
    Col.THEME: (
        "theme of finding; topic; learning theme | theme of learning; area of learning; theme area"
    ),
}


def loosely(heading: str) -> str:
    """Return a heading as it is looked up: plain, and without the s of “Auditor's”.

    Examples
    --------
    >>> loosely("Child's Mosaic ID")
    'child_mosaic_id'
    """
    return _without_s(plain(heading))


def _without_s(said: str) -> str:
    return "_".join(part for part in said.split("_") if part != "s")


def may_name(heading: str, columns: Iterable[str]) -> tuple[list[str], int]:
    """Return the columns that a heading may name, and how plainly.

    0 is a column's own name, 1 another known name, 2 a word that may be of something else.

    Examples
    --------
    >>> may_name("Grade", ["team", "auditor_grade"])
    (['auditor_grade'], 1)
    """
    if (said := plain(heading)) in (among := list(columns)):
        return [said], 0
    # “Moderator's grade” is moderator_grade, though params don't read it so unless told.
    if (loose := _without_s(said)) in among:
        return [loose], 1
    if loose not in _WORDS:
        return [], 0
    for rank, words in ((1, KNOWN), (2, LESS_SURE)):
        if found := [str(c) for c in among if loose in words.get(c, ())]:
            return found, rank
    return [], 0


def left_unread(headings: Headings, columns: Iterable[str]) -> dict[str, list[str]]:
    """Return the headings that aren't read and may name columns that weren't found, and which.

    Parameters
    ----------
    headings : Headings
        Of a table as it was read; a heading in two rows is looked up whole, and by its lower cell.
    columns : iterable of str
        Those of the table.
    """
    missing = [column for column in columns if column not in headings.found]
    found = {}
    for heading in headings.unknown:
        # “Returned” under “%” is no count, whatever its lower cell says.
        lower = "" if is_share(heading) else headings.lower.get(heading, "")
        named = may_name(heading, missing)[0] or may_name(lower, missing)[0]
        if named:
            found[heading] = named
    return found


def _words(part: str) -> frozenset[str]:
    return frozenset(loosely(words) for words in part.split("; ") if words)


KNOWN: dict[str, frozenset[str]] = {
    column: _words(others.partition(" | ")[0]) for column, others in _OTHER.items()
}
LESS_SURE: dict[str, frozenset[str]] = {
    column: _words(others.partition(" | ")[2]) for column, others in _OTHER.items()
}
_WORDS = frozenset().union(*KNOWN.values(), *LESS_SURE.values())
