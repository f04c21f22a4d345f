"""Charts of safe tables: each a figure with a title, an alt sentence and its data."""

from qaanalysis.present.charts.chart import Chart, pictured
from qaanalysis.present.charts.compared_estimates import compared
from qaanalysis.present.charts.control_chart import control
from qaanalysis.present.charts.control_panels import control_panels
from qaanalysis.present.charts.flow_chart import flow
from qaanalysis.present.charts.funnel_chart import funnel
from qaanalysis.present.charts.interval_dots import intervals
from qaanalysis.present.charts.likeness_dots import likeness
from qaanalysis.present.charts.matrix_chart import matrix
from qaanalysis.present.charts.month_lines import lines
from qaanalysis.present.charts.number_curve import curve
from qaanalysis.present.charts.range_bars import ranges
from qaanalysis.present.charts.share_bars import stacked_shares
from qaanalysis.present.charts.step_curve import steps

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
