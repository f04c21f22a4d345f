"""What can go wrong, as a small tree.

::

    QAError                 everything this package raises on purpose
    ├── ParamsError         a params file: every fault at once, each with its key
    ├── DataError           an export that can't be read or trusted
    ├── StatisticsError     arguments no statistic is defined for
    ├── DisclosureError     something that must not be shown
    └── RunError            a run that can't start, or a report that can't be made

A message says where, what was found, what is allowed and what to do. It never
holds a personal value: rows are named by their number.
"""

from pathlib import Path


class QAError(Exception):
    """Base of every error that is meant for a user to read."""


class ParamsError(QAError):
    """A params file has faults; the message lists all of them."""


class DataError(QAError):
    """A source can't be read, or what it holds can't be analysed."""


class StatisticsError(QAError, ValueError):
    """Arguments for which a statistic isn't defined."""


class DisclosureError(QAError):
    """A table or report that this audience must not see."""


class RunError(QAError):
    """A run can't start, or a report can't be made."""


def no_file(file: Path) -> str:
    """Return that a file isn't there, and the folder in which it was looked for.

    Examples
    --------
    >>> no_file(Path("exports/register.xlsx"))
    'There is no file register.xlsx in the folder exports.'
    """
    return f"There is no file {file.name} in the folder {file.absolute().parent.name}."
