"""A process that another one has started ends when that one does, however it ends."""

import multiprocessing
import os
import threading


def end_with_parent() -> None:
    """End this process, as soon as the one that had multiprocessing start it has ended."""
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
