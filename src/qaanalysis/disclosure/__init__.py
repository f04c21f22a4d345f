"""Nothing is shown until it has been made safe for whoever will read it."""

from qaanalysis.disclosure.safe_table import SafeTable, protect

__all__ = ["SafeTable", "protect"]
