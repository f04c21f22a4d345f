"""The organisation's secret, which fingerprints of rows are keyed with.

Whoever has it can tell whether a row of a draw was changed; without it fingerprints tell nothing.
"""

import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

from qaanalysis.errors import ParamsError

VARIABLE = "QAANALYSIS_SECRET"
FILE = "secret.key"
N_BYTES = 32
_TRIES, _PAUSE_SECONDS = 40, 0.05


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
    return _whole(path)


def _whole(path: Path) -> bytes:
    """Return a file's bytes; an empty one is being written by another run just now."""
    for _ in range(_TRIES):
        if held := path.read_bytes():
            return held
        time.sleep(_PAUSE_SECONDS)
    raise ParamsError(f"The secret in {path.parent.name}/{path.name} is empty. Put it back.")


def existing_or_new(folder: Path) -> bytes:
    """Return the secret; where there is none, make one and keep it in a file in a folder."""
    path = folder / FILE
    if VARIABLE not in os.environ and not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        # Of two runs at once one makes it, and the other takes that.
        new = path.with_name(f"{FILE}.{secrets.token_hex(4)}")
        new.write_bytes(secrets.token_hex(N_BYTES).encode())
        try:
            os.link(new, path)
        except FileExistsError:
            pass
        except OSError:
            # A file system without links.
            with suppress(FileExistsError), path.open("xb") as stream:
                stream.write(new.read_bytes())
        finally:
            new.unlink()
    return existing(folder)
