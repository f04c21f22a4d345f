"""Tables come in here: typed, or rejected with a reason."""

from qaanalysis.data.loading import Loaded, load

__all__ = ["Loaded", "load"]
