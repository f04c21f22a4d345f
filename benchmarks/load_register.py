"""Load and validate a register of a million rows, beside pandas reading the same file bare.

python benchmarks/load_register.py [rows]
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
import yaml
from side_by_side import medians, show

from qaanalysis import params
from qaanalysis.data import load
from qaanalysis.data.example.scaled_csv import write_scaled_csv

ROOT = Path(__file__).resolve().parents[1]


def run_on(path: Path, folder: Path) -> Path:
    """Write params for a run on a register alone."""
    declared = yaml.safe_load((ROOT / "params" / "organisation.yml").read_text(encoding="utf-8"))
    declared |= {"month": "2023-05", "first_month": "2023-05", "as_at": "2023-06-30"}
    declared |= {"notebooks": str(ROOT / "notebooks"), "outputs": str(folder)}
    declared["sources"] = {"audits": {"file": str(path)}}
    (folder / "run.yml").write_text(yaml.safe_dump(declared), encoding="utf-8")
    return folder / "run.yml"


def peak(code: str) -> float:
    """Return the peak memory in MB of a fresh Python that runs `code`; Linux only."""
    # Not ru_maxrss, which a new process takes over from the one that started it.
    measure = f"{code}\nprint(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    out = subprocess.run(
        [sys.executable, "-c", measure], capture_output=True, text=True, check=True
    )
    return int(out.stdout.split()[-1]) / 1024


def main(rows: int) -> None:
    """Print times, ratios and memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        csv = folder / "register.csv"
        write_scaled_csv(csv, rows=rows, seed=1)
        run = params.read(run_on(csv, folder))
        loaded = load(run)
        frame_mb = loaded["audits"].memory_usage(deep=True).sum() / 1e6
        bare = pd.read_csv(csv, engine="pyarrow")
        bare_mb = bare.memory_usage(deep=True).sum() / 1e6
        del bare
        print(f"{rows:,} rows, {csv.stat().st_size / 1e6:.0f} MB; faults: {len(loaded.faults)}")
        del loaded
        found = medians(
            {"load": lambda: load(run), "read_csv": lambda: pd.read_csv(csv, engine="pyarrow")}
        )
        show("load and validate", found, against="read_csv")
        imports = "from qaanalysis import params; from qaanalysis.data import load"
        before = peak(imports)
        after = peak(f"{imports}\nx = load(params.read({str(folder / 'run.yml')!r}))")
        extra = after - before
        print(
            f"memory: {extra:.0f} MB at the peak; the frame read_csv gives has {bare_mb:.0f} MB "
            f"(ratio {extra / bare_mb:.2f}), ours {frame_mb:.0f} MB (ratio {extra / frame_mb:.2f})"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
