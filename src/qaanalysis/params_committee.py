"""What params tell the committee's report that no table holds: whom it is for, its own sections.

What is left blank is printed as not supplied; nothing is made up.
"""

import datetime as dt
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Text = Annotated[str, Field(max_length=4000)]


class Committee(_Strict):
    """Whom the report is for, and what the council asks of every report."""

    meeting: Text = ""
    meeting_on: dt.date | None = None
    director: Text = ""
    portfolio: Text = ""
    contact: Text = ""
    purpose: Text = ""
    arrangements: tuple[Text, ...] = ()
    themed: tuple[Path, ...] = ()
    next_steps: tuple[Text, ...] = ()
    recommendations: tuple[Text, ...] = ()
    options: Text = ""
    equality: Text = ""
    finance: Text = ""
    risk: Text = ""
    legal: Text = ""
    privacy: Text = ""
