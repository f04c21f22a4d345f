"""A month's pack made in several ways, each from nothing, and then once more with nothing changed.

python benchmarks/batch.py [--reports N] [--workers N] [--months N]

papermill and nbconvert commands, one after another; one process, a kernel for each notebook;
threads, a kernel for each notebook; threads whose kernels are used again, as `qaanalysis run` does;
the floor, which is the notebooks' own computing in one process that has everything imported,
without kernels and pages, divided by the workers; and, of several months, one run held to one core
(not on macOS), one on all, and one on a Dask cluster of two workers on this machine. What isn't a
command of qaanalysis makes no index, no manifest and no check for names, only the pages. Each way
is a process of its own, as somebody would start it. Run it on a machine that does nothing else.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from run_files import example_run  # noqa: E402

from qaanalysis import params  # noqa: E402
from qaanalysis.run.plan import jobs  # noqa: E402

FRESH = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
import papermill
from nbconvert import HTMLExporter

def make(notebook):
    out = folder / notebook.name
    given = {"params_file": params_file}
    papermill.execute_notebook(str(notebook), str(out), given, progress_bar=False)
    page, _ = HTMLExporter().from_filename(str(out))
    out.with_suffix(".html").write_text(page, encoding="utf-8")

workers, params_file, folder, *notebooks = sys.argv[1:]
folder = Path(folder)
with ThreadPoolExecutor(int(workers)) as threads:
    list(threads.map(make, map(Path, notebooks)))
"""

# Prints how long it takes to run the notebooks' code, beginning after a first time that imports.
FLOOR = """
import ast
import json
import sys
import time
from pathlib import Path
from IPython.core.interactiveshell import InteractiveShell
from qaanalysis.run.kernel_state import remember

shell = InteractiveShell.instance()

def show(value):
    if value is not None:
        shell.display_formatter.format(value)

def run(notebook):
    space = {"__name__": "__main__"}
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        code = ast.parse("".join(cell["source"]))
        last = code.body.pop() if code.body and isinstance(code.body[-1], ast.Expr) else None
        exec(compile(code, notebook.name, "exec"), space)
        if "parameters" in cell["metadata"].get("tags", []):
            space["params_file"] = params_file
        if last is not None:
            show(eval(compile(ast.Expression(last.value), notebook.name, "eval"), space))

params_file, *notebooks = sys.argv[1:]
remember()
for _ in range(2):
    begun = time.perf_counter()
    for notebook in notebooks:
        run(Path(notebook))
    took = time.perf_counter() - begun
print(took, file=sys.__stderr__)
"""


def month_of(folder: Path, n_reports: int, n_months: int) -> list[Path]:
    """Write params of the example's months with so many reports, of those that are one page."""
    file = example_run(folder)
    said = yaml.safe_load(file.read_text(encoding="utf-8"))
    plain = [name for name, told in said["reports"].items() if not {*(told or {})} - {"group_by"}]
    said["reports"] = {name: {} for name in plain[:n_reports]}
    said.pop("previous_as_at", None)
    files = []
    for month in range(12 - n_months, 12):
        told = said | {"month": f"2023-{month:02}", "as_at": f"2023-{month + 1:02}-03"}
        files.append(folder / f"2023-{month:02}.yml")
        files[-1].write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    return files


def seconds(*words: object, cores: int | None = None) -> float:
    """Return how long a Python process takes, on so many cores with all that it starts."""
    begun = time.perf_counter()
    command = [sys.executable, *map(str, words)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **quiet) as process:
        if cores:
            # Not on macOS, which doesn't let a process be held to a core.
            psutil.Process(process.pid).cpu_affinity([*range(cores)])
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - begun


def floor(file: Path, notebooks: list[Path]) -> float:
    """Return how long the notebooks' own code takes in a process that has run it once."""
    command = [sys.executable, "-c", FLOOR, file, *notebooks]
    ran = subprocess.run(
        list(map(str, command)), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    return float(ran.stderr.split()[-1])


def by_commands(file: Path, notebooks: list[Path], folder: Path) -> float:
    """Return how long papermill and nbconvert commands take, two for each notebook."""
    total = 0.0
    for notebook in notebooks:
        out = folder / notebook.name
        total += seconds("-m", "papermill", notebook, out, "-p", "params_file", file)
        total += seconds("-m", "nbconvert", "--to", "html", out)
    return total


def run(*words: object, cores: int | None = None) -> float:
    """Return how long `qaanalysis run` takes."""
    return seconds("-m", "qaanalysis", "run", *words, cores=cores)


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Give the address of a scheduler with two workers, each a process with one thread."""
    from distributed import Client

    told = folder / "scheduler.json"
    plain = ["--scheduler-file", str(told), "--no-dashboard"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "dask"]
    here = ["--host", "127.0.0.1", "--port", "0"]
    alone = ["--no-nanny", "--nthreads", "1", "--local-directory", str(folder)]
    own = [subprocess.Popen([*dask, "scheduler", *here, *plain], **quiet)]
    own += [subprocess.Popen([*dask, "worker", *plain, *alone], **quiet) for _ in range(2)]
    try:
        with Client(scheduler_file=str(told), timeout=120) as client:
            client.wait_for_workers(2, timeout=120)
            address = client.scheduler.address
        yield address
    finally:
        for process in own:
            process.kill()
            process.wait()


def of_one_month(folder: Path, file: Path, workers: int) -> None:
    """Print how long each way takes for one month."""
    read = params.read(file)
    notebooks = [job.notebook for job in jobs(read, file)]
    pages = folder / "pages"
    pages.mkdir()
    fresh = [file, pages, *notebooks]
    took = {
        "papermill and nbconvert commands": by_commands(file, notebooks, pages),
        "one process, fresh kernels": seconds("-c", FRESH, 1, *fresh),
        f"{workers} threads, fresh kernels": seconds("-c", FRESH, workers, *fresh),
        "qaanalysis run": run(file, "--workers", workers),
        "qaanalysis run, unchanged": run(file),
        f"the floor: computing alone, divided by {workers}": floor(file, notebooks) / workers,
    }
    show(f"{len(notebooks)} reports of a month", took, against="qaanalysis run")


def of_months(folder: Path, files: list[Path], workers: int) -> None:
    """Print how long a run of several months takes, here and on a cluster."""
    took = {}
    took["one core"] = run(*files, "--workers", 1, "--force", cores=1)
    took[f"{workers} workers"] = run(*files, "--workers", workers, "--force")
    took["unchanged"] = run(*files)
    with suppress(ImportError), cluster(folder) as address:
        took["Dask, 2 workers"] = run(*files, "--dask", address, "--force")
        took["Dask, 2 workers, unchanged"] = run(*files, "--dask", address)
    show(f"{len(files)} months", took, against=f"{workers} workers")


def show(title: str, took: dict[str, float], *, against: str) -> None:
    """Print seconds, and their ratio to one way's."""
    for name, each in took.items():
        print(f"{title}: {name}: {each:.1f} s, {each / took[against]:.2f} × {against}", flush=True)


def main() -> None:
    """Make the pack in each way, in a folder that is removed afterwards."""
    words = argparse.ArgumentParser(description="A month's pack made in several ways.")
    words.add_argument("--reports", type=int, default=8)
    words.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    words.add_argument("--months", type=int, default=7, help="0: only one month's pack")
    told = words.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        files = month_of(folder, told.reports, max(1, told.months))
        of_one_month(folder, files[-1], told.workers)
        if told.months:
            of_months(folder, files, told.workers)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
