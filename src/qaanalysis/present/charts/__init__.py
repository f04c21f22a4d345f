"""Charts of safe tables: each a figure with a title, an alt sentence and its data.

Each is imported when it is first asked for, as matplotlib and seaborn take longer to import than
the first table of a notebook takes to appear.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qaanalysis.present.charts.chart import Chart, pictured
    from qaanalysis.present.charts.compared_estimates import compared
    from qaanalysis.present.charts.control_chart import control
    from qaanalysis.present.charts.flow_chart import flow
    from qaanalysis.present.charts.funnel_chart import funnel
    from qaanalysis.present.charts.interval_dots import intervals
    from qaanalysis.present.charts.likeness_dots import likeness
    from qaanalysis.present.charts.matrix_chart import matrix
    from qaanalysis.present.charts.month_lines import lines
    from qaanalysis.present.charts.number_curve import curve
    from qaanalysis.present.charts.panel_charts import control_panels
    from qaanalysis.present.charts.range_bars import ranges
    from qaanalysis.present.charts.share_bars import stacked_shares
    from qaanalysis.present.charts.step_curve import steps

_HOMES = {
    "Chart": "chart",
    "pictured": "chart",
    "compared": "compared_estimates",
    "control": "control_chart",
    "control_panels": "panel_charts",
    "flow": "flow_chart",
    "funnel": "funnel_chart",
    "intervals": "interval_dots",
    "likeness": "likeness_dots",
    "matrix": "matrix_chart",
    "lines": "month_lines",
    "curve": "number_curve",
    "ranges": "range_bars",
    "stacked_shares": "share_bars",
    "steps": "step_curve",
}
__all__ = [
    "Chart",
    "compared",
    "control",
    "control_panels",
    "curve",
    "flow",
    "funnel",
    "intervals",
    "likeness",
    "lines",
    "matrix",
    "pictured",
    "ranges",
    "stacked_shares",
    "steps",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"There is no chart called {name}; there are {', '.join(__all__)}.")
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
