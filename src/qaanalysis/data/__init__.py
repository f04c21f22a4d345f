"""Tables come in here: typed, or rejected with a reason."""

from qaanalysis.data.load import Loaded, load

__all__ = ["Loaded", "load"]
