"""The data specification as a page: docs/data-specification.md is what `markdown` returns."""

from qaanalysis.data.fields import ALLOWED_NUMBERS, LONGEST_NAME, Kind
from qaanalysis.data.schemas import Table, tables
from qaanalysis.vocabulary import GradeScale, Sensitivity

READ_AS = {
    Kind.IDENTIFIER: "text, kept as it stands",
    Kind.NAME: f"a word of the service's own list, at most {LONGEST_NAME} characters",
    Kind.WORD: "one of the words listed",
    Kind.GRADE: "a grade of the declared scale",
    Kind.DATE: "a day, in a declared format",
    Kind.MONTH: "a month, in a declared format",
    **ALLOWED_NUMBERS,
}

INTRODUCTION = """\
# Data specification

The tables that qaanalysis reads, as they are after headings and spellings declared in params have
been applied. This page is written from `src/qaanalysis/data/schemas.py`; a test fails if they
differ.

A column that is **needed** must be there and filled in every row. A column that **may be blank**
may also be absent. *Identifies* says whom a column's values can identify: such values are never
shown in a report, a message or a log.

A row is accepted if every cell can be read and every rule holds; else it is rejected, with each
reason, and written to `rejected-rows.xlsx` in the run's folder. Only the table `audits` must be
given; what needs another table says so if it isn't there.
"""


def markdown() -> str:
    """Return the page.

    Examples
    --------
    >>> markdown().splitlines()[0]
    '# Data specification'
    """
    scale = GradeScale(("the declared grades",), frozenset({"the declared grades"}))
    return "\n".join([INTRODUCTION, *(_section(table) for table in tables(scale).values())])


def _section(table: Table) -> str:
    lines = [
        f"## {table.name}",
        "",
        table.meaning,
        "",
        f"Key: {', '.join(f'`{column}`' for column in table.key)}.",
        "",
        "| column | meaning | read as | needed | identifies |",
        "|---|---|---|---|---|",
    ]
    for column, spec in table.schema.columns.items():
        kind, who = spec.metadata["kind"], spec.metadata["sensitivity"]
        allowed = ", ".join(spec.metadata["allowed"])
        read_as = f"one of: {allowed}" if kind is Kind.WORD else READ_AS[kind]
        needed = "may be blank" if spec.nullable else "needed"
        identifies = "" if who is Sensitivity.NONE else str(who)
        lines.append(f"| `{column}` | {spec.description} | {read_as} | {needed} | {identifies} |")
    rules = [f"`{rule.column}`: {rule.name} (allowed: {rule.allowed})" for rule in table.rules]
    rules += [
        f"`{column}` must be in the table `{parent}`, if the run has it"
        for column, parent in table.references.items()
    ]
    if rules:
        lines += [
            "",
            "A row is rejected if a rule is broken:",
            "",
            *(f"- {rule}" for rule in rules),
        ]
    return "\n".join([*lines, ""])
