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
