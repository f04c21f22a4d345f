"""Start JupyterLab on a folder, with our kernel and settings, whatever else is installed."""

import os
from pathlib import Path

from qaanalysis.lab.start_page import START

SETTINGS = Path(__file__).parent / "settings"
WORKSPACES = ".workspaces"


def serve(folder: Path, *, browser: bool = True, port: int | None = None) -> None:
    """Run JupyterLab until it is ended.

    Parameters
    ----------
    folder : Path
        What it opens on; it sees nothing outside it.
    browser : bool
        Whether a browser is opened.
    port : int, optional
        Where it listens, on this machine only; the next free one if it is taken.
    """
    from jupyterlab.labapp import LabApp

    os.environ.update(environment(os.environ))
    LabApp.launch_instance(argv=arguments(folder, browser=browser, port=port))


def environment(given: "os._Environ[str] | dict[str, str]") -> dict[str, str]:
    """Return where Jupyter looks first: for the kernel of this Python, and for our settings.

    A kernel called `python3` that somebody once installed for themselves may lack the package. Of
    the settings that a person has changed theirs hold; no news is fetched, so that all works
    without a network.

    Parameters
    ----------
    given : mapping
        The environment so far.

    Examples
    --------
    >>> found = environment({"JUPYTER_PATH": "mine"})
    >>> found["JUPYTER_PATH"] == os.pathsep.join([str(SETTINGS), "mine"])
    True
    """
    return {
        name: os.pathsep.join(filter(None, [str(SETTINGS), given.get(name, "")]))
        for name in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH")
    }


def arguments(folder: Path, *, browser: bool = True, port: int | None = None) -> list[str]:
    """Return what JupyterLab is started with.

    Examples
    --------
    >>> arguments(Path("outputs/lab"), browser=False, port=8900)[-2:]
    ['--no-browser', '--ServerApp.port=8900']
    """
    return [
        f"--ServerApp.root_dir={folder}",
        # Which tabs were open is kept with the folder, not with the person: another folder's tabs
        # would lead nowhere.
        f"--LabApp.workspaces_dir={folder / WORKSPACES}",
        f"--LabApp.default_url=/lab/tree/{START}",
        *([] if browser else ["--no-browser"]),
        *([] if port is None else [f"--ServerApp.port={port}"]),
    ]
