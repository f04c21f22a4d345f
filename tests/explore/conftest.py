"""One opened run of the example for all tests of exploring."""

import pytest
from run_files import ROOT

from qaanalysis.notebook import Opened, open_run


@pytest.fixture(scope="session")
def run() -> Opened:
    return open_run(str(ROOT / "params" / "2023-11.yml"))
