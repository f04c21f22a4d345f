"""How long `qaanalysis --help` takes, beside Python that does nothing; and a report's size.

python benchmarks/command_line.py [folder of a run]
"""

import subprocess
import sys
from pathlib import Path

from side_by_side import medians, show


def main(run: Path | None) -> None:
    """Print times, and the size of each page of a run."""

    def command(*words: str) -> None:
        subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)

    found = medians(
        {
            "qaanalysis --help": lambda: command("-m", "qaanalysis", "--help"),
            "python -c pass": lambda: command("-c", "pass"),
        },
        rounds=9,
    )
    show("command line", found, against="python -c pass")
    for page in sorted(run.glob("*.html")) if run else []:
        print(f"{page.name}: {page.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
