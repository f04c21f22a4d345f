"""The rules of docs/architecture.md that a machine can check."""

import ast
import itertools
import re
import statistics
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "qaanalysis"
MODULES = sorted(SRC.rglob("*.py"))

# Who may import what: docs/architecture.md gives the reasons.
LAYERS = {
    "errors": set(),
    "vocabulary": {"errors"},
    "cases": {"errors"},
    "policy": set(),
    "hidden_counts": {"vocabulary"},
    "provenance": {"errors"},
    "garbage": set(),
    "office_bytes": set(),
    "plain_text": set(),
    "personal_patterns": {"plain_text"},
    "workbook_bytes": {"office_bytes"},
    "stats": {"errors"},
    "params_file": {"errors"},
    "params_faults": {"errors", "params_file"},
    "params_empty": {"params_file"},
    "params_leak_gate": {"vocabulary"},
    "params_committee": set(),
    "params_learning": {"vocabulary"},
    "params_sections": {"vocabulary", "policy"},
    "params_patterns": set(),
    "params_reading": {"vocabulary", "params_sections", "params_patterns"},
    "params_claims": {"params_sections"},
    "params_commentary": {"params_sections"},
    "params": {
        *("errors", "vocabulary", "params_file", "params_faults", "params_leak_gate"),
        *("params_sections", "policy", "params_committee", "params_learning"),
        *("params_claims", "params_commentary", "params_reading", "params_empty"),
    },
    "data": {
        *("errors", "vocabulary", "params", "params_reading", "params_sections", "provenance"),
        *("hidden_counts", "plain_text", "personal_patterns", "params_patterns"),
    },
    # The example's answers are of the children whom its themed audits' plans draw.
    "data/example": {"errors", "vocabulary", "data", "sampling"},
    "themed_rules": {"vocabulary", "data"},
    "themed_plan": {
        *("errors", "vocabulary", "params", "params_file", "params_faults", "params_empty"),
        *("sampling", "themed_rules"),
    },
    "themed_audit": {
        *("errors", "vocabulary", "params", "data", "metrics", "sampling", "themed_plan", "draws"),
    },
    "themed_choice": {
        *("errors", "vocabulary", "params", "data", "metrics", "stats", "sampling", "draws"),
        "themed_plan",
    },
    "sampling": {"errors", "vocabulary", "stats", "provenance", "workbook_bytes"},
    "metrics": {"errors", "vocabulary", "stats", "cases", "hidden_counts"},
    # Why a statement holds or doesn't is a sentence, in the words that reports use.
    "metrics/claims": {
        *("errors", "vocabulary", "stats", "metrics", "present", "params_claims"),
    },
    "disclosure": {
        *("errors", "vocabulary", "stats", "data", "cases", "policy"),
        *("plain_text", "personal_patterns"),
    },
    "present": {"errors", "vocabulary", "disclosure", "cases"},
    "pages": {
        *("errors", "vocabulary", "present", "disclosure"),
        *("metrics", "stats", "data", "provenance", "sampling", "params_committee"),
        "hidden_counts",
    },
    "notebook_parameters": {"errors"},
    "notebook": {
        *("errors", "params", "data", "metrics", "provenance", "notebook_parameters", "secret"),
        *("vocabulary", "disclosure", "policy", "params_file", "present"),
    },
    "explore": {
        *("errors", "vocabulary", "params_file", "metrics", "disclosure", "present", "pages"),
        "notebook",
    },
    "run": {
        *("errors", "vocabulary", "params", "params_file", "data", "provenance"),
        *(
            "present",
            "disclosure",
            "notebook_parameters",
            "workbook_bytes",
            "office_bytes",
            "garbage",
            "secret",
            "plain_text",
            "personal_patterns",
        ),
    },
    "secret": {"errors"},
    "draws": {
        *("errors", "vocabulary", "params", "data", "metrics", "sampling", "themed_plan"),
    },
    "chase_lists": {
        *("errors", "vocabulary", "params", "data", "metrics", "present", "run"),
        "workbook_bytes",
    },
    "new_folder": {"errors", "vocabulary", "data", "workbook_bytes", "notebook_parameters"},
    "lab": {
        *("errors", "vocabulary", "params", "params_file", "data", "run", "present"),
        "notebook_parameters",
    },
    "feedback": {"vocabulary", "params", "metrics", "sampling"},
    "terminal": {
        *("data", "disclosure", "run", "sampling", "draws", "chase_lists", "new_folder", "lab"),
    },
    "progress": {"run", "sampling", "terminal"},
    "cli": {
        "garbage",
        *("errors", "params", "data", "run", "terminal", "progress", "draws", "secret", "feedback"),
        *("params_file", "metrics", "chase_lists", "new_folder", "lab", "pages"),
    },
    "__main__": {"cli"},
}
# A heavy package has one home, so that what doesn't need it doesn't wait for it.
HOMES = {
    "scipy": {"stats", "disclosure", "sampling"},
    "seaborn": {"present"},
    "matplotlib": {"present"},
    "PIL": {"present"},
    "papermill": {"run"},
    "nbconvert": {"run"},
    "nbformat": {"run"},
    "jupyterlab": {"lab"},
    "ipywidgets": {"explore"},
    "pandera": {"data"},
    "openpyxl": {"data", "sampling", "run", "workbook_bytes", "chase_lists", "new_folder"},
    "python_calamine": {"data"},
    "docx": {"run"},
    "pyarrow": {"data"},
    "sqlalchemy": {"data"},
    "typer": {"cli"},
    "rich": {"terminal", "progress"},
    "psutil": {"run"},
    "distributed": {"run"},
    "fsspec": {"run"},
    "filelock": {"run"},
    "yaml": {"params_file"},
    "pydantic": {
        "params",
        "params_reading",
        "params_claims",
        "params_commentary",
        "params_sections",
        "params_faults",
        "params_empty",
        "params_leak_gate",
        "params_committee",
        "params_learning",
        "themed_plan",
        "themed_rules",
    },
}


def part(path: Path) -> str:
    """Return the layer a module belongs to; the example is one of its own within data."""
    parts = path.relative_to(SRC).parts
    inner = "/".join(parts[:2])
    return inner if inner in LAYERS else parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_there_are_modules_to_check():
    assert len(MODULES) > 30


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SRC).as_posix())
def test_a_module_imports_only_what_its_layer_may(path):
    layer = part(path)
    if layer == "__init__":
        return
    own = {name.split(".")[1] for name in imports(path) if name.startswith("qaanalysis.")}
    assert own - {layer} <= LAYERS[layer]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SRC).as_posix())
def test_heavy_packages_stay_at_home(path):
    for name in {name.split(".")[0] for name in imports(path)} & HOMES.keys():
        home = part(path).split("/")[0]
        assert home in HOMES[name], f"{name} belongs in {HOMES[name]}"


def test_modules_are_short():
    lengths = [len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES]
    assert max(lengths) <= 350
    assert statistics.median(lengths) <= 120


def code_lines(node: ast.AST) -> int:
    """Return a function's lines without its docstring."""
    body = node.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    return 0 if not body else node.end_lineno - body[0].lineno + 2


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SRC).as_posix())
def test_functions_are_short(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert code_lines(node) <= 40, f"{node.name} has {code_lines(node)} lines"


def test_a_module_is_a_topic_and_not_a_drawer():
    drawers = {"utils", "util", "helpers", "helper", "common", "base", "misc"}
    assert not drawers & {path.stem for path in MODULES}


def test_the_lock_holds_every_dependency_and_environment_yml_and_pyproject_agree_with_it():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {plain(m[1]): m[2] for m in re.finditer(r"(?m)^([\w.-]+)==([^\s;\\]+)", lock)}
    wanted = [
        *project["project"]["dependencies"],
        *itertools.chain(*project["project"]["optional-dependencies"].values()),
        *project["build-system"]["requires"],
    ]
    for requirement in wanted:
        name, least = re.match(r"([\w.-]+)(?:\[\w+\])?>=([\d.]+)", requirement).groups()
        assert version(locked[plain(name)]) >= version(least)
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert conda["dependencies"] == [
        f"python {project['project']['requires-python']}",
        "pip",
        {"pip": ["-r requirements.lock"]},
    ]


def plain(name: str) -> str:
    """Return a package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def test_the_lock_has_hashes_and_names_no_index():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"(?m)^[\w.-]+==", lock)
    assert len(pins) > 100
    blocks = re.split(r"(?m)^(?=[\w.-]+==)", lock)[1:]
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in lock
    assert "--index" not in lock
    assert "--find-links" not in lock


def test_nothing_kept_in_the_project_names_a_path_of_a_machine():
    kept = [p for p in ROOT.rglob("*.py") if ".venv" not in p.parts and "outputs" not in p.parts]
    kept += [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "params").rglob("*.yml")]
    told = re.compile(r"(?<![\w.])/(tmp|work|root|home|Users)/[a-z]")
    found = [p for p in kept if told.search(p.read_text(encoding="utf-8"))]
    assert not found
