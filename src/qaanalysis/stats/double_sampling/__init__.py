"""Double sampling: shares of grades corrected for what moderation found.

All audits have the auditor's grade, some of them the moderator's as well. Within each auditor's
grade the moderated speak for the rest. The moderator's grade is the standard here, not the truth.
"""

from qaanalysis.stats.double_sampling.result import CorrectedShares
from qaanalysis.stats.double_sampling.shares import corrected_shares
from qaanalysis.stats.double_sampling.weighted import weighted_shares

__all__ = ["CorrectedShares", "corrected_shares", "weighted_shares"]
