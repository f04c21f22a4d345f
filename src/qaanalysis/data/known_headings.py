"""Other headings under which registers keep a column: what `qaanalysis map` proposes from.

They are proposals and no more: a heading is read as a column only if params say so.
"""

from qaanalysis.data.headings import plain
from qaanalysis.vocabulary import Col

_ALLOCATED = ("allocated worker", "social worker", "allocated social worker", "practitioner")
_OTHER: dict[str, tuple[str, ...]] = {
    Col.ACTION_ID: ("action ref", "action reference", "action no", "action number"),
    Col.ANSWER: ("response", "answer given"),
    Col.AUDIT_ID: (
        *("audit ref", "audit reference", "audit no", "audit number", "unique audit id"),
        *("original audit ref", "original audit id", "ref", "reference"),
    ),
    Col.AUDIT_QUALITY: ("quality of audit", "quality of the audit", "audit quality grade"),
    Col.AUDIT_TYPE: ("type of audit", "kind of audit"),
    Col.AUDITOR: (
        *("auditor name", "audited by", "name of auditor", "auditing manager", "completed by"),
        "audit completed by",
    ),
    Col.AUDITOR_GRADE: (
        *("audit grade", "overall grade", "grade", "judgement", "overall judgement", "rating"),
        *("auditor judgement", "overall rating", "grading", "overall grading"),
    ),
    Col.AUDITOR_SKILLS: ("can audit", "skills and experience"),
    Col.AUDITOR_TEAM: ("team of auditor", "auditor s team", "auditing team"),
    Col.BLIND: ("blind moderation", "moderated blind", "grade hidden"),
    Col.CAPACITY: ("how many", "can take on", "number they can take"),
    Col.CASE_HOLDER: (*_ALLOCATED, "case worker", "lead practitioner", "worker"),
    Col.CHILD_FEEDBACK: ("feedback from child", "child s feedback", "childs feedback"),
    Col.CHILD_ID: (
        *("child ref", "child reference", "lcs id", "lcs number", "mosaic id", "client id"),
        *("person id", "child no", "child number", "case number", "child identifier"),
    ),
    Col.COMPLETED_ON: ("date completed", "completed date", "completion date", "action completed"),
    Col.CONCERN_RAISED_ON: ("date concern raised", "concern raised", "date of concern"),
    Col.DISABILITY: ("disabled", "child disability"),
    Col.DOMAIN: ("domain of practice", "area of practice", "section", "standard"),
    Col.DOMAIN_KIND: ("compliance or impact", "kind of domain"),
    Col.DONE_ON: ("re audit done", "date done", "re audit completed", "re audit date"),
    Col.DUE_ON: (
        *("due date", "date due", "return due", "target date", "deadline", "re audit due"),
        "action due",
    ),
    Col.ENTERED_ON: ("in the cohort since", "start date", "plan start date"),
    Col.ESCALATED_TO: ("who was told", "escalated"),
    Col.ETHNICITY: ("ethnic group", "ethnic origin"),
    Col.EXEMPTED_ON: ("date exempted", "exemption date", "date of exemption"),
    Col.EXEMPTION_APPROVER: ("exemption approved by", "approved by", "exemption agreed by"),
    Col.EXEMPTION_REASON: ("reason for exemption", "reason exempt", "exempt reason"),
    Col.FAMILY_FEEDBACK: ("feedback from family", "parent feedback", "feedback from parents"),
    Col.FAMILY_ID: ("family ref", "family reference", "sibling group", "family group"),
    Col.FILE_ID: ("file ref", "file reference", "case file"),
    Col.FINDING_ID: ("finding ref", "finding reference", "finding no"),
    Col.FINDING_KIND: ("strength or area for development", "type of finding", "kind of finding"),
    Col.GRADE: ("re audit grade", "domain grade", "judgement", "rating", "grading"),
    Col.IMMEDIATE_CONCERN: ("immediate concerns", "safeguarding concern", "child at risk"),
    Col.INCLUSION_PROBABILITY: ("chance of being drawn", "sampling probability"),
    Col.MADE_SAFE_ON: ("date made safe", "child made safe"),
    Col.MANAGEMENT_LEVEL: ("level of management", "auditor level", "auditor role", "auditor grade"),
    Col.MODERATED_ON: ("date moderated", "moderation date", "date of moderation"),
    Col.MODERATION_ID: ("moderation ref", "moderation reference", "moderation no"),
    Col.MODERATOR: ("moderated by", "moderator name", "name of moderator"),
    Col.MODERATOR_GRADE: ("moderated grade", "moderation grade", "grade after moderation"),
    Col.MODERATOR_ROLE: ("role of moderator", "moderator s role"),
    Col.MONTH: ("audit month", "month of audit", "month planned", "planned month"),
    Col.OUTCOME: ("moderation outcome", "outcome of moderation"),
    Col.OWNER: ("action owner", "who is responsible", "responsible", "lead", "by whom"),
    Col.PANEL_GRADE: ("grade of panel", "panel s grade", "agreed grade"),
    Col.PLANNED: ("audits planned", "number planned"),
    Col.EXEMPTED: ("audits exempted", "number exempted", "exemptions"),
    Col.SCHEDULED: ("audits scheduled", "number scheduled"),
    Col.RETURNED: ("audits returned", "number returned"),
    Col.PLANNED_ON: ("date planned", "planned date", "date allocated", "allocated on"),
    Col.PLAN_TYPE: ("type of plan", "plan", "legal status", "child s plan", "case status"),
    Col.PRACTITIONER_PRESENT: ("practitioner involved", "worker present", "with practitioner"),
    Col.PREVIOUS_PLANS: ("plans before this one", "number of previous plans"),
    Col.QUESTION: ("audit question",),
    Col.RAISED_ON: ("date raised", "date agreed", "action raised"),
    Col.RATER: ("graded by", "name of rater"),
    Col.RATER_GROUP: ("panel or service", "group"),
    Col.RE_AUDIT_ID: ("re audit ref", "re audit reference", "reaudit id"),
    Col.REASON: ("reason for change", "why the grade was changed", "comments", "rationale"),
    Col.RETURNED_ON: (
        *("date returned", "returned date", "return date", "date of return", "date received"),
        *("date completed", "audit completed date"),
    ),
    Col.SELECTION: ("how selected", "how chosen", "sampling"),
    Col.SERVICE_AREA: ("service", "area", "directorate", "service name"),
    Col.SESSION_ON: ("date of session", "session date"),
    Col.TEAM: ("team name", "social work team", "current team"),
    Col.THEME: ("theme of finding", "topic", "learning theme"),
}
KNOWN: dict[str, frozenset[str]] = {
    column: frozenset(plain(words) for words in others) for column, others in _OTHER.items()
}
