"""What a report states, held against the run's own figures.

`known` gathers the figures, `checked` returns a verdict on each statement. A verdict is on the
statement as it is printed; it never says why somebody printed it.
"""

from qaanalysis.metrics.claims.checks import checked, of_verdict
from qaanalysis.metrics.claims.known import Known, known
from qaanalysis.metrics.claims.verdict import Verdict

__all__ = ["Known", "Verdict", "checked", "known", "of_verdict"]
