"""How often our own processes look for garbage: seldom, as nearly all they make is needed."""

import gc

# By default 700: tables, pages and workbooks are made of so many objects that a tenth to a fifth of
# the time went into looking through them.
_NEW_OBJECTS, _OF_MIDDLE_AGE, _OLD = 50_000, 20, 50


def collect_seldom() -> None:
    """Set it for this process: the command line's, or a kernel that runs a report."""
    gc.set_threshold(_NEW_OBJECTS, _OF_MIDDLE_AGE, _OLD)
