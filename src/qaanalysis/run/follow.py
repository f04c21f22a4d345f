"""A process that another one has started ends when that one does, however it ends."""

import multiprocessing
import os
import threading

_PAUSE_SECONDS = 0.5


def end_with_parent() -> None:
    """End this process, as soon as the one that had multiprocessing start it has ended.

    So does it when the process that it was forked from has: nobody else is told what becomes of it.
    """
    parent, forked_from = multiprocessing.parent_process(), os.getppid()

    def follow() -> None:
        if parent is not None:
            while parent.is_alive() and os.getppid() == forked_from:
                parent.join(_PAUSE_SECONDS)
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
