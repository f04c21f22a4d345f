"""No sentence on learning says that one thing came of another: every text there is, searched."""

import ast
import json

import pytest
from causal_words import found
from run_files import ROOT

SRC = ROOT / "src" / "qaanalysis"
MODULES = [
    *sorted((SRC / "pages" / "learning").glob("*.py")),
    SRC / "pages" / "learning_briefing.py",
    *sorted((SRC / "metrics" / "learning").glob("*.py")),
    *(SRC / "present" / "charts" / f"{name}.py" for name in ("control_events", "panel_charts")),
]
NOTEBOOKS = [ROOT / "notebooks" / f"{name}.ipynb" for name in ("learning", "learning_briefing")]


def texts(source: str) -> str:
    """Return all the text a module can show: strings whole, and of an f-string all its parts."""
    tree = ast.parse(source)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            # What is put in is a figure or a name: “led {x} to” must not get through.
            parts.append("".join(v.value for v in node.values if isinstance(v, ast.Constant)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            parts.append(node.value)
    return "\n".join(parts)


def test_there_are_modules_to_search():
    assert len(MODULES) > 12
    assert all(len(texts(path.read_text(encoding="utf-8"))) for path in MODULES[1:3])


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SRC).as_posix())
def test_no_text_in_a_module_is_causal(path):
    assert found(texts(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_no_prose_or_caption_of_a_notebook_is_causal(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert found("\n".join("".join(cell["source"]) for cell in cells)) == []


@pytest.mark.parametrize(
    "said",
    [
        "The training led to fewer gaps",
        "Chronologies improved because of the event",
        "a fall due to the programme",
        "the impact of training is shown",
        "this resulted in better plans",
        "the event was well attended, so the share rose",
        "chronologies were in focus, so that the number of gaps fell",
        "after the training in August the share fell",
        "the share fell in the months after the training",
        "thanks to the sessions",
        "as a result, plans are better",
    ],
)
def test_the_search_finds_what_it_is_for(said):
    assert found(said)
    assert found(texts(f"x = f'{said} {{n}}'"))
