"""How good the data are: what was read, what contradicts, what is missing, what has changed."""

from qaanalysis.metrics.data_quality import accounts, completeness, consistency, drift, revisions

__all__ = ["accounts", "completeness", "consistency", "drift", "revisions"]
