"""The organisation's secret is made once."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from qaanalysis import secret
from qaanalysis.errors import ParamsError


@pytest.mark.parametrize("links", [True, False])
def test_runs_at_once_make_one_secret(tmp_path, monkeypatch, links):
    monkeypatch.delenv(secret.VARIABLE, raising=False)

    def cannot(*_):
        raise OSError(95, "Operation not supported")

    if not links:
        monkeypatch.setattr(os, "link", cannot)
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: secret.existing_or_new(tmp_path / "outputs"), range(40)))
    [made] = found
    assert len(made) == 2 * secret.N_BYTES
    assert [path.name for path in (tmp_path / "outputs").iterdir()] == [secret.FILE]
    assert secret.existing(tmp_path / "outputs") == made


def test_an_empty_secret_is_refused(tmp_path, monkeypatch):
    monkeypatch.delenv(secret.VARIABLE, raising=False)
    monkeypatch.setattr(secret, "_PAUSE_SECONDS", 0)
    (tmp_path / secret.FILE).write_bytes(b"")
    with pytest.raises(ParamsError, match=r"secret.key is empty. Put it back"):
        secret.existing(tmp_path)
