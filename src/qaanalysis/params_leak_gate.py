"""What params tell the search for identifiers in reports: decisions, and names of secrets."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from qaanalysis.vocabulary import Col


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Allowed(_Strict):
    """Values that look like somebody's and are no person where they stand in reports, and why."""

    column: str
    # Kept out of the manifest, which reports are published with.
    values: Annotated[tuple[str, ...], Field(min_length=1, exclude=True)]
    reason: Annotated[str, Field(min_length=10)]

    @property
    def table(self) -> str:
        """The table whose column it is."""
        return self.column.partition(".")[0]

    @model_validator(mode="after")
    def _names_a_column(self) -> Self:
        known = {value for name, value in vars(Col).items() if not name.startswith("_")}
        if self.column.partition(".")[2] not in known:
            raise ValueError(
                f"column “{self.column}” isn't a table and a column of the data specification; "
                "write it as audits.auditor"
            )
        return self


class LeakGate(_Strict):
    """What the search for identifiers in reports needs to be told."""

    allowed: tuple[Allowed, ...] = ()
    secrets: tuple[str, ...] = ()
