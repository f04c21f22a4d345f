"""The params files of a new folder, with comments for whoever fills them in."""

from collections.abc import Iterator

from qaanalysis.data.mapping_text import reading_lines, unknown_grades
from qaanalysis.data.schemas import STANDARD_SCALE
from qaanalysis.new_folder.from_export import Export, Months, sources
from qaanalysis.new_folder.register import SHEETS

REGISTER = "register.xlsx"
READING = "reading.yml"
# What is made of a register without anything else being declared.
REPORTS = {
    "returns": "{group_by: service_area}",
    "grades": "{group_by: service_area}",
    "moderation": "{group_by: service_area}",
    "follow_up": "{group_by: service_area}",
    "head_of_service": "{for_each: service_area}",
    "data_quality": "{}",
}
# By report: the tables beside the audits that it is about, of which it needs one.
NEEDS = {"moderation": ("moderations",), "follow_up": ("actions", "re_audits")}
_ORGANISATION = """\
# Who we are, where the register lies, and how its cells are read. Each month's file extends this
# one. What isn't declared here is never guessed. Every key: docs/params.md of qaanalysis.
{extends}
organisation: Name of the organisation

notebooks: ../notebooks
outputs: ../outputs

# Best first. A service with another scale changes only this block{and_lists}.
grade_scale:
{scale}

# Paths are found from this file's folder. {on_sources}
{sources}
{reading}
reports:
{reports}
"""
_BLANK_READING = """
reading:
  missing: ["-"]
  date_formats: ["%d/%m/%Y"]
  month_formats: ["%B %Y", "%b %Y", "%Y-%m"]
  # Other headings and spellings of an older register; `qaanalysis map FILE` proposes them.
  headings: {}
  spellings: {}
"""
_EXTENDS = """
# How the cells of the export are read is proposed in reading.yml. Read each line of it, correct it,
# and then take the # out of the next line: until then nothing of it is applied.
# extends: reading.yml
"""
_PROPOSED = """\
# Proposed for {export}, by its headings and by how its cells are written. Nothing here is applied
# until organisation.yml extends this file. Correct what is wrong, and take out what you don't want.
# A line with a # in front is a comment: fill it in and take the # out, if you want it applied.
# Headings: the column of docs/data-specification.md, and beside it what the export calls it.
"""
_MONTH = """\
# The run on the audits planned for {month}. For the next month copy this file; change the dates.
extends: organisation.yml
month: {month}
# The first month that the reports show; there may be no audits in some of them.
first_month: {first}
# The day at which the figures stand: what came in later isn't counted.
as_at: {as_at}
"""


def organisation() -> str:
    """Return the text of params/organisation.yml for a blank register."""
    tables = [
        f"  {table}: {{file: ../{REGISTER}, sheet: {sheet}}}" for table, sheet in SHEETS.items()
    ]
    return _ORGANISATION.format(
        extends="",
        and_lists=", and the register's drop-downs",
        scale="\n".join(_scale()),
        on_sources="A sheet without rows is fine, but Audits needs some.",
        sources="\n".join(["sources:", *tables]),
        reading=_BLANK_READING,
        reports="\n".join(_reports(set(SHEETS))),
    )


def organisation_for(export: Export, named: str) -> str:
    """Return the text of params/organisation.yml for an export.

    Parameters
    ----------
    export : Export
        The export.
    named : str
        How the file names it.
    """
    return _ORGANISATION.format(
        extends=_EXTENDS,
        and_lists="",
        scale="\n".join([*_scale(), *unknown_grades(export.proposed)]),
        on_sources="The export stays where it is.",
        sources="\n".join(sources(export, named)),
        reading="",
        reports="\n".join(_reports(export.tables)),
    )


def reading_for(export: Export) -> str:
    """Return the text of params/reading.yml: how an export may be read, to be confirmed."""
    lines = "\n".join(reading_lines(export.proposed))
    return f"{_PROPOSED.format(export=export.file.name)}{lines}\n"


def _scale() -> Iterator[str]:
    for label in STANDARD_SCALE.labels:
        yield f"  - label: {label}"
        if label in STANDARD_SCALE.good_or_better:
            yield "    good_or_better: true"
        if aliases := [a for a, of in STANDARD_SCALE.aliases.items() if of == label]:
            yield f"    aliases: [{', '.join(aliases)}]"


def _reports(tables: set[str]) -> Iterator[str]:
    """Yield the reports to make; those whose tables aren't there as comments."""
    for name, told in REPORTS.items():
        needs = NEEDS.get(name, ())
        there = not needs or tables & set(needs)
        line = f"{name}: {told}"
        yield f"  {line}" if there else f"  # {line}  # once sources has {' or '.join(needs)}"


def month_file(months: Months) -> str:
    """Return the text of a month's params file.

    Examples
    --------
    >>> import pandas as pd
    >>> month = pd.Period("2026-11", "M")
    >>> month_file(Months(month, month, month.end_time.date())).splitlines()[2]
    'month: 2026-11'
    """
    return _MONTH.format(month=months.last, first=months.first, as_at=months.as_at)
