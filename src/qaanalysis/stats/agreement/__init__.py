"""Agreement of raters beyond chance, its direction, and how sure one can be of either."""

from qaanalysis.stats.agreement.clusters import jackknife
from qaanalysis.stats.agreement.directions import Direction, direction
from qaanalysis.stats.agreement.krippendorff import krippendorff_alpha
from qaanalysis.stats.agreement.margins import bhapkar, mean_shift, stuart_maxwell
from qaanalysis.stats.agreement.pairs import from_ratings, from_table
from qaanalysis.stats.agreement.resample import bootstrap
from qaanalysis.stats.agreement.result import Agreement
from qaanalysis.stats.agreement.several import fleiss_test, light_kappa
from qaanalysis.stats.agreement.significance import HypothesisTest
from qaanalysis.stats.agreement.symmetry import bowker
from qaanalysis.stats.agreement.weights import weight_matrix

__all__ = [
    "Agreement",
    "Direction",
    "HypothesisTest",
    "bhapkar",
    "bootstrap",
    "bowker",
    "direction",
    "fleiss_test",
    "from_ratings",
    "from_table",
    "jackknife",
    "krippendorff_alpha",
    "light_kappa",
    "mean_shift",
    "stuart_maxwell",
    "weight_matrix",
]
