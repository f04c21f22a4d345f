"""Which params files a command is given: names, or patterns, which Windows shells leave as such."""

from collections.abc import Sequence
from pathlib import Path

from qaanalysis import params_file
from qaanalysis.errors import ParamsError

WILD = "*?["


def expanded(given: Sequence[Path]) -> list[Path]:
    """Return the params files, each once, patterns in the order of names.

    Parameters
    ----------
    given : sequence of Path
        Files, or patterns such as params/2023-*.yml or params/*/2023-11.yml; looked for in the
        working folder and in each folder above it.

    Raises
    ------
    ParamsError
        If there is no such file.
    """
    found: list[Path] = []
    for path in given:
        wild = any(sign in str(path) for sign in WILD) and not path.is_file()
        found += _matching(path) if wild else [params_file.find(path)]
    return list(dict.fromkeys(found))


def _matching(pattern: Path) -> list[Path]:
    here = Path.cwd()
    folders = [Path(pattern.anchor)] if pattern.is_absolute() else [here, *here.parents]
    parts = pattern.relative_to(pattern.anchor).as_posix()
    for folder in folders:
        if files := sorted(file.resolve() for file in folder.glob(parts) if file.is_file()):
            return files
    raise ParamsError(
        f"There is no params file like {pattern.as_posix()}, in the working folder or any folder "
        "above it."
    )
