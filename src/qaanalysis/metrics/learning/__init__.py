"""Learning: what audits name as strengths and areas for development, before and after a focus.

`coded` puts findings to the words of a dictionary; `named` says of each returned audit what it
names, once however often it says so; the other modules count its rows.
"""

from qaanalysis.metrics.learning import (
    calendar,
    circumstances,
    feedback,
    focus,
    named,
    process,
    trends,
    triangulation,
    workforce,
)
from qaanalysis.metrics.learning.coding import Coded, coded

__all__ = [
    "Coded",
    "calendar",
    "circumstances",
    "coded",
    "feedback",
    "focus",
    "named",
    "process",
    "trends",
    "triangulation",
    "workforce",
]
