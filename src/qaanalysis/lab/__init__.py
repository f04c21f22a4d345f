"""JupyterLab on copies of the notebooks, with a start page that says which answers what."""

from qaanalysis.lab.folder import Prepared, prepare
from qaanalysis.lab.server import serve

__all__ = ["Prepared", "prepare", "serve"]
