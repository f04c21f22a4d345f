"""JupyterLab as `qaanalysis lab` starts it, driven in a browser: notebooks are opened and run."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import Browser, Page
from run_files import ROOT

STARTING = 120  # seconds, on a machine that is busy with much else
RUNNING = 240_000  # milliseconds
# Every cell is in the page, not only those on the screen; the program is reachable from it.
PROGRAM = {
    "ServerApp": {"allow_root": True},
    "IdentityProvider": {"token": "of-the-test"},
    "LabApp": {"expose_app_in_browser": True},
}
ALL_CELLS = {"windowingMode": "none"}
OPEN = """async ([path, activate]) => {
  const panel = await jupyterapp.commands.execute('docmanager:open',
    { path, factory: 'Notebook', options: { activate } });
  window.panels = { ...window.panels, [path]: panel };
}"""
RUN = """async path => {
  const panel = window.panels[path];
  await panel.context.ready;
  await panel.sessionContext.ready;
  jupyterapp.shell.activateById(panel.id);
  while (jupyterapp.shell.currentWidget !== panel) await new Promise(r => setTimeout(r, 20));
  await jupyterapp.commands.execute('notebook:run-all-cells');
  await panel.context.save();
  const of = what => panel.node.querySelectorAll(what).length;
  return { tables: of('.qa-table'), charts: of('.qa-chart svg.qa-wide, .qa-chart picture'),
           kernel: panel.sessionContext.session.kernel.id, label: panel.title.label };
}"""
CHANGE = """([path, from, to]) => {
  const cells = [...window.panels[path].content.model.cells];
  const cell = cells.find(c => c.sharedModel.getSource().includes(from));
  cell.sharedModel.setSource(cell.sharedModel.getSource().replace(from, to));
}"""
CLOSE = """async path => {
  const panel = window.panels[path];
  await panel.sessionContext.shutdown();
  panel.dispose();
}"""


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab, and its page in a browser.

    Parameters
    ----------
    folder : Path
        What it opened on.
    page : Page
        JupyterLab in the browser.
    first : str
        The page's address as the command printed it, without the token.
    asked : list of str
        What the page asked for from elsewhere.
    """

    folder: Path
    page: Page
    first: str
    asked: list[str] = field(default_factory=list)

    def open(self, name: str, *, activate: bool = False) -> None:
        """Open a notebook, so that its kernel starts."""
        self.page.evaluate(OPEN, [f"{name}.ipynb", activate])

    def run(self, name: str) -> dict[str, Any]:
        """Run all cells of a notebook from top to bottom, and save it; return what is seen."""
        seen: dict[str, Any] = self.page.evaluate(RUN, f"{name}.ipynb")
        return seen

    def change(self, name: str, before: str, after: str) -> None:
        """Change a text in the first cell that has it."""
        self.page.evaluate(CHANGE, [f"{name}.ipynb", before, after])

    def close(self, name: str) -> None:
        """End a notebook's kernel, and close it."""
        self.page.evaluate(CLOSE, f"{name}.ipynb")

    def saved(self, name: str) -> nbformat.NotebookNode:
        """Return a notebook as it was saved."""
        return nbformat.read(self.folder / f"{name}.ipynb", as_version=4)


@contextmanager
def served(browser: Browser, params: Path, folder: Path) -> Iterator[Lab]:
    """Start `qaanalysis lab` with params, open what it says in a browser, and end it afterwards.

    Parameters
    ----------
    browser : Browser
        A browser that runs.
    params : Path
        The params file.
    folder : Path
        Where Jupyter keeps settings: none of the person's own are read or changed.
    """
    runtime = _settings(folder)
    words = ["-m", "qaanalysis", "lab", "--params", str(params), "--no-browser", "--port", "8990"]
    log = folder / "log.txt"
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(
            filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
        ),
        "JUPYTER_CONFIG_DIR": str(folder),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(runtime),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "user-settings"),
        "IPYTHONDIR": str(folder / "ipython"),
    }
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(
            [sys.executable, *words], stdout=out, stderr=out, cwd=folder, env=environment
        )
        try:
            said = _said(server, runtime, log)
            page = browser.new_page(viewport={"width": 1400, "height": 1200})
            page.set_default_timeout(RUNNING)
            first = f"{said['url']}lab/tree/start.md"
            lab = Lab(Path(said["root_dir"]), page, first)
            page.on("request", lambda r: _elsewhere(r.url, said["url"]) and lab.asked.append(r.url))
            page.goto(f"{first}?token={said['token']}")
            page.wait_for_function("window.jupyterapp !== undefined")
            yield lab
            page.close()
        finally:
            server.terminate()
            server.wait(STARTING)


def _settings(folder: Path) -> Path:
    runtime = folder / "runtime"
    runtime.mkdir(parents=True)
    tracker = folder / "user-settings" / "@jupyterlab" / "notebook-extension"
    tracker.mkdir(parents=True)
    texts = {
        folder / "jupyter_server_config.json": PROGRAM,
        tracker / "tracker.jupyterlab-settings": ALL_CELLS,
    }
    for path, settings in texts.items():
        path.write_text(json.dumps(settings), encoding="utf-8")
    return runtime


def _said(server: subprocess.Popen, runtime: Path, log: Path) -> dict[str, Any]:
    """Return what the server says of itself once it runs: its address, its folder."""
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text(encoding="utf-8")
        for path in runtime.glob("jpserver-*.json"):
            if "is running at" in log.read_text(encoding="utf-8"):
                found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
                return found
        time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8"))


def _elsewhere(url: str, own: str) -> bool:
    return not url.startswith((own, own.replace("localhost", "127.0.0.1"), "data:", "blob:"))
