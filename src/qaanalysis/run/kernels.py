"""A kernel that runs one notebook after another, each as if it were the first."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

NAME = "python3"
START_TIMEOUT = 120
_STATE_TIMEOUT = 60
# A kernel warns that it talks over TCP (on this machine only), and of being told to end; and it
# keeps no history on disk.
_ARGUMENTS = ["--Application.log_level=CRITICAL", "--HistoryManager.hist_file=:memory:"]
_STATE = "__import__('qaanalysis.run.kernel_state', fromlist=['kernel_state'])"
_REMEMBER = f"{_STATE}.remember()"
_FORGET = f"{_STATE}.forget(get_ipython())"


class Kernel:
    """A kernel for one thread's notebooks, started when it is first needed."""

    def __init__(self) -> None:
        self._manager: Any = None

    @contextmanager
    def clean(self) -> Iterator[Any]:
        """Give the kernel's manager, to run one notebook with; the kernel forgets it afterwards.

        A kernel on which a notebook failed, or that can't forget, is ended: the next is fresh.
        """
        if self._manager is None:
            self._start()
        try:
            yield self._manager
        except BaseException:
            self.end()
            raise
        forgotten = _done(self._manager.given, _FORGET)
        self._manager.part()
        if not forgotten:
            self.end()

    def end(self) -> None:
        """End the kernel, if there is one."""
        from jupyter_core.utils import run_sync

        manager, self._manager = self._manager, None
        if manager is not None:
            manager.part()
            run_sync(manager.shutdown_kernel)(now=True)

    def _start(self) -> None:
        from jupyter_core.utils import run_sync

        self._manager = manager = _manager_class()(kernel_name=NAME)
        try:
            run_sync(manager.start_kernel)(extra_arguments=_ARGUMENTS)
            client = manager.client()
            client.start_channels()
            run_sync(client.wait_for_ready)(timeout=START_TIMEOUT)
            if not _done(client, _REMEMBER):
                raise RuntimeError("The kernel has no qaanalysis.")
            manager.part()
        except BaseException:
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


def _done(client: Any, code: str) -> bool:
    """Run code in the kernel of a client, and tell whether it did."""
    from jupyter_core.utils import run_sync

    try:
        reply = run_sync(client.execute_interactive)(
            code, silent=True, store_history=False, allow_stdin=False, timeout=_STATE_TIMEOUT
        )
    except (RuntimeError, TimeoutError):
        return False
    return bool(reply["content"]["status"] == "ok")
