"""Worklists that come back filled in: what was answered, who is outstanding, what is wrong.

What is right is kept, whatever else is wrong with its row or file; what is wrong is named by file,
sheet and cell and never quoted, as anything may have been typed.
"""

from qaanalysis.sampling.collection.collected import Collected, collected
from qaanalysis.sampling.collection.responses import responses
from qaanalysis.sampling.collection.workbook import gone, workbook

__all__ = ["Collected", "collected", "gone", "responses", "workbook"]
