"""Round values along an axis, each with a name that isn't itself rounded."""

from qaanalysis.present import labels
from qaanalysis.present.charts import scale
from qaanalysis.present.labels import Kind


def named(low: float, high: float, *, measured: Kind, about: int) -> tuple[list[float], list[str]]:
    """Return round values within two limits, and their names with the decimals these need.

    Examples
    --------
    >>> named(-0.3, 0.6, measured=Kind.NUMBER, about=4)
    ([-0.25, 0.0, 0.25, 0.5], ['−0.25', '0.00', '0.25', '0.50'])
    """
    found = dict.fromkeys(scale.ticks(low, high, measured=measured, about=about))
    ticks = [tick for tick in found if low <= tick <= high]
    unit = 100 if measured is Kind.POINTS else 1
    if measured in (Kind.SHARE, Kind.COUNT) or all(float(t * unit).is_integer() for t in ticks):
        return ticks, scale.names(ticks, measured=measured)
    digits = next(d for d in range(1, 11) if all(round(t * unit, d) == t * unit for t in ticks))
    least = 1 if measured is Kind.NUMBER else 0
    return ticks, [labels.shown(tick, measured, digits=digits - least) for tick in ticks]
