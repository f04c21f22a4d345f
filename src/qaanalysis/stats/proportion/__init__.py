"""Shares of counts: intervals for every way the cases can have been chosen.

A share is 0–1. `wilson` and `clopper_pearson` are for cases that stand for an endless many;
`hypergeometric` for a simple random sample of a finite number; `stratified` and `clustered` for
samples by strata or by families; `difference` compares two groups, `bounds` says what missing
answers leave possible.
"""

from qaanalysis.stats.proportion.binomial import Bounds, bounds, clopper_pearson, difference, wilson
from qaanalysis.stats.proportion.clustered import clustered
from qaanalysis.stats.proportion.designed import DesignedShare
from qaanalysis.stats.proportion.finite import hypergeometric
from qaanalysis.stats.proportion.stratified import stratified

__all__ = [
    "Bounds",
    "DesignedShare",
    "bounds",
    "clopper_pearson",
    "clustered",
    "difference",
    "hypergeometric",
    "stratified",
    "wilson",
]
