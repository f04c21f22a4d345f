"""The params files of a new folder, with comments for whoever fills them in."""

import pandas as pd

from qaanalysis.data.schemas import STANDARD_SCALE
from qaanalysis.new_folder.register import SHEETS

REGISTER = "register.xlsx"
# What is made of a register without anything else being declared.
REPORTS = {
    "returns": "{group_by: service_area}",
    "grades": "{group_by: service_area}",
    "moderation": "{group_by: service_area}",
    "follow_up": "{group_by: service_area}",
    "head_of_service": "{for_each: service_area}",
    "data_quality": "{}",
}
_ORGANISATION = """\
# Who we are, where the register lies, and how its cells are read. Each month's file extends this
# one. What isn't declared here is never guessed. Every key: docs/params.md of qaanalysis.

organisation: Name of the organisation

notebooks: ../notebooks
outputs: ../outputs

# Best first. A service with another scale changes only this block, and the register's drop-downs.
grade_scale:
{scale}

# Paths are found from this file's folder. A sheet without rows is fine, but Audits needs some.
sources:
{sources}

reading:
  missing: ["-"]
  date_formats: ["%d/%m/%Y"]
  month_formats: ["%B %Y", "%b %Y", "%Y-%m"]
  # Other headings and spellings of an older register; `qaanalysis map FILE` proposes them.
  headings: {{}}
  spellings: {{}}

reports:
{reports}
"""
_MONTH = """\
# The run on the audits planned for {month}. For the next month copy this file; change the dates.
extends: organisation.yml
month: {month}
# The first month that the reports show; there may be no audits in some of them.
first_month: {month}
# The day at which the figures stand: what came in later isn't counted.
as_at: {as_at}
"""


def organisation() -> str:
    """Return the text of params/organisation.yml."""
    scale = []
    for label in STANDARD_SCALE.labels:
        scale.append(f"  - label: {label}")
        if label in STANDARD_SCALE.good_or_better:
            scale.append("    good_or_better: true")
        if aliases := [a for a, of in STANDARD_SCALE.aliases.items() if of == label]:
            scale.append(f"    aliases: [{', '.join(aliases)}]")
    sources = [
        f"  {table}: {{file: ../{REGISTER}, sheet: {sheet}}}" for table, sheet in SHEETS.items()
    ]
    reports = [f"  {name}: {told}" for name, told in REPORTS.items()]
    return _ORGANISATION.format(
        scale="\n".join(scale), sources="\n".join(sources), reports="\n".join(reports)
    )


def month_file(month: pd.Period) -> str:
    """Return the text of a month's params file.

    Examples
    --------
    >>> month_file(pd.Period("2026-11", "M")).splitlines()[2]
    'month: 2026-11'
    """
    return _MONTH.format(month=month, as_at=month.end_time.date())
