"""How large each page of a run is and how long Chromium takes to draw it.

The same executed notebook as nbconvert makes it by default (its “lab” page) is measured beside.
Aims: a page of at most 500 kB, drawn in under 300 ms after its load began.

python benchmarks/report_pages.py FOLDER    a run's own folder, which holds notebooks/
"""

import shutil
import statistics
import sys
import tempfile
import warnings
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROUNDS = 5
SIZE_AIM, TIME_AIM = 500, 300
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
# Two frames after the page has loaded, what it looks like is on the screen.
DRAWN = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(
  () => done([performance.now(), performance.getEntriesByType('navigation')[0].responseEnd]))))"""


def main(run: Path) -> None:
    """Print size and time of each page of a run, and of nbconvert's page of its notebook."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        pages = {path.stem: (path,) for path in sorted(run.glob("*.html"))}
        for notebook in sorted((run / "notebooks").glob("*.ipynb")):
            pages[notebook.stem] += (as_nbconvert_does(notebook, Path(folder)),)
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        print(f"{'page':<20}{'kB':>10}{'ms':>10}{'nb kB':>10}{'nb ms':>10}")
        for name, paths in pages.items():
            times = in_turn(chromium, paths)
            row = [
                figure
                for path, ms in zip(paths, times, strict=True)
                for figure in (path.stat().st_size / 1000, ms)
            ]
            aims = "" if row[0] <= SIZE_AIM and row[1] < TIME_AIM else "   misses an aim"
            print(f"{name:<20}" + "".join(f"{n:>10.0f}" for n in row) + aims)
        chromium.close()


def as_nbconvert_does(notebook: Path, folder: Path) -> Path:
    """Write nbconvert's default page of an executed notebook."""
    from nbconvert import HTMLExporter

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its remark on images without a description
        body, _ = HTMLExporter().from_filename(str(notebook))
    path = folder / f"{notebook.stem}.html"
    path.write_text(body, encoding="utf-8")
    return path


def in_turn(chromium: Browser, paths: tuple[Path, ...]) -> list[float]:
    """Return the median milliseconds to draw each page, A B A B …, after one turn not counted."""
    found: list[list[float]] = [[] for _ in paths]
    for turn in range(ROUNDS + 1):
        for path, times in zip(paths, found, strict=True):
            milliseconds = drawn(chromium, path)
            if turn:
                times.append(milliseconds)
    return [statistics.median(times) for times in found]


def drawn(chromium: Browser, path: Path) -> float:
    """Return the milliseconds from the file's last byte to the second frame after its load."""
    tab = chromium.new_page(viewport={"width": 1280, "height": 900})
    # Nothing is to be waited for that a reader offline wouldn't get.
    tab.route("http*://**", lambda route: route.abort())
    tab.goto(path.as_uri())
    now, loaded = tab.evaluate(DRAWN)
    tab.close()
    return float(now - loaded)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
