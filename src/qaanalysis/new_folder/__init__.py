"""A folder to begin with: params, a blank register and the notebooks, ready to run."""

from qaanalysis.new_folder.folder import Made, make

__all__ = ["Made", "make"]
