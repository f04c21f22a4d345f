"""Every table of audit counts counts the cases it says it counts, whatever the register is like."""

import numpy as np
import pandas as pd
import pytest

from qaanalysis.cases import mistold
from qaanalysis.metrics import (
    audit_cases,
    grades,
    limiting_domains,
    outstanding,
    return_change,
    returns,
    safety,
)
from qaanalysis.metrics import follow_up as after
from qaanalysis.metrics import moderation as tables
from qaanalysis.metrics.follow_up import re_audits
from qaanalysis.metrics.moderation import agreement_by_group
from qaanalysis.vocabulary import AuditType, Col

BLANKED = {
    "audits": (
        *(Col.SERVICE_AREA, Col.MANAGEMENT_LEVEL, Col.PLAN_TYPE, Col.AUDITOR_GRADE),
        *(Col.RETURNED_ON, Col.EXEMPTED_ON, Col.EXEMPTION_REASON, Col.EXEMPTION_APPROVER),
        Col.IMMEDIATE_CONCERN,
    ),
    "moderations": (
        *(Col.MODERATOR_GRADE, Col.OUTCOME, Col.PANEL_GRADE, Col.AUDIT_QUALITY),
        *(Col.BLIND, Col.SELECTION, Col.MODERATOR_ROLE),
    ),
}
AGES = (0, 14, 30)
LIMIT = 28


def spoilt(frame, columns, seed, share):
    """Return rows with some of their values gone."""
    rng = np.random.default_rng(seed)
    gone = {name: rng.random(len(frame)) < share for name in columns}
    return frame.assign(**{name: frame[name].mask(lost) for name, lost in gone.items()})


@pytest.fixture(
    params=[
        *("as it is", "few blanks", "many blanks", "only blanks"),
        *("no moderations", "without due dates", "no audits", "overwritten"),
    ]
)
def register(request, run, tables, audits):
    """The example's register, and what can become of one."""
    share = {"few blanks": 0.05, "many blanks": 0.5, "only blanks": 1.0}.get(request.param, 0.0)
    found = spoilt(audits, BLANKED["audits"], 1, share)
    moderations = spoilt(tables["moderations"], BLANKED["moderations"], 2, share)
    domain_grades, again = tables["domain_grades"], tables["re_audits"]
    if request.param == "no moderations":
        moderations = domain_grades = again = None
    if request.param == "overwritten":
        made = moderations.drop_duplicates(Col.AUDIT_ID).set_index(Col.AUDIT_ID)
        theirs = found[Col.AUDIT_ID].map(made[Col.MODERATOR_GRADE])
        mixed = theirs.astype(object).where(theirs.notna(), found[Col.AUDITOR_GRADE].astype(object))
        found = found.assign(**{Col.AUDITOR_GRADE: mixed.astype(found[Col.AUDITOR_GRADE].dtype)})
    if request.param == "without due dates":
        found = found.assign(due_on=found[Col.DUE_ON].where(found.index % 9 != 0))
    if request.param == "no audits":
        found = found.iloc[:0]
    return Register(run, found, moderations, domain_grades, again)


class Register:
    """A register and, by name, each table of its counts with its total and its cases."""

    def __init__(self, run, audits, moderations, domain_grades, again):
        self.audits, self.moderations, self.again = audits, moderations, again
        self.domain_grades = domain_grades
        self.months, self.as_at = run.months, run.as_at
        self.before, self.scale = run.previous_as_at, run.scale
        self.graded = grades.final(audits, moderations, as_at=self.as_at)
        self.pairs = tables.pairs(audits, moderations, as_at=self.as_at)
        self.of = {"months": self.months, "scale": self.scale}

    def returns(self):
        at = {"as_at": self.as_at}
        of = audit_cases.returned(
            self.audits, months=self.months, ages=AGES, previous_as_at=self.before, **at
        )
        by_month = returns.by_month(self.audits, months=self.months, **at)
        yield "months", by_month, returns.total(by_month, label="All"), of
        for by in (Col.SERVICE_AREA, Col.MANAGEMENT_LEVEL, Col.PLAN_TYPE):
            yield by, returns.rates(self.audits, by=by, **at), None, of
            yield f"out {by}", outstanding.by_group(self.audits, by=by, **at), None, of
            if len(self.audits):
                yield f"mix {by}", grades.not_returned(self.audits, by=by, **at), None, of
        ages = return_change.equal_age(self.audits, months=self.months, ages=AGES, **at)
        yield "ages", ages, None, of
        yield "exempted", returns.exemptions(self.audits, **at), None, of
        revised = return_change.revisions(
            self.audits, months=self.months, previous_as_at=self.before, **at
        )
        yield "revised", revised, None, of
        ends = {"since": self.months[0], "to": self.months[-1]}
        split = return_change.decomposition(by_month, **ends)
        yield "split", split, None, audit_cases.split(self.audits, **ends, **at)

    def grades(self):
        of = audit_cases.graded(self.graded, **self.of)
        by_month = grades.by_month(self.graded, **self.of)
        total = grades.total(by_month, label="All", scale=self.scale)
        yield "months", by_month, total, of
        by_area = grades.shares(self.graded, by=Col.SERVICE_AREA, scale=self.scale)
        yield "areas", by_area, total, of
        rates = returns.by_month(self.audits, months=self.months, as_at=self.as_at)
        bounds = grades.bounds(rates, by_month)
        overall = grades.bounds(returns.total(rates, label="All"), total)
        scheduled = audit_cases.bounded(self.audits, self.graded, as_at=self.as_at, **self.of)
        yield "bounds", bounds, overall, scheduled
        if self.domain_grades is not None:
            kinds = grades.domains(self.domain_grades, self.graded, scale=self.scale)
            behind = audit_cases.domains(self.domain_grades, self.graded, **self.of)
            yield "domains", kinds, None, behind
            limiting = ("Safety", "Assessment")
            broken = limiting_domains.above_limit_by_domain(
                self.graded, self.domain_grades, limiting=limiting
            )
            above = audit_cases.above_limit(self.graded, self.domain_grades, limiting=limiting)
            yield "limits", broken, None, above
        matrix = grades.against_auditor(self.graded, scale=self.scale)
        yield "matrix", matrix, None, audit_cases.regraded(self.graded, scale=self.scale)
        missing = safety.unanswered_audits(self.graded, scale=self.scale, as_at=self.as_at)
        asked = safety.by_question(missing, self.graded, scale=self.scale)
        unanswered = audit_cases.unanswered(missing, self.graded, scale=self.scale)
        yield "safety", asked, None, unanswered
        if self.again is not None:
            states = re_audits.by_state(self.again, as_at=self.as_at)
            behind = audit_cases.re_audited(self.again, as_at=self.as_at)
            yield "re-audits", states, None, behind

    def follow_up(self):
        at = {"scale": self.scale, "as_at": self.as_at}
        latest = after.history.latest(self.graded, self.again, as_at=self.as_at)
        moves = after.history.movement(latest, scale=self.scale)
        yield "movement", moves, None, audit_cases.moved(latest, **self.of)
        timed = after.times.to_better(self.graded, self.again, **at)
        medians = after.times.medians(timed, by=Col.SERVICE_AREA, counted="audits")
        yield "times", medians, None, audit_cases.timed(timed, counted="audits")
        if self.again is None:
            return
        forgotten = after.missing.missing_audits(self.graded, self.again, every_months=3, **at)
        kinds = after.missing.by_kind(forgotten)
        yield "missing", kinds, None, audit_cases.not_arranged(forgotten)
        placed = after.standing.each(self.graded, self.again, every_months=3, **at)
        stood = after.standing.by_month(placed, months=self.months)
        behind = audit_cases.stood(latest, placed, months=self.months)
        yield "standing", stood, after.standing.total(stood, label="All"), behind
        known = self.again[self.again[Col.AUDIT_ID].isin(self.audits[Col.AUDIT_ID])]
        due = after.re_audits.stood(known, self.audits, as_at=self.as_at)
        by_area = after.re_audits.by_group(due, by=Col.SERVICE_AREA)
        whole = after.due.total(by_area, label="All")
        yield "due", by_area, whole, audit_cases.re_audits_due(due)
        wrong = after.contradictions.contradictory_re_audits(known, self.graded, self.audits, **at)
        told = after.contradictions.by_kind(wrong)
        yield "contradictions", told, None, audit_cases.contradictory(wrong)

    def coverage(self):
        of = audit_cases.covered(self.graded, months=self.months)
        by_month = tables.coverage.by_month(self.graded, months=self.months)
        yield "months", by_month, tables.coverage.total(by_month, label="All"), of
        yield "areas", tables.coverage.coverage(self.graded, by=Col.SERVICE_AREA), None, of
        yield "mix", tables.mix.mix(self.graded, by=Col.SERVICE_AREA), None, of
        own = tables.coverage.by_auditors_grade(self.graded, scale=self.scale)
        yield "own grade", own, None, of
        mixed = tables.mix.by_auditors_grade(self.graded, scale=self.scale)
        yield "mix by own grade", mixed, None, of
        made = tables.moderated_grades.estimate(self.graded, self.pairs, scale=self.scale)
        yield "reported", made.shares, None, audit_cases.reported(self.graded, scale=self.scale)

    def outcomes(self):
        of = audit_cases.moderated(self.pairs, months=self.months)
        by_month = tables.outcomes.by_month(self.pairs, months=self.months)
        yield "months", by_month, tables.outcomes.total(by_month, label="All"), of
        yield "areas", tables.outcomes.outcomes(self.pairs, by=Col.SERVICE_AREA), None, of
        ways = tables.outcomes.circumstances(self.pairs)
        yield "circumstances", ways, None, audit_cases.circumstances(self.pairs)
        waits = tables.days.by_month(self.pairs, months=self.months, limit=LIMIT)
        wait = tables.days.total(self.pairs, label="All", limit=LIMIT)
        waited = audit_cases.waited(self.pairs, months=self.months, limit=LIMIT)
        yield "days", waits, wait, waited
        judged = audit_cases.judged(self.pairs, **self.of)
        overall = tables.quality.total(self.pairs, label="All", scale=self.scale)
        for by in (Col.SERVICE_AREA, Col.OUTCOME):
            table = tables.quality.audit_quality(self.pairs, by=by, scale=self.scale)
            yield f"quality {by}", table, overall, judged

    def agreement(self):
        of = audit_cases.compared(self.pairs, **self.of)
        gaps = tables.gap.by_month(self.pairs, months=self.months)
        yield "gap", gaps, tables.gap.total(self.pairs, label="All"), of
        yield "matrix", tables.matrix.matrix(self.pairs, scale=self.scale), None, of
        yield "tests", tables.direction.significance(self.pairs, scale=self.scale), None, of
        yield "coefficients", tables.agreement.coefficients(self.pairs, scale=self.scale), None, of
        monthly = agreement_by_group.by_month(self.pairs, **self.of)
        yield "agreement by month", monthly, None, of
        if len(self.pairs):
            area = {"by": Col.SERVICE_AREA, "scale": self.scale}
            yield "agreement by area", agreement_by_group.by_group(self.pairs, **area), None, of
        twice = tables.second_moderations.moderated_twice(
            self.audits, self.moderations, as_at=self.as_at
        )
        others = tables.direction.second_opinions(self.pairs, twice, scale=self.scale)
        yield "second opinions", others, None, audit_cases.second_opinions(self.pairs, twice)


@pytest.mark.parametrize(
    "part", ["returns", "grades", "coverage", "outcomes", "agreement", "follow_up"]
)
def test_every_table_counts_its_cases(register, part):
    seen = 0
    for name, frame, total, cases in getattr(register, part)():
        counted = [column for column in frame.columns if column in cases.counts]
        assert counted, name
        assert mistold(cases, frame, total) == [], name
        assert cases.rows.index.name == Col.AUDIT_ID, name
        seen += 1
    assert seen > (1 if register.again is None else 4)


def test_the_cases_are_the_registers_audits_and_no_others(audits, run):
    cases = audit_cases.returned(audits, months=run.months, as_at=run.as_at)
    ids = cases.ids({"month": "2023-11"}, "returned")
    mine = audits[
        (audits[Col.MONTH] == pd.Period("2023-11", "M"))
        & (audits[Col.AUDIT_TYPE] == AuditType.INDIVIDUAL)
        & (audits[Col.RETURNED_ON] <= pd.Timestamp(run.as_at))
        & audits[Col.EXEMPTED_ON].isna()
    ]
    assert len(ids) == 23
    assert set(ids) == set(mine[Col.AUDIT_ID])


def test_who_was_returned_at_an_age_is_who_came_back_within_those_days(audits, run):
    cases = audit_cases.returned(audits, months=run.months, as_at=run.as_at, ages=[14])
    ids = cases.ids({"month": "2023-09"}, "returned_14")
    by_hand = [
        row.audit_id
        for row in audits.itertuples()
        if str(row.month) == "2023-09"
        and pd.isna(row.exempted_on)
        and (row.returned_on - row.due_on).days <= 14
    ]
    assert sorted(ids) == sorted(by_hand)
