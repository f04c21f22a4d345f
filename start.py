"""Set up and start: the only command a fresh machine with Python 3.11 or later needs.

    python start.py         set up, and make the example month's reports
    python start.py test    set up, and run all the tests
    python start.py WORDS   set up, and run `qaanalysis WORDS`, e.g. `check params/2023-11.yml`

It makes a virtual environment in .venv (or in the folder that QAANALYSIS_ENV names), installs
exactly what requirements.lock says, checked by hash, and changes nothing else on the machine. Run
again, it installs only if requirements.lock or pyproject.toml has changed. A folder that holds
anything but an environment is refused, as making one empties it.

It may be called from any folder. Files among WORDS are found from there or, if they aren't there,
from this project's folder.

Standard library only: it runs before anything is installed.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OLDEST = (3, 11)
EXAMPLE = "params/2023-11.yml"
STAMPED = ("requirements.lock", "pyproject.toml")
PIP_LOG = "pip.log"


def main(words: list[str]) -> int:
    """Set up if need be, and run what was asked for; return its exit code."""
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        print(f"qaanalysis needs Python 3.11 or later; this is {found}, at {sys.executable}.")
        return 2
    folder = environment_folder()
    if not may_be_made_anew(folder):
        print(f"{folder} isn't empty and isn't a Python environment, so nothing was changed.")
        print("Let QAANALYSIS_ENV name a folder that is new or empty, or unset it.")
        return 2
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    try:
        set_up(folder, python)
    except subprocess.CalledProcessError as error:
        if (folder / PIP_LOG).is_file():
            print((folder / PIP_LOG).read_text(errors="backslashreplace"))
        print(f"Setting up failed (exit code {error.returncode}); the reason is above.")
        print("Behind a proxy or with a package index of your own, set them up for pip first.")
        return 1
    if words == ["test"]:
        # -m "" takes in the slow tests, which the developers' quick default leaves out.
        # In the order of the folders: by number of tests, the few that take longest would be last.
        spread = ["-n", "2", "--dist", "loadscope", "--no-loadscope-reorder"]
        command = [str(python), "-m", "pytest", "-m", "", *spread]
        return subprocess.run(command, cwd=ROOT).returncode
    words = found_files(words) if words else ["run", str(ROOT / EXAMPLE)]
    # -P: a module that happens to lie in the caller's folder isn't taken for one of ours.
    return subprocess.run([str(python), "-P", "-m", "qaanalysis", *words]).returncode


def environment_folder() -> Path:
    """Return the environment's folder, absolute; QAANALYSIS_ENV given but empty is not given."""
    given = os.environ.get("QAANALYSIS_ENV", "").strip()
    return Path(given).expanduser().absolute() if given else ROOT / ".venv"


def may_be_made_anew(folder: Path) -> bool:
    """Tell whether a folder may be emptied: it isn't there, is empty or is an environment."""
    if not folder.is_dir():
        return not folder.exists()
    return (folder / "pyvenv.cfg").is_file() or not any(folder.iterdir())


def found_files(words: list[str]) -> list[str]:
    """Return words in which a file that only this project's folder has is named in full."""
    here = Path.cwd()
    # qaanalysis itself looks in the working folder and in those above it.
    folders = (here, *here.parents)
    return [
        str(ROOT / word)
        if (ROOT / word).is_file() and not any((folder / word).is_file() for folder in folders)
        else word
        for word in words
    ]


def set_up(folder: Path, python: Path) -> None:
    """Make the environment and install into it, unless that is done already."""
    stamp = folder / "qaanalysis-stamp.txt"
    wanted = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in STAMPED)).hexdigest()
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Setting up in {folder}: a few minutes, this once.", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    locked = ["--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / "requirements.lock")]
    # Where an index that is configured isn't there, pip warns of it once for each package. That is
    # kept, and printed with the error if there is one.
    with (folder / PIP_LOG).open("wb") as said:
        subprocess.run([*pip, *locked], check=True, stderr=said)
        # The package itself has no hash, so it is installed apart, with the locked build backend.
        own = ["--no-deps", "--no-build-isolation", "-e", str(ROOT)]
        subprocess.run([*pip, *own], check=True, stderr=said)
    stamp.write_text(wanted)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
