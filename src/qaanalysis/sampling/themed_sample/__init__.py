"""Which children a themed audit is about, by a draw whose probabilities are known.

The cohort is narrowed by rules, each with the reason it leaves a child out; then, if the plan
wants one child of each family, by a choice with a key of its own. What is left is the frame. With
N units in it, of which n are drawn:

simple
    n/N for each child.
stratified
    n_h/N_h in stratum h; the plan says how n is shared out.
systematic
    n/N: every k-th of a list in the order of permanent random numbers, by a column first if the
    plan names one.
pps
    In proportion to a size; children too large for that are certain.
families
    n_h/N_h families of stratum h, and every child in the frame of each.

A census takes the whole frame with probability 1. Files that somebody chose, or nobody knows how,
have no probability and no weight, and no share of them stands for more than themselves.

The weight is one over the probability. Weights add up to the frame exactly for simple, stratified
and systematic draws (for families: weights of families), and on average for the others. With one
child of each family the frame is of families, and a child's weight is its family's.

A child added to the cohort changes nobody else's number, and takes one other's place at most, in
all draws but systematic and pps, where it moves those behind it.

References
----------
Cochran WG (1977). *Sampling Techniques*, 3rd ed., Wiley, chapters 2, 5, 8 and 9A.
Ohlsson E (1995). Coordination of samples using permanent random numbers. In Cox et al. (eds),
*Business Survey Methods*, Wiley, 153–169.
"""

from qaanalysis.sampling.themed_sample.eligibility import frame
from qaanalysis.sampling.themed_sample.plan import Plan
from qaanalysis.sampling.themed_sample.result import ThemedSample
from qaanalysis.sampling.themed_sample.sample import drawn, reallocated, redrawn
from qaanalysis.sampling.themed_sample.worklists import form, slug, worklist_of_reserve, worklists

__all__ = [
    "Plan",
    "ThemedSample",
    "drawn",
    "form",
    "frame",
    "reallocated",
    "redrawn",
    "slug",
    "worklist_of_reserve",
    "worklists",
]
