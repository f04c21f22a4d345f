"""Inside a kernel: take back what a notebook changed, before the next one runs on the same kernel.

Starting a kernel and importing pandas, scipy and seaborn takes longer than most notebooks do. A
kernel that forgets the notebook before gives the same outputs as a fresh one, on every system.
"""

import gc
import os
import random
import sys
import warnings
from typing import Any

import numpy as np
import pandas as pd

from qaanalysis.garbage import collect_seldom

# Every report draws by it, and it sets up what could be set otherwise.
from qaanalysis.present.charts import chart  # noqa: F401

# Only what draws imports it by its name.
_mpl: Any = sys.modules["matplotlib"]
_remembered: dict[str, Any] = {}


def remember() -> None:
    """Note how things stand before the first notebook: settings, variables, paths."""
    collect_seldom()
    _remembered.update(
        settings=_mpl.rcParams.copy(),
        filters=warnings.filters[:],
        environment=dict(os.environ),
        folder=os.getcwd(),  # noqa: PTH109 - a text, as os.chdir takes it
        paths=sys.path[:],
    )
    # A process that was forked has the random state of all others.
    _renew_randomness()
    # What is imported stays: it needn't be gone through each time garbage is collected.
    gc.collect()
    gc.freeze()


def forget(shell: Any) -> None:
    """Leave IPython's shell as a fresh kernel has it, and all else as it was when remembered."""
    shell.reset(new_session=True)
    shell.set_custom_exc((), None)
    _mpl.pyplot.close("all")
    with warnings.catch_warnings():
        # Settings on their way out say so when they are set.
        warnings.simplefilter("ignore")
        _mpl.rcParams.update(_remembered["settings"])
        pd.reset_option("all")
    _forget_warnings()
    os.environ.clear()
    os.environ.update(_remembered["environment"])
    os.chdir(_remembered["folder"])
    sys.path[:] = _remembered["paths"]
    _renew_randomness()
    gc.collect()


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
    np.random.seed()
