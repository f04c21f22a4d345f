"""Load mutated registers by the thousand, to see that all end in a sentence or in tables.

python benchmarks/soak.py [how many] [first seed] [file to keep the results in]

With a file, seeds that stand in it already are passed over, so that a long run can be taken up.
"""

import csv
import sys
import time
from collections import Counter
from dataclasses import asdict, fields
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from soaking import Soaked, soak


def main(n: int, first: int, kept: Path | None) -> None:
    """Soak and print what came of it, by kind of file."""
    found = _read(kept) if kept is not None and kept.exists() else []
    first = max([first - 1, *(s.seed for s in found)]) + 1
    started = time.monotonic()
    for one in soak(first, n - len(found)):
        found.append(one)
        if kept is not None:
            _keep(kept, one)
        if one.fault:
            print(f"seed {one.seed}, {one.kind}: {one.ended}, {one.fault}", flush=True)
    print(f"{len(found):,} registers, {sum(bool(s.fault) for s in found)} with a fault")
    ended = Counter((s.kind, s.ended) for s in found)
    for (kind, how), count in sorted(ended.items()):
        print(f"  {kind:15} {how:10} {count:6,}")
    slowest, most = max(s.seconds for s in found), max(s.peak for s in found)
    took = time.monotonic() - started
    print(f"slowest {slowest:.1f} s, most memory {most:,.0f} MB; {took:.0f} s now")


def _read(kept: Path) -> list[Soaked]:
    with kept.open(encoding="utf-8", newline="") as stream:
        return [
            Soaked(
                int(row["seed"]), row["kind"], row["ended"],
                float(row["seconds"]), float(row["peak"]), row["fault"],
            )
            for row in csv.DictReader(stream)
        ]  # fmt: skip


def _keep(kept: Path, one: Soaked) -> None:
    new = not kept.exists()
    with kept.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [field.name for field in fields(Soaked)])
        if new:
            writer.writeheader()
        writer.writerow(asdict(one))


if __name__ == "__main__":
    asked = sys.argv[1:]
    main(
        int(asked[0]) if asked else 20_000,
        int(asked[1]) if len(asked) > 1 else 0,
        Path(asked[2]) if len(asked) > 2 else None,
    )
