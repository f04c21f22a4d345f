"""The result of comparing raters: one interval for each coefficient."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from qaanalysis.stats.agreement.coefficients import NAMES
from qaanalysis.stats.interval import Interval

TWO_RATERS_ONLY = "defined for two raters only; {} is its form for more"


@dataclass(frozen=True)
class Agreement:
    """How far raters agree, by six coefficients.

    Parameters
    ----------
    n : int
        Units compared: pairs of grades where there are two raters, units with at least one grade
        where there are more.
    n_raters : int
        Number of raters.
    weights : str
        Name of the weights, "own" for a matrix.
    method : str
        How the intervals were made: "t", "normal", "fisher", "jackknife" or "bootstrap".
    percent_agreement, conger_kappa, fleiss_kappa, gwet_ac, brennan_prediger, krippendorff_alpha : \
Interval
        Each weighted as stated; `percent_agreement` is a share, 0–1. `gwet_ac` is AC1 when
        unweighted, AC2 otherwise. `krippendorff_alpha` uses the fixed weights, which for ordered
        grades is not the ordinal metric: see the function `krippendorff_alpha`.
    n_clusters : int
        Clusters resampled or left out in turn; 0 where units count as independent.

    Examples
    --------
    >>> from qaanalysis.stats import agreement
    >>> found = agreement.from_table([[20, 5], [10, 15]])
    >>> round(found.cohen_kappa.estimate, 2), found.n
    (0.4, 50)
    """

    n: int
    n_raters: int
    weights: str
    method: str
    percent_agreement: Interval
    conger_kappa: Interval
    fleiss_kappa: Interval
    gwet_ac: Interval
    brennan_prediger: Interval
    krippendorff_alpha: Interval
    n_clusters: int = field(default=0)

    @property
    def cohen_kappa(self) -> Interval:
        """Cohen's kappa; undefined for more than two raters."""
        return self._of_two(self.conger_kappa, "conger_kappa")

    @property
    def scott_pi(self) -> Interval:
        """Scott's pi; undefined for more than two raters."""
        return self._of_two(self.fleiss_kappa, "fleiss_kappa")

    def _of_two(self, value: Interval, name: str) -> Interval:
        if self.n_raters == 2:
            return value
        return Interval.undefined(TWO_RATERS_ONLY.format(name), confidence=value.confidence)

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th scope="row">{name.replace("_", " ")}</th><td>{_cell(self, name)}</td></tr>'
            for name in NAMES
        )
        caption = f"Agreement of {self.n_raters} raters on {self.n} units ({self.weights} weights)"
        return f"<table><caption>{caption}</caption><tbody>{rows}</tbody></table>"


def _cell(agreement: Agreement, name: str) -> str:
    interval: Interval = getattr(agreement, name)
    if not interval.reason:
        return f"{interval.estimate:.3f} ({interval.low:.3f} to {interval.high:.3f})"
    if interval.estimate == interval.estimate:
        return f"{interval.estimate:.3f} ({interval.reason})"
    return f"undefined: {interval.reason}"


def of_intervals(
    intervals: Sequence[Interval],
    *,
    n: int,
    n_raters: int,
    weights: object,
    method: str,
    n_clusters: int = 0,
) -> Agreement:
    """Return the intervals, in the order of `NAMES`, as an `Agreement`."""
    name = weights if isinstance(weights, str) else "own"
    percent, conger, fleiss, gwet, brennan, alpha = intervals
    return Agreement(
        n, n_raters, name, method, percent, conger, fleiss, gwet, brennan, alpha, n_clusters
    )
