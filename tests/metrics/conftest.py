"""The example's register, loaded once for the tests of metrics."""

import pytest
from run_files import example_run

from qaanalysis import params
from qaanalysis.data import load
from qaanalysis.metrics import returns


@pytest.fixture(scope="session")
def run(tmp_path_factory):
    return params.read(example_run(tmp_path_factory.mktemp("run")))


@pytest.fixture(scope="session")
def tables(run):
    return load(run)


@pytest.fixture(scope="session")
def audits(run, tables):
    return returns.individual(tables["audits"], months=run.months)
