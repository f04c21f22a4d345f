"""Search a run's files for identifiers, on a register of 100,000 rows; the aim is under 1 s.

python benchmarks/leak_gate.py FOLDER PARAMS [rows]

FOLDER is a run's folder, such as outputs/2023-11/…; PARAMS its params file.
"""

import sys
from dataclasses import replace
from pathlib import Path

from side_by_side import medians

from qaanalysis import params
from qaanalysis.data import load
from qaanalysis.data.example.scaled import scaled
from qaanalysis.garbage import collect_seldom
from qaanalysis.run import leak_gate

AUDITS_PER_MONTH, ORGANISATIONS = 1000, 4


def main(folder: Path, file: Path, rows: int) -> None:
    """Print the time, and what of the files was searched."""
    # As the command line does.
    collect_seldom()
    read = params.read(file)
    loaded = load(read)
    months = max(1, rows // (AUDITS_PER_MONTH * ORGANISATIONS))
    register = scaled(months=months, organisations=ORGANISATIONS, audits_per_month=AUDITS_PER_MONTH)
    large = replace(loaded, accepted={**loaded.accepted, "audits": register})
    found = medians({"gate": lambda: leak_gate.check(folder, large, read)}, rounds=7)
    files = [path for path in folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    leaks = leak_gate.check(folder, large, read)
    print(
        f"{len(register):,} rows, {len(files)} files of {size:.1f} MB: {found['gate']:.2f} s, "
        f"{len(leaks)} found"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 100_000)
