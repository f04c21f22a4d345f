"""Look at a run's figures by hand: choose, see them redrawn, follow one to its audits.

`explore(run)` shows drop-downs in JupyterLab; `view(run, team="Court South").grades` shows the same
as plain tables and charts, in any notebook and report. For internal readers only.
"""

from qaanalysis.explore.choices import Chosen, Options
from qaanalysis.explore.section import Section
from qaanalysis.explore.view import View, view
from qaanalysis.explore.widgets import Explorer, explore

__all__ = ["Chosen", "Explorer", "Options", "Section", "View", "explore", "view"]
