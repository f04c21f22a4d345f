"""Nothing is shown until it has been made safe for whoever will read it."""

from qaanalysis.disclosure import kept
from qaanalysis.disclosure.ledger import Ledger
from qaanalysis.disclosure.safe_table import SafeTable, protect
from qaanalysis.policy import HIDDEN, Policy

__all__ = ["HIDDEN", "Ledger", "Policy", "SafeTable", "kept", "protect"]
