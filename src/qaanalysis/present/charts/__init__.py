"""Charts of safe tables: each a figure with a title, an alt sentence and its data."""

from qaanalysis.present.charts.chart import Chart
from qaanalysis.present.charts.control_chart import control
from qaanalysis.present.charts.interval_dots import intervals
from qaanalysis.present.charts.month_lines import lines
from qaanalysis.present.charts.range_bars import ranges
from qaanalysis.present.charts.share_bars import stacked_shares

__all__ = ["Chart", "control", "intervals", "lines", "ranges", "stacked_shares"]
