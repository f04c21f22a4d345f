"""How soon a notebook's first table appears, beside importing pandas, seaborn and scipy alone.

python benchmarks/first_table.py

Each is a fresh Python. Ours runs the cells of notebooks/returns.ipynb up to its lead, which import
the package, read the example and count, and then makes the table of returns by month as markup.
"""

import json
import subprocess
import sys
from pathlib import Path

from side_by_side import medians, show

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = ROOT / "notebooks" / "returns.ipynb"
ALONE = "importing pandas, seaborn and scipy"
IMPORTS = "import pandas, seaborn, scipy"
LAST = "sentences.prose(*page.lead("
LIMIT = 1.3


def to_first_table() -> str:
    """Return the code of the notebook's cells up to its lead, and of its table."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    last = next(at for at, source in enumerate(code) if LAST in source)
    return "\n".join([*code[: last + 1], "assert '<table' in table(monthly).html()"])


def main() -> None:
    """Print the medians and their ratio, and whether it is as small as it is to be."""
    first = to_first_table()

    def run(code: str) -> None:
        subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)

    setup = first.split("params_file: str")[0]
    found = medians(
        {
            ALONE: lambda: run(IMPORTS),
            "the setup cell of a notebook": lambda: run(setup),
            "its first table": lambda: run(first),
        },
        rounds=9,
    )
    show("first table", found, against=ALONE)
    ratio = found["its first table"] / found[ALONE]
    print(f"wanted: at most {LIMIT} ×; {'so it is' if ratio <= LIMIT else 'it is more'}")


if __name__ == "__main__":
    main()
