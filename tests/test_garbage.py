import gc
import subprocess
import sys

from qaanalysis import garbage


def test_garbage_is_looked_for_seldom_and_still_found() -> None:
    before = gc.get_threshold()
    try:
        garbage.collect_seldom()
        assert gc.get_threshold()[0] > 10 * before[0]
        assert gc.isenabled()
    finally:
        gc.set_threshold(*before)


def test_the_command_line_sets_it_and_importing_the_package_does_not() -> None:
    code = (
        "import gc, sys; at_first = gc.get_threshold(); import qaanalysis.cli as cli;"
        "assert gc.get_threshold() == at_first; sys.argv = ['qaanalysis', '--help']\n"
        "try: cli.main()\n"
        "finally: assert gc.get_threshold() > at_first"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=120).returncode == 0
