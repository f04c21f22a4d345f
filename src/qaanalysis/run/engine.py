"""How papermill executes a run's notebooks: each is written when it has ended, not after each cell.

papermill writes the whole notebook before and after every cell, so that somebody can look at what
is executed. Nobody looks into a run's staged folder, and with many cells and what they recorded the
writing takes as long as the executing.
"""

from functools import cache
from typing import Any

NAME = "qaanalysis"


@cache
def registered() -> str:
    """Return the engine's name, which papermill knows from then on.

    papermill takes long to import, so it is imported when needed.
    """
    from papermill.engines import NBClientEngine, papermill_engines

    class Engine(NBClientEngine):
        @classmethod
        def execute_managed_notebook(
            cls, nb_man: Any, kernel_name: str, *, unfinished: str, **options: Any
        ) -> None:
            """Execute a notebook that papermill writes afterwards.

            Parameters
            ----------
            nb_man, kernel_name, options
                As papermill gives them.
            unfinished : str
                Where a notebook goes whose kernel was ended, with the cells it reached; papermill
                itself writes only what ran to its end or to a cell that raised.
            """
            try:
                super().execute_managed_notebook(nb_man, kernel_name, **options)
            except BaseException:
                nb_man.output_path = unfinished
                raise

    papermill_engines.register(NAME, Engine)
    return NAME
