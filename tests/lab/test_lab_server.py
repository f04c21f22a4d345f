"""What JupyterLab is started with: our kernel before any other, and nothing fetched."""

import json
import sys
from pathlib import Path

import pytest
from run_files import ROOT, example_run
from typer.testing import CliRunner

from qaanalysis import lab
from qaanalysis.cli import app
from qaanalysis.lab import server


@pytest.fixture
def jupyter(tmp_path, monkeypatch):
    """Jupyter's paths as `serve` sets them, for a person who has a kernel of the same name."""
    own = tmp_path / "own"
    kernel = own / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    other = {"argv": ["/another/python"], "display_name": "Another", "language": "python"}
    kernel.write_text(json.dumps(other), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(own))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(own))
    for name, value in server.environment({}).items():
        monkeypatch.setenv(name, value)
    return own


def test_the_kernel_is_of_this_python_whatever_else_is_installed(jupyter):
    from jupyter_client.manager import KernelManager

    manager = KernelManager(kernel_name="python3")
    assert manager.kernel_spec.display_name == "qaanalysis"
    assert manager.format_kernel_cmd()[0] == sys.executable


def test_markdown_is_shown_rendered_and_no_news_is_fetched(jupyter):
    from jupyterlab_server.settings_utils import get_settings

    schemas = Path(sys.prefix) / "share" / "jupyter" / "lab" / "schemas"
    found, _ = get_settings(str(jupyter), str(schemas), str(jupyter))
    settings = {one["id"]: one["settings"] for one in found["settings"]}
    schema = {one["id"]: one["schema"].get("properties", {}) for one in found["settings"]}
    manager = schema["@jupyterlab/docmanager-extension:plugin"]
    assert manager["defaultViewers"]["default"] == {"markdown": "Markdown Preview"}
    told = schema["@jupyterlab/apputils-extension:notification"]
    assert told["fetchNews"]["default"] == "false"
    assert told["checkForUpdates"]["default"] is False
    # They are defaults: what a person has set themselves is left alone.
    assert settings["@jupyterlab/docmanager-extension:plugin"] == {}


def test_the_words_of_the_command_are_passed_on(tmp_path, monkeypatch):
    called = {}

    def serve(folder, **given):
        called.update(given, folder=folder)

    monkeypatch.setattr(lab, "serve", serve)
    file = example_run(tmp_path, reports={"returns": {}})
    words = ["lab", "--params", str(file), "--no-browser", "--port", "8901"]
    shown = CliRunner().invoke(app, words)
    assert shown.exit_code == 0, shown.output
    folder = tmp_path / "outputs" / "lab" / "run"
    assert called == {"browser": False, "port": 8901, "folder": folder}
    assert str(folder) in shown.output.replace("\n", "")
    (folder / "returns.ipynb").write_text("mine", encoding="utf-8")
    again = CliRunner().invoke(app, words)
    assert "Edited, and kept as they are: returns.ipynb." in again.output


def test_jupyterlab_understands_what_it_is_started_with(tmp_path):
    from jupyterlab.labapp import LabApp

    made = LabApp()
    made.parse_command_line(server.arguments(tmp_path, browser=False, port=8901))
    assert made.config.ServerApp.root_dir == str(tmp_path)
    assert made.config.ServerApp.port in (8901, "8901")
    assert made.config.LabApp.default_url == "/lab/tree/start.md"
    assert made.config.ServerApp.open_browser is False


def test_what_jupyterlab_needs_comes_with_the_package():
    names = {path.name for path in server.SETTINGS.rglob("*.json")}
    assert names == {"kernel.json", "default_setting_overrides.json"}
    assert server.SETTINGS.is_relative_to(ROOT / "src" / "qaanalysis")
