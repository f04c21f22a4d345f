"""What a draw must say of itself, so that it can be recorded and made again."""

from typing import Any, Protocol

import pandas as pd


class Plan(Protocol):
    """What was asked for."""

    @property
    def key(self) -> str:
        """The seed of the draw."""
        ...

    def plain(self) -> dict[str, Any]:
        """Return the plan as text, numbers and lists."""
        ...


class Recorded(Protocol):
    """What a draw must say of itself to be recorded."""

    @property
    def kind(self) -> str:
        """Which sort of draw it is, so that it can be made again."""
        ...

    @property
    def unit(self) -> str:
        """The column of identifiers."""
        ...

    @property
    def evidence(self) -> tuple[str, ...]:
        """The columns of the frame that the draw rests on, or whose change is to be named."""
        ...

    @property
    def plan(self) -> Any:
        """A `Plan`."""
        ...

    @property
    def rows(self) -> pd.DataFrame:
        """Every row of the frame with `place`, `stratum` and `number`."""
        ...

    @property
    def strata(self) -> pd.DataFrame:
        """Counts of each stratum."""
        ...

    @property
    def steps(self) -> pd.DataFrame:
        """Counts at each step."""
        ...
