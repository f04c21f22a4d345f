"""Which children a themed audit looks at: how they were chosen, out of whom, and how like them.

`choice` puts a plan's draw beside its cohort; the other modules each make one table of it.
"""

from qaanalysis.themed_choice.choice import ThemedChoice, opened

__all__ = ["ThemedChoice", "opened"]
