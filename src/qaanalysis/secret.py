"""The organisation's secret, which fingerprints of rows are keyed with.

Whoever has it can tell whether a row of a draw was changed; without it fingerprints tell nothing.
"""

import os
import secrets
from pathlib import Path

from qaanalysis.errors import ParamsError

VARIABLE = "QAANALYSIS_SECRET"
FILE = "secret.key"
N_BYTES = 32


def existing(folder: Path) -> bytes:
    """Return the secret from the environment, or else from the file in a folder.

    Raises
    ------
    ParamsError
        If there is none.
    """
    if given := os.environ.get(VARIABLE):
        return given.encode()
    path = folder / FILE
    if not path.is_file():
        raise ParamsError(
            f"There is no secret to check fingerprints with: neither {FILE} in the folder "
            f"{folder.name} nor the environment variable {VARIABLE}. Use the one the draw was made "
            "with."
        )
    return path.read_bytes()


def existing_or_new(folder: Path) -> bytes:
    """Return the secret; where there is none, make one and keep it in a file in a folder."""
    path = folder / FILE
    if VARIABLE not in os.environ and not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(secrets.token_hex(N_BYTES).encode())
    return existing(folder)
