"""A kernel that runs one notebook after another, each as if it were the first."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from queue import Empty
from time import monotonic
from typing import Any

from qaanalysis.run import forked

NAME = "python3"
START_TIMEOUT, _STATE_TIMEOUT = 120, 60
# It warns of talking over TCP (on this machine only), and of its end; it keeps no history on disk.
_ARGUMENTS = ["--Application.log_level=CRITICAL", "--HistoryManager.hist_file=:memory:"]
_STATE = "__import__('qaanalysis.run.kernel_state', fromlist=['kernel_state'])"
_REMEMBER, _FORGET = f"{_STATE}.remember()", f"{_STATE}.forget(get_ipython())"


class Kernel:
    """A kernel for one thread's notebooks, started when it is first needed."""

    def __init__(self) -> None:
        self._manager: Any = None
        self._forks = True

    @contextmanager
    def clean(self) -> Iterator[Any]:
        """Give the kernel's manager, to run one notebook with; the kernel forgets it afterwards.

        A kernel on which a notebook failed, or that can't forget, is ended: the next is fresh.
        """
        self.start()
        try:
            yield self._manager
        except BaseException:
            self.end()
            raise
        forgotten = _done(self._manager, _FORGET)
        self._manager.part()
        if not forgotten:
            self.end()

    @property
    def pid(self) -> int | None:
        """The kernel's process, if it has one."""
        found = getattr(getattr(self._manager, "provisioner", None), "pid", None)
        return found if isinstance(found, int) else None

    def end(self) -> None:
        """End the kernel, if there is one."""
        from jupyter_core.utils import run_sync

        manager, self._manager = self._manager, None
        if manager is not None:
            manager.part()
            run_sync(manager.shutdown_kernel)(now=True)

    def start(self) -> None:
        """Start the kernel, if it isn't started, and import what every report does."""
        from jupyter_core.utils import run_sync

        if self._manager is not None:
            return
        self._manager = manager = _manager_class()(kernel_name=NAME)
        try:
            if self._forks and forked.server():
                forked.provide(manager)
            run_sync(manager.start_kernel)(extra_arguments=_ARGUMENTS)
            client = manager.client()
            client.start_channels()
            run_sync(client.wait_for_ready)(timeout=START_TIMEOUT)
            if not _done(manager, _REMEMBER):
                raise RuntimeError("The kernel has no qaanalysis.")
            manager.part()
        except BaseException:
            # If it couldn't be forked, the next is started as on other systems.
            self._forks = False
            self.end()
            raise


@cache
def _manager_class() -> Any:
    """Return the manager; jupyter_client takes long to import, so it is imported when needed."""
    from jupyter_client.manager import AsyncKernelManager

    class Manager(AsyncKernelManager):
        """A manager that knows whom it gave a client, as nbclient leaves its own open."""

        given: Any = None

        def client(self, **options: Any) -> Any:
            self.given = super().client(**options)
            return self.given

        def part(self) -> None:
            """Stop the client that was given."""
            given, self.given = self.given, None
            if given is not None:
                given.stop_channels()

    return Manager


def _done(manager: Any, code: str) -> bool:
    """Run code in a manager's kernel, by the client that it gave, and tell whether it did."""
    from jupyter_core.utils import run_sync

    client = manager.given
    asked = client.execute(code, silent=True, store_history=False, allow_stdin=False)
    until = monotonic() + _STATE_TIMEOUT
    while monotonic() < until and run_sync(manager.is_alive)():
        try:
            reply = run_sync(client.get_shell_msg)(timeout=1)
        except Empty:
            continue
        if reply["parent_header"].get("msg_id") == asked:
            return bool(reply["content"]["status"] == "ok")
    return False
