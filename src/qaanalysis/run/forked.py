"""Kernels that are forked, on Linux, from a process that has imported what reports need.

That process is the fork server of multiprocessing. Only a command that makes one run begins it: of
a process that lives on, kernels would have the code of when it began.
"""

import atexit
import gc
import multiprocessing
import os
import signal
import sys
from contextlib import suppress
from typing import Any

from qaanalysis.run.follow import end_with_parent

VARIABLE = "QAANALYSIS_FORK"
"""Environment variable: with 0, kernels start as on other systems."""

_LAUNCHER = "ipykernel_launcher"
# What takes longest to import, of a kernel's, of the notebooks', and of the console script's.
_PACKAGE = ("cli", "metrics.moderation", "notebook", "pages.quality", "run.kernel_state")
_IMPORTED = ["ipykernel.kernelapp", "openpyxl", *(f"qaanalysis.{name}" for name in _PACKAGE)]


def begin() -> None:
    """Start the process that is forked: it imports while the run is prepared."""
    if sys.platform != "linux" or os.environ.get(VARIABLE) == "0":
        return
    from multiprocessing import forkserver

    forkserver.set_forkserver_preload(_IMPORTED)
    # It may still import at the end, of a run that had nothing to make.
    atexit.register(lambda: os.kill(pid, signal.SIGKILL) if (pid := server()) else None)
    # Neither Ctrl-C nor a working folder's modules are for what imports.
    handler, given = signal.signal(signal.SIGINT, signal.SIG_IGN), dict(os.environ)
    os.environ["PYTHONSAFEPATH"] = "1"
    with suppress(OSError):  # Its socket may have no place: kernels start as on other systems.
        forkserver.ensure_running()
    os.environ.clear()
    os.environ.update(given)
    signal.signal(signal.SIGINT, handler)


def server() -> int | None:
    """Return the process that is forked; None if kernels can't be."""
    # No public name tells it; where this one is gone, kernels start as on other systems.
    begun = getattr(sys.modules.get("multiprocessing.forkserver"), "_forkserver", None)
    return getattr(begun, "_forkserver_pid", None)


class _Forked:
    """A forked kernel, told as `subprocess.Popen` tells of a process."""

    stdin = stdout = stderr = None

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        given = (command[command.index(_LAUNCHER) + 1 :], env)
        process = multiprocessing.get_context("forkserver").Process(target=_be_kernel, args=given)
        process.start()
        self.pid, self._process = process.pid or 0, process
        self.wait, self.kill = process.join, process.kill

    def poll(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)


def provide(manager: Any) -> None:
    """Have a kernel's manager, which hasn't started it, fork it."""
    from jupyter_client.provisioning.local_provisioner import LocalProvisioner

    class Provisioner(LocalProvisioner):
        async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:
            try:
                self.process = _Forked(cmd, options["env"])
            except (OSError, EOFError, ValueError) as error:
                raise RuntimeError("The kernel can't be forked; try another.") from error
            self.pid = self.pgid = self.process.pid
            return self.connection_info

    manager.provisioner = Provisioner(kernel_spec=manager.kernel_spec, parent=manager)


def _be_kernel(arguments: list[str], env: dict[str, str]) -> None:
    from ipykernel.kernelapp import IPKernelApp

    gc.freeze()  # What was imported isn't looked through, which would copy its memory.
    end_with_parent()
    # Ctrl-C is the run's, which ends its kernels.
    os.setsid()
    # A notebook's own processes start as elsewhere.
    multiprocessing.set_start_method(None, force=True)
    os.environ.clear()
    os.environ.update(env)
    app = IPKernelApp.instance()
    app.initialize(arguments)
    if "inline" in os.environ["MPLBACKEND"]:
        # pyplot was imported before there was a shell to show its figures.
        app.shell.enable_matplotlib("inline")
    app.start()
