"""Themed audits: what was drawn, what came back, and what a share of it can stand for.

`answers` puts each drawn child beside each question; the other modules count its rows.
"""

from qaanalysis.metrics.themed import coded, completion, coverage, previous, questions, stated
from qaanalysis.metrics.themed.answers import Place, answers, left_out
from qaanalysis.metrics.themed.chosen import Chosen, Design

__all__ = [
    "Chosen",
    "Design",
    "Place",
    "answers",
    "coded",
    "completion",
    "coverage",
    "left_out",
    "previous",
    "questions",
    "stated",
]
