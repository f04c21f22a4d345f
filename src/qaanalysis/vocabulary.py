"""Every word the package shares, spelled once.

Column names are in `Col`; words that a calculation depends on are enums; the grade scale, which
each service declares for itself, is `GradeScale`. Words that only name things (teams, plan types)
are the data's own and aren't listed here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import pandas as pd

KEPT_FOR_CHECKS = "kept-for-checks"
"""The folder in which what was published is kept for good: later reports are checked against it."""


class Col:
    """Names of columns, the same in every table that has them."""

    ACTION_ID = "action_id"
    AGE = "age"
    ANSWER = "answer"
    AUDIT_ID = "audit_id"
    AUDIT_QUALITY = "audit_quality"
    AUDIT_TYPE = "audit_type"
    AUDITOR = "auditor"
    AUDITOR_GRADE = "auditor_grade"
    AUDITOR_SKILLS = "skills"
    AUDITOR_TEAM = "auditor_team"
    BLIND = "blind"
    CAPACITY = "capacity"
    CASE_HOLDER = "case_holder"
    CHILD_FEEDBACK = "child_feedback"
    CHILD_ID = "child_id"
    COMPLETED_BY = "completed_by"
    COMPLETED_ON = "completed_on"
    CONCERN_RAISED_ON = "concern_raised_on"
    DISABILITY = "disability"
    DISPUTED = "disputed"
    DOMAIN = "domain"
    DOMAIN_KIND = "domain_kind"
    DONE_ON = "done_on"
    DUE_ON = "due_on"
    ENTERED_ON = "entered_on"
    ESCALATED_TO = "escalated_to"
    ETHNICITY = "ethnicity"
    EXEMPTED = "exempted"
    EXEMPTED_ON = "exempted_on"
    EXEMPTION_APPROVER = "exemption_approver"
    EXEMPTION_REASON = "exemption_reason"
    FAMILY_FEEDBACK = "family_feedback"
    FAMILY_ID = "family_id"
    FILE_ID = "file_id"
    FINAL_GRADE = "final_grade"
    FINDING_ID = "finding_id"
    FINDING_KIND = "finding_kind"
    GRADE = "grade"
    HELD_BY_AUDITOR = "held_by_auditor"
    IMMEDIATE_CONCERN = "immediate_concern"
    INCLUSION_PROBABILITY = "inclusion_probability"
    IS_MODERATED = "is_moderated"
    MADE_SAFE_ON = "made_safe_on"
    MANAGEMENT_LEVEL = "management_level"
    MODERATED_ON = "moderated_on"
    MODERATION_ID = "moderation_id"
    MODERATOR = "moderator"
    MODERATOR_GRADE = "moderator_grade"
    MODERATOR_ROLE = "moderator_role"
    MONTH = "month"
    MONTHS_SINCE_AUDIT = "months_since_audit"
    OUTCOME = "outcome"
    OWNER = "owner"
    PANEL_GRADE = "panel_grade"
    PLAN_TYPE = "plan_type"
    PLANNED = "planned"
    PLANNED_ON = "planned_on"
    PRACTITIONER_PRESENT = "practitioner_present"
    PREVIOUS_PLANS = "previous_plans"
    QUESTION = "question"
    RAISED_ON = "raised_on"
    RATER = "rater"
    RATER_GROUP = "rater_group"
    RE_AUDIT_ID = "re_audit_id"
    REASON = "reason"
    RETURNED = "returned"
    RETURNED_ON = "returned_on"
    SCHEDULED = "scheduled"
    SELECTION = "selection"
    SERVICE_AREA = "service_area"
    SESSION_ON = "session_on"
    TEAM = "team"
    THEME = "theme"


def looked_up(word: str) -> str:
    """Return a declared word as it is compared: without its capitals, spaces and apostrophes' form.

    Examples
    --------
    >>> looked_up(" Child’s  Voice ")
    "child's voice"
    """
    return " ".join(word.replace("’", "'").casefold().split())


class AuditType(StrEnum):
    """What kind of audit a row is; only individual audits are counted month by month."""

    INDIVIDUAL = "Individual"
    THEMED = "Themed"
    DIP_SAMPLE = "Dip sample"
    RE_AUDIT = "Re-audit"


class DomainKind(StrEnum):
    """Whether a domain asks if a thing was done, or if it helped the child."""

    COMPLIANCE = "Compliance"
    IMPACT = "Impact"


class FindingKind(StrEnum):
    """A finding is a strength or an area for development."""

    STRENGTH = "Strength"
    DEVELOPMENT = "Area for development"


class Answer(StrEnum):
    """Answers to a question about practice; a blank is not recorded, never No."""

    YES = "Yes"
    PARTLY = "Partly"
    NO = "No"
    NOT_APPLICABLE = "Not applicable"
    NOT_RECORDED = "Not recorded"


class YesNo(StrEnum):
    """A recorded yes or no; a blank is not recorded, never No."""

    YES = "Yes"
    NO = "No"


class Outcome(StrEnum):
    """What a moderation did to the auditor's grade."""

    SUPPORTED = "Supported"
    DOWNGRADED = "Downgraded"
    UPGRADED = "Upgraded"


class Selection(StrEnum):
    """How cases came to be chosen; intervals are for random choice only."""

    RANDOM = "Random"
    PURPOSIVE = "Purposive"
    CENSUS = "Census"
    UNKNOWN = "Unknown"


# The columns whose cells are words of a list, and those whose cells are grades of the scale.
LISTED: Mapping[str, type[StrEnum]] = {
    Col.AUDIT_TYPE: AuditType,
    Col.DOMAIN_KIND: DomainKind,
    Col.FINDING_KIND: FindingKind,
    Col.ANSWER: Answer,
    Col.OUTCOME: Outcome,
    Col.SELECTION: Selection,
    **dict.fromkeys(
        (
            *(Col.PRACTITIONER_PRESENT, Col.CHILD_FEEDBACK, Col.FAMILY_FEEDBACK),
            *(Col.IMMEDIATE_CONCERN, Col.BLIND, Col.IS_MODERATED, Col.DISPUTED),
        ),
        YesNo,
    ),
}
GRADED = (*(Col.AUDITOR_GRADE, Col.MODERATOR_GRADE, Col.PANEL_GRADE, Col.AUDIT_QUALITY, Col.GRADE),)


class Audience(StrEnum):
    """Who may read a report."""

    INTERNAL = "internal"
    PUBLISHED = "published"


class Sensitivity(StrEnum):
    """Whom a column's values can identify."""

    CHILD = "child"
    FAMILY = "family"
    WORKER = "worker"
    NONE = "none"


@dataclass(frozen=True)
class GradeScale:
    """An ordered scale of grades, as a service declares it.

    Parameters
    ----------
    labels : tuple of str
        The grades, best first.
    good_or_better : frozenset of str
        The grades that meet the aim; the best ones, without a gap.
    aliases : mapping of str to str
        Other spellings in exports (as typed, any case) and the label each stands for.
    definitions : mapping of str to str
        What each grade means, shown beside the grade tables.

    Examples
    --------
    >>> scale = GradeScale(("Met", "Not met"), frozenset({"Met"}), {"not-met": "Not met"})
    >>> scale.dtype.categories.tolist()
    ['Not met', 'Met']
    """

    labels: tuple[str, ...]
    good_or_better: frozenset[str]
    aliases: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)

    @property
    def dtype(self) -> pd.CategoricalDtype:
        """The scale as an ordered categorical, worst first so that better is greater."""
        return pd.CategoricalDtype(list(reversed(self.labels)), ordered=True)

    @property
    def worst(self) -> str:
        """The grade that needs action at once."""
        return self.labels[-1]
