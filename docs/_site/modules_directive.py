"""The directive `modules`: every public name of a package, module by module.

The pages of the API name packages, and so a new module is documented without anybody adding it.
"""

import contextlib
import importlib
import inspect
import pkgutil
from types import ModuleType
from typing import TypeVar

from docutils import nodes
from docutils.parsers.rst import directives
from numpy.typing import ArrayLike
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import stringify_annotation

ARRAYS = stringify_annotation(ArrayLike, "smart")
MODULE = """
{name}
{line}

{called}

.. automodule:: {name}
   :members:
   :ignore-module-all:
   {constants}
"""


class Modules(SphinxDirective):
    """Sections for one module, and for those of a package.

    Packages within it have pages of their own, unless `:deep:` takes in all. With `:constants:`
    names are shown that have a value and no words.
    """

    required_arguments = 1
    option_spec = {"deep": directives.flag, "constants": directives.flag}  # noqa: RUF012

    def run(self) -> list[nodes.Node]:
        """Return the sections."""
        found = importlib.import_module(self.arguments[0])
        constants = ":undoc-members:" if "constants" in self.options else ""
        modules = [found, *_below(found, deep="deep" in self.options)]
        text = "".join(_section(module, constants) for module in modules)
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def _below(package: ModuleType, *, deep: bool) -> list[ModuleType]:
    walk = pkgutil.walk_packages if deep else pkgutil.iter_modules
    found = walk(getattr(package, "__path__", []), f"{package.__name__}.")
    names = [m.name for m in found if (deep or not m.ispkg) and not m.name.endswith("__main__")]
    return [importlib.import_module(name) for name in names]


def _section(module: ModuleType, constants: str) -> str:
    """Return a module's heading, how the names it gathers are called, and its own names."""
    name = module.__name__
    short = name.removeprefix("qaanalysis.")
    gathered = [getattr(module, given) for given in getattr(module, "__all__", ())]
    gathered = [of for of in gathered if inspect.isclass(of) or inspect.isfunction(of)]
    links = ", ".join(
        f":py:obj:`{of.__name__} <{of.__module__}.{of.__name__}>`"
        for of in gathered
        if of.__module__ != name
    )
    called = f"Called as ``{short}.…``: {links}." if links else ""
    return MODULE.format(name=name, line="-" * len(name), called=called, constants=constants)


def _short_signature(
    _app: Sphinx,
    what: str,
    name: str,
    of: object,
    _options: object,
    signature: str | None,
    returned: str | None,
) -> tuple[str, str | None] | None:
    """Say of a signature what tells a reader something.

    Keys of params and options of commands are told in a reader's words in their own reference.
    What numpy takes for an array is one name, and not all that it is made of.
    """
    if (what == "class" and hasattr(of, "model_fields")) or name.startswith("qaanalysis.cli."):
        return "", None
    if not signature or ARRAYS not in signature:
        return None
    return signature.replace(ARRAYS, "~numpy.typing.ArrayLike"), returned


def _variable_of_types(
    _app: Sphinx, _env: object, node: nodes.Element, shown: nodes.Element
) -> nodes.Element | None:
    """Return the text alone of a reference to a variable of types: it has no entry of its own."""
    home, _, name = node.get("reftarget", "").rpartition(".")
    if not home.startswith("qaanalysis."):
        return None
    with contextlib.suppress(ImportError):
        if isinstance(getattr(importlib.import_module(home), name, None), TypeVar):
            return shown
    return None


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("modules", Modules)
    app.connect("autodoc-process-signature", _short_signature)
    app.connect("missing-reference", _variable_of_types)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
