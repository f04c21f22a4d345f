"""Inside a kernel: take back what a notebook changed, before the next one runs on the same kernel.

Starting a kernel and importing pandas, scipy and seaborn takes longer than most notebooks do. A
kernel that forgets the notebook before gives the same outputs as a fresh one, on every system.
"""

import gc
import os
import random
import sys
import warnings
from importlib import import_module
from typing import Any

from qaanalysis.garbage import collect_seldom

_remembered: dict[str, Any] = {}


def remember() -> None:
    """Note how things stand before the first notebook: settings, variables, paths."""
    collect_seldom()
    # Every report draws by it, and it sets up what could be set otherwise.
    import_module("qaanalysis.present.charts.chart")
    _remembered.update(
        settings=_settings().copy(),
        options=_options(),
        filters=warnings.filters[:],
        environment=dict(os.environ),
        folder=os.getcwd(),  # noqa: PTH109 - a text, as os.chdir takes it
        paths=sys.path[:],
    )
    # What is imported stays, so that it needn't be gone through each time garbage is collected.
    gc.collect()
    gc.freeze()


def forget(shell: Any) -> None:
    """Leave a shell as a fresh kernel has it, and all else as it was when remembered.

    Parameters
    ----------
    shell : InteractiveShell
        Whose variables, history and numbering of cells begin anew.
    """
    shell.reset(new_session=True)
    shell.set_custom_exc((), None)
    _close_figures()
    _restore_settings()
    _forget_warnings()
    os.environ.clear()
    os.environ.update(_remembered["environment"])
    os.chdir(_remembered["folder"])
    sys.path[:] = _remembered["paths"]
    _renew_randomness()
    gc.collect()


def _options() -> dict[str, Any]:
    """Return every option of pandas and what it is set to."""
    import pandas as pd
    from pandas._config import config

    registered: dict[str, Any] = vars(config)["_registered_options"]
    with warnings.catch_warnings():
        # Options that are on their way out say so when they are asked for.
        warnings.simplefilter("ignore")
        return {name: pd.get_option(name) for name in registered}


def _settings() -> Any:
    return sys.modules["matplotlib"].rcParams


def _restore_settings() -> None:
    import pandas as pd

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _settings().update(_remembered["settings"])
        found = _options()
        for name, value in _remembered["options"].items():
            if found[name] != value:
                pd.set_option(name, value)


def _close_figures() -> None:
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")


def _forget_warnings() -> None:
    """Let a warning that was shown once be shown again."""
    warnings.resetwarnings()
    for given in reversed(_remembered["filters"]):
        warnings.filters.insert(0, given)  # type: ignore[attr-defined]
    for module in list(sys.modules.values()):
        getattr(module, "__warningregistry__", {}).clear()


def _renew_randomness() -> None:
    """Draw from the system again, as a fresh process does: a seed set by a notebook is its own."""
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()
