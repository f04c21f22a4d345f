"""An executed notebook as one self-contained, accessible page, and the figures it recorded."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from qaanalysis import errors
from qaanalysis.errors import RunError
from qaanalysis.present.record import MIME
from qaanalysis.run import page_markup
from qaanalysis.run.cells import changed
from qaanalysis.run.quick_imports import without_slow_grammars

# Best first; what isn't listed (scripts, widgets, LaTeX) isn't shown.
SHOWN = (
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/plain",
)
_WIDGET = "application/vnd.jupyter.widget-view+json"
_UNSHOWN_TAGS = frozenset({"injected-parameters", "papermill-error-cell-tag", "remove-cell"})
_OURS = frozenset(
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.QAError)
)


def read(path: Path) -> Any:
    """Read a notebook."""
    without_slow_grammars()
    import nbformat

    return nbformat.read(path, as_version=4)


def notebook(cells: list[dict[str, Any]]) -> Any:
    """Return a notebook of the given cells."""
    without_slow_grammars()
    import nbformat

    whole = [{"id": f"cell-{i}", "metadata": {}, **cell} for i, cell in enumerate(cells)]
    return nbformat.from_dict({"cells": whole, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def records(notebook: Any) -> list[dict[str, Any]]:
    """Return what an executed notebook recorded of all it showed, in order.

    Parameters
    ----------
    notebook : NotebookNode
        With its outputs.
    """
    return list(json.loads(json.dumps(list(_recorded(notebook)))))


def _recorded(notebook: Any, *kinds: str) -> Iterator[Any]:
    """Yield the records of some kinds as they stand in the notebook; of every kind if none."""
    for output in _outputs(notebook):
        record = output["data"].get(MIME)
        if record is not None and (not kinds or record["type"] in kinds):
            yield record


def title(notebook: Any) -> str:
    """Return a report's title, without its month."""
    return _title(notebook, next(_recorded(notebook, "page"), {}))[0]


def html(notebook: Any, *, show_code: bool = False) -> str:
    """Return the page of an executed notebook.

    Parameters
    ----------
    notebook : NotebookNode
        With its outputs; it isn't changed.
    show_code : bool
        Whether each cell's code can be unfolded.

    Raises
    ------
    RunError
        If the notebook doesn't show one page header, shows a bare table, an image without a
        description or markup that could run, or its headings are out of order.
    """
    _refuse_bare_tables(notebook)
    head = _head(notebook)
    body, _ = _exporter(show_code).from_notebook_node(
        _shown_part(notebook), resources={"report": head}
    )
    return page_markup.finished(body)


def _outputs(notebook: Any) -> Iterator[Any]:
    """Yield the outputs that have data."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if output["output_type"] in ("execute_result", "display_data"):
                yield output


def _head(notebook: Any) -> dict[str, Any]:
    """Return what the head and the foot of the page say."""
    pages, feet = (list(_recorded(notebook, kind)) for kind in ("page", "provenance"))
    failed = any(
        output["output_type"] == "error"
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
    )
    if len(pages) != 1 and not (failed and not pages):
        raise RunError(
            f"The notebook shows {len(pages)} page headers; a report has one. End the cell that "
            "loads with `page.header()`."
        )
    if len(feet) > 1:
        raise RunError("The notebook shows its provenance more than once; show it at the end.")
    page: dict[str, Any] = pages[0] if pages else {}
    title, question = _title(notebook, page)
    heading = f"{title}, {page['month_name']}" if page else title
    entries = feet[0]["entries"] if feet else []
    return {**page, "heading": heading, "question": question, "provenance": entries}


def _title(notebook: Any, page: dict[str, Any]) -> tuple[str, str]:
    """Return title and question: the page's own, or those of the notebook's first cell."""
    title, question = page.get("title", ""), page.get("question", "")
    cell = _title_cell(notebook)
    if cell is not None:
        first, _, rest = cell["source"].strip().partition("\n")
        written = first.removeprefix("# ").strip()
        if title and title != written:
            raise RunError(
                f"The notebook's first cell is headed “{written}” and its page “{title}”; "
                "give the page no title, or the same."
            )
        title, question = written, question or rest.strip()
    if not title:
        raise RunError(
            "The notebook has no title: its first cell should begin with “# ” and a title."
        )
    return f"{title}: {page['part']}" if page.get("part") else title, question


def _title_cell(notebook: Any) -> Any:
    """Return the first Markdown cell, if it is headed at the first level."""
    texts = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    texts = [cell for cell in texts if not _tags(cell) & _UNSHOWN_TAGS]
    return texts[0] if texts and texts[0]["source"].lstrip().startswith("# ") else None


def _tags(cell: Any) -> set[str]:
    return set(cell["metadata"].get("tags", []))


def _shown_part(notebook: Any) -> Any:
    """Return a copy with only the cells and outputs that stand between head and foot."""
    title = _title_cell(notebook)
    kept = [
        cell for cell in notebook["cells"] if cell is not title and not _tags(cell) & _UNSHOWN_TAGS
    ]
    cells = [
        changed(cell, {"outputs": list(map(_bare, filter(_is_shown, cell["outputs"])))})
        if "outputs" in cell
        else cell
        for cell in kept
    ]
    return changed(notebook, {"cells": cells})


def _bare(output: Any) -> Any:
    """Return an output without its record, which nbconvert would copy and check for nothing."""
    data = output.get("data", {})
    if MIME not in data:
        return output
    return changed(output, {"data": type(data)({k: v for k, v in data.items() if k != MIME})})


def _is_shown(output: Any) -> bool:
    """Tell whether an output belongs in the page's main part."""
    if output["output_type"] == "error":
        return True
    data = output.get("data", {})
    kind = data.get(MIME, {}).get("type")
    if output["output_type"] == "stream" or _WIDGET in data or kind in ("page", "provenance"):
        return False
    return any(mime in data for mime in SHOWN)


def _refuse_bare_tables(notebook: Any) -> None:
    """Refuse a data frame that wasn't made safe for the report's readers."""
    for number, cell in enumerate(notebook["cells"], start=1):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if MIME not in data and 'class="dataframe"' in "".join(data.get("text/html", "")):
                raise RunError(
                    f"Cell {number} shows a bare table. Make it safe with `disclosure.protect` and "
                    "show it with `tables.table`."
                )


def failure(output: Any) -> str:
    """Return what an error may say in a page: our own words, else only its kind.

    A message that isn't ours could hold a personal value.
    """
    if output["ename"] in _OURS:
        return str(output["evalue"])
    return f"{output['ename']}. The executed notebook has the details."


def alt(output: Any, mime: str) -> str:
    """Return the description that an image output carries, "" if none."""
    return str(output.get("metadata", {}).get(mime, {}).get("alt", ""))


def css_text(text: str) -> str:
    """Return a text fit to stand between quotes in CSS."""
    return "".join(c if c.isalnum() or c in " .,-" else f"\\{ord(c):x} " for c in text)


@cache
def _exporter(show_code: bool) -> Any:
    """Return the exporter to the package's own template, whose compiled templates it keeps.

    nbconvert takes long to import, so it is imported when needed.
    """
    without_slow_grammars()
    from nbconvert.exporters.templateexporter import TemplateExporter
    from traitlets.config import Config

    class ReportExporter(TemplateExporter):
        output_mimetype = "text/html"

        @property
        def default_config(self) -> Any:
            config = Config({"NbConvertBase": {"display_data_priority": list(SHOWN)}})
            config.merge(super().default_config)
            return config

        def default_filters(self) -> Iterator[tuple[str, Any]]:
            yield from super().default_filters()
            yield "markdown2html", page_markup.markdown
            yield from (("failure", failure), ("alt", alt), ("css_text", css_text))

    return ReportExporter(
        template_name="template",
        extra_template_basedirs=[str(files("qaanalysis.present"))],
        file_extension=".html",
        exclude_input=not show_code,
        # The notebook is checked once, not after each step that leaves it as it is.
        optimistic_validation=True,
    )
