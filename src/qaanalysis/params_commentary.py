"""An analyst's own paragraphs on a month, kept in a file beside its params."""

import hashlib
from pathlib import Path
from typing import Any

from pydantic import model_validator

from qaanalysis.params_sections import Strict


class Commentary(Strict):
    """The file's name and its text; params give the file."""

    name: str
    text: str

    @model_validator(mode="before")
    @classmethod
    def _read(cls, file: Any) -> Any:
        if not isinstance(file, str | Path):
            raise ValueError(f"found “{file}”; allowed: a file, such as 2023-11-commentary.md")
        path = Path(file)
        try:
            return {"name": path.name, "text": path.read_text(encoding="utf-8-sig")}
        except UnicodeDecodeError:
            raise ValueError(f"{path.name} isn't UTF-8 text; save it again as UTF-8") from None
        except OSError:
            raise ValueError(
                f"the file {path.name} can't be read; put it where params say, or take the key out"
            ) from None

    @property
    def resolved(self) -> dict[str, str]:
        """The file's name, and what tells its text from any other, for the manifest."""
        return {"file": self.name, "sha256": hashlib.sha256(self.text.encode()).hexdigest()}
