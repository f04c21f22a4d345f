"""Copies of published runs at an address elsewhere, such as an object store that serves pages.

A run is published here first, and then copied file by file; the pages that lead to it come last, so
that readers there, too, find the old or the new. A copy that was cut short is completed by the next
run, also if that makes nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qaanalysis.errors import RunError
from qaanalysis.params import Params
from qaanalysis.run.publish import INDEX


def copy(folder: Path, read: Params) -> int:
    """Copy a published run to where params say, and return how many files were written there.

    Parameters
    ----------
    folder : Path
        The run's, that its month's index leads to.
    read : Params
        The run's; without `copy_to` nothing is copied.

    Raises
    ------
    RunError
        If the address can't be written; the run stays published here.
    """
    if not read.copy_to:
        return 0
    with _telling(read.copy_to):
        store, root = _store(read.copy_to)
        there = store.find(_at(root, folder, read), detail=True) if _exists(store, root) else {}
        files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        written = 0
        for path in files:
            to = _at(root, path, read)
            # A run's files never change; one of another length was cut short.
            if there.get(to, {}).get("size") != path.stat().st_size:
                _put(store, path, to)
                written += 1
        for path in (folder.parent / INDEX, read.shelf / INDEX):
            if _read(store, to := _at(root, path, read)) != path.read_bytes():
                _put(store, path, to)
                written += 1
        return written


def _store(address: str) -> tuple[Any, str]:
    """Return the file system of an address, and the folder in it."""
    from fsspec.core import url_to_fs

    store, root = url_to_fs(address)
    return store, str(root).rstrip("/")


def _at(root: str, path: Path, read: Params) -> str:
    return f"{root}/{path.relative_to(read.outputs).as_posix()}"


def _exists(store: Any, root: str) -> bool:
    # What is listed may have been kept from before.
    store.invalidate_cache()
    return bool(store.exists(root))


def _put(store: Any, path: Path, to: str) -> None:
    store.makedirs(to.rpartition("/")[0], exist_ok=True)
    store.pipe_file(to, path.read_bytes())


def _read(store: Any, at: str) -> bytes | None:
    return store.cat_file(at) if store.exists(at) else None


@contextmanager
def _telling(address: str) -> Iterator[None]:
    """Say in a sentence why nothing can be copied, whatever a store's own package raises."""
    where = address.partition("://")[0]
    try:
        yield
    except (ImportError, ValueError):
        # So fsspec tells of a kind whose package it hasn't, and of one that it doesn't know.
        raise RunError(
            f"Published here, but not copied: copy_to names an address of the kind {where}, which "
            "isn't known here. Install qaanalysis with its extra remote, and the package that "
            "docs/scaling.md names for this kind of store, and run again."
        ) from None
    except Exception as error:
        # Its message may hold the address's key, or a token.
        said = getattr(error, "strerror", None) or type(error).__name__
        raise RunError(
            f"Published here, but not copied to the {where} address of copy_to: {said}. See that "
            "it is right and may be written to, and run again: what was published isn't made again."
        ) from None
