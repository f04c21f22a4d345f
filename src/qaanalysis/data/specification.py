"""The data specification as it is published: a page, and a Table Schema for each table."""

from pathlib import Path

from qaanalysis.data import table_schema
from qaanalysis.data.fields import ALLOWED_NUMBERS, Kind, allowed_length, allowed_number
from qaanalysis.data.schemas import STANDARD_SCALE, VERSION, Table, tables
from qaanalysis.vocabulary import GradeScale, Sensitivity

FOLDER, PAGE = "data-specification", "data-specification.md"
READ_AS = {
    Kind.IDENTIFIER: "text, kept as it stands",
    Kind.NAME: "a word of the service's own list",
    Kind.WORD: "one of the words listed",
    Kind.GRADE: "a grade of the declared scale",
    Kind.DATE: "a day, in a declared format",
    Kind.MONTH: "a month, in a declared format",
}

INTRODUCTION = f"""\
# Data specification

Version {VERSION}. The tables that qaanalysis reads, as they are after headings and spellings
declared in params have been applied. No national specification of quality-assurance audits exists,
so that this one may be used by anybody, with or without qaanalysis. A file that keeps the rules of
this version keeps those of every later one with the same first number. This page and the schemas
below are written from `src/qaanalysis/data/schemas`; a test fails if they differ.

A column that is **needed** must be there and filled in every row. A column that **may be blank**
may also be absent, unless a rule below asks for it. *Identifies* says whom a column's values can
identify: such values are never shown in a report, a message or a log.

A row is accepted if every cell can be read and every rule holds; else it is rejected, with each
reason, and written to `rejected-rows.xlsx` in the run's folder. Only the table `audits` must be
given; what needs another table says so if it isn't there. A date years after the month of its audit
is a fault too, as of a year typed wrong: more than two years for a moderation and for when an
action was raised, more than five for an action's end and for a re-audit.

## A file that needs no params

`qaanalysis check FILE` checks any file against this page alone. It needs:

- a row of headings that are the names of the columns below; capital letters, spaces and punctuation
  don't matter, so that “Audit ID” is `audit_id`; other columns are allowed, and not read. A
  percentage or rate, such as “% returned”, is never read as a count or a date: shares are worked
  out from the counts;
- in a workbook a sheet for each table;
- days as 30/11/2023, as 2023-11-30 or as dates of Excel; months as November 2023, Nov 2023 or
  2023-11;
- grades of this scale, unless params declare another: {", ".join(STANDARD_SCALE.labels)};
- a blank cell, or “-”, where there is no value.

Each table is also a [Table Schema](https://datapackage.org/standard/table-schema/) in JSON, for
tools that read Frictionless Data. There days and months are as 2023-11-30 and 2023-11, rules that
span columns stand under `rowRules`, and whom a column identifies under `identifies`, which such
tools pass over. For them a count that was hidden is blank, and its interval stands in the columns
named after it.

{{schemas}}
"""


def markdown() -> str:
    """Return the page.

    Examples
    --------
    >>> markdown().splitlines()[0]
    '# Data specification'
    """
    scale = GradeScale(("the declared grades",), frozenset({"the declared grades"}))
    made = tables(scale)
    links = [f"[{name}]({FOLDER}/{table_schema.file_name(name)})" for name in made]
    introduction = INTRODUCTION.format(schemas=" · ".join(links))
    return "\n".join([introduction, *(_section(table) for table in made.values())])


def files() -> dict[str, str]:
    """Return the text of each file of the published specification, by its name within docs.

    Examples
    --------
    >>> list(files())[:2]
    ['data-specification.md', 'data-specification/audits.schema.json']
    """
    schemas = {
        f"{FOLDER}/{table_schema.file_name(name)}": table_schema.as_json(table)
        for name, table in tables(STANDARD_SCALE).items()
    }
    return {PAGE: markdown(), **schemas}


def write(docs: Path) -> None:
    """Write the page and the schemas anew."""
    (docs / FOLDER).mkdir(exist_ok=True)
    for name, text in files().items():
        (docs / name).write_text(text, encoding="utf-8", newline="\n")


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
        if kind in ALLOWED_NUMBERS:
            read_as = allowed_number(spec)
        else:
            read_as = f"one of: {allowed}" if kind is Kind.WORD else READ_AS[kind]
        if length := allowed_length(spec):
            read_as = f"{read_as}, {length}"
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
