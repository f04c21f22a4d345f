"""How the documentation site is made: `python -m sphinx -W -n -b html docs site`."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The directive of the API's pages, and the package as it is in this checkout.
sys.path[:0] = [str(HERE / "_site"), str(HERE.parent / "src")]

project = "qaanalysis"
author = "The qaanalysis authors"
language = "en-GB"
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "numpydoc",
    "modules_directive",
]
exclude_patterns = ["_site"]
root_doc = "index"

# GitHub's Markdown, and Sphinx's directives in fences. Headings down to the third can be linked to.
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
numpydoc_show_class_members = False
default_role = "code"

# Names of other packages have no page here, and nothing is fetched to find theirs; nor have names
# that are private.
nitpick_ignore_regex = [("py:.*", r"(?!qaanalysis\.).*|qaanalysis\.(\w+\.)*_\w+")]

html_theme = "furo"
html_title = "qaanalysis"
html_static_path = ["_site/static"]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
html_theme_options = {"navigation_with_keys": False}
