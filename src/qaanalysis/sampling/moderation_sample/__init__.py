"""Which audits to moderate next, by a draw whose probabilities are known for every audit.

The design. The returned individual audits of the month that have a grade and aren't moderated yet
are the frame. It falls into parts that don't overlap, known before anything is drawn:

every
    Audits with a grade of which the plan takes all (such as Inadequate and Outstanding). Each is
    selected: probability 1. Their auditors are thereby moderated.
due
    The audits of auditors nobody moderated in the last N months and who have none in the first
    part. An auditor stands in the stratum of the lowest grade they gave. In stratum g, d_g of D_g
    auditors are selected at random, and of the auditor's m audits one at random: probability
    d_g/D_g × 1/m. Only if the whole frame is small do others of their audits follow, e_g of the
    M_g − D_g that weren't the auditor's first: probability 1/m + (1 − 1/m) × e_g/(M_g − D_g).
others
    The audits of all other auditors, in strata by grade: n_h of N_h, probability n_h/N_h.
late
    Audits returned after the draw, if the plan says until when they are taken in: those with a
    grade that is taken whole with probability 1, the others each by its own number, with the
    probability that an audit outside `every` had on average in the draw itself. They come on top
    of the target, and nobody else's place or moderator changes.

The target is claimed in this order: `every`; the `least` number in each stratum, so that each audit
has a chance; all auditors that are due; the others in proportion. What can't be had is said.

Two choices have two keys: the audit of an auditor by the seed, the auditor by `seed/auditor`, a
second audit by `seed/second`, a late one by `seed/late`.

The weight is one over the probability. Weighted totals are unbiased (Horvitz and Thompson); the
weights of `others` sum to its frame exactly, those of `due` and `late` on average.

References
----------
Horvitz DG, Thompson DJ (1952). A generalization of sampling without replacement from a finite
universe. Journal of the American Statistical Association 47:663–685.
Cochran WG (1977). *Sampling Techniques*, 3rd ed., Wiley, chapters 5 and 11 (two stages).
Ohlsson E (1995). Coordination of samples using permanent random numbers. In Cox et al. (eds),
*Business Survey Methods*, Wiley, 153–169.
"""

from qaanalysis.sampling.moderation_sample.eligibility import frame
from qaanalysis.sampling.moderation_sample.plan import Plan
from qaanalysis.sampling.moderation_sample.result import ModerationSample
from qaanalysis.sampling.moderation_sample.sample import drawn, reallocated, redrawn
from qaanalysis.sampling.moderation_sample.worklists import worklists

__all__ = ["ModerationSample", "Plan", "drawn", "frame", "reallocated", "redrawn", "worklists"]
