"""A kernel that is used again, or was forked, is as a fresh one: tried on real kernels."""

import json
import multiprocessing.util
import os
import signal
import sys
from multiprocessing import forkserver

import pytest
from tiny_pack import notebook

from qaanalysis.run import forked
from qaanalysis.run.execute import Pool, execute
from qaanalysis.run.forked import begin
from qaanalysis.run.plan import Job

PROCESS = "import os\nos.getpid()"
# What a careless notebook may leave behind.
SPOILS = """
import os, random, sys, warnings
import matplotlib.pyplot as plt, numpy as np, pandas as pd
left_behind = 1
plt.rcParams["font.size"] = 77
plt.figure()
pd.set_option("display.max_rows", 3)
warnings.simplefilter("error")
os.environ["LEFT_BEHIND"] = "1"
os.chdir("..")
sys.path.insert(0, "left-behind")
random.seed(1), np.random.seed(1)
get_ipython().set_custom_exc((ValueError,), lambda *_, **__: None)
"""
TELLS = """
import os, sys, warnings
import matplotlib.pyplot as plt, pandas as pd
[
    "left_behind" in globals(), plt.rcParams["font.size"], plt.get_fignums(),
    pd.get_option("display.max_rows"), [str(f[2]) for f in warnings.filters if f[0] == "error"],
    "LEFT_BEHIND" in os.environ, os.getcwd(), sys.path[0], In,
    get_ipython().custom_exceptions, get_ipython().execution_count,
]
"""
# Python shows a warning of a module once, and notes it there.
WARNS = """
import json, warnings
noted = json.__dict__.setdefault("__warningregistry__", {})
warnings.warn_explicit("said", UserWarning, "a.py", 1, registry=noted)
"""
RANDOM = "import random, numpy as np\n(random.random(), np.random.random())"
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
PARENT = "import os\nos.getppid()"
FIGURE = """
import matplotlib.pyplot as plt
plt.plot([1, 3, 2])
None
"""
SETTINGS = """
import matplotlib as mpl, os
{n: v for n, v in mpl.rcParams.items() if n != "backend"}, os.getcwd()
"""
START_METHOD = "import multiprocessing\nmultiprocessing.get_start_method()"
INTERRUPTED = """
import signal
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.fixture
def forking():
    """Let kernels be forked; afterwards none is any more."""
    begin()
    yield
    forkserver._forkserver._stop()


@pytest.fixture
def stopping():
    """End, after a test that begins it itself, the process that is forked."""
    yield
    forkserver._forkserver._stop()


@pytest.fixture(params=["ordinary", pytest.param("forked", marks=ON_LINUX)])
def either(request):
    """Try a test on ordinary kernels and on forked ones."""
    if request.param == "forked":
        request.getfixturevalue("forking")


@pytest.fixture
def outputs(tmp_path):
    """Execute notebooks of the given cells on one kernel, and return what each cell showed."""

    def shown(*notebooks):
        jobs = []
        for number, sources in enumerate(notebooks):
            cells = [
                {
                    "cell_type": "code",
                    "id": f"c{at}",
                    "metadata": {},
                    "execution_count": None,
                    "outputs": [],
                    "source": source,
                }
                for at, source in enumerate(sources)
            ]
            whole = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
            path = tmp_path / f"{number}.ipynb"
            path.write_text(json.dumps(whole), encoding="utf-8")
            jobs.append(Job(f"made-{number}", path, {}))
        with Pool(1) as pool:
            results = execute(pool, jobs, tmp_path)
        made = [json.loads(each.notebook.read_text(encoding="utf-8")) for each in results]
        return [[cell["outputs"] for cell in notebook["cells"] if ours(cell)] for notebook in made]

    return shown


def ours(cell):
    """Tell a cell of the notebook from what papermill put in to say that one failed."""
    return cell["cell_type"] == "code" and not cell["metadata"].get("tags")


def once(mark, harm):
    """Return a cell that does harm when it is run for the first time, and is done the second."""
    return f"""
import os, pathlib, time
mark = pathlib.Path({str(mark)!r})
if not mark.exists():
    mark.touch()
    {harm}
"done"
"""


def value(output):
    return "".join(output[0]["data"]["text/plain"])


@pytest.mark.usefixtures("either")
def test_a_notebook_is_run_as_on_a_fresh_kernel(outputs):
    [fresh] = outputs([TELLS, WARNS])
    spoilt = [WARNS, SPOILS, TELLS, PROCESS, RANDOM]
    before, after, again = outputs(spoilt, [TELLS, WARNS, PROCESS], spoilt)
    assert value(before[2]) != value(fresh[0])
    assert after[:2] == fresh
    assert value(after[2]) == value(before[3]), "the kernel was used again"
    assert "said" in str(fresh[1])
    # Seeds are the notebook's own.
    assert value(before[4]) == value(again[4])


def test_a_seed_is_not_handed_on(outputs):
    seeded = "import random, numpy as np\nrandom.seed(1), np.random.seed(1)"
    _, first, _, second = outputs([seeded], [RANDOM], [seeded], [RANDOM])
    assert value(first[0]) != value(second[0])


def test_a_notebook_that_fails_or_ends_its_kernel_hands_nothing_on(outputs):
    failed, next_one = outputs([PROCESS, "1 / 0"], [PROCESS])
    assert failed[1][0]["ename"] == "ZeroDivisionError"
    assert value(failed[0]) != value(next_one[0])


@pytest.mark.usefixtures("either")
def test_a_kernel_that_dies_is_followed_by_another(tmp_path, outputs):
    first, second = outputs([once(tmp_path / "died", "os._exit(9)")], ["'next'"])
    assert value(first[0]) == "'done'"
    assert value(second[0]) == "'next'"


@pytest.mark.slow
@pytest.mark.usefixtures("either")
def test_twenty_kernels_start_two_at_a_time_and_none_fails(tmp_path):
    path = tmp_path / "quick.ipynb"
    path.write_text(json.dumps(notebook("1 + 1", title="Quick")), encoding="utf-8")
    results = []
    for pair in range(10):
        with Pool(2) as pool:
            jobs = [Job(f"quick-{pair}-{side}", path, {}) for side in (1, 2)]
            results += execute(pool, jobs, tmp_path)
    assert [result.problem for result in results] == [""] * 20


@ON_LINUX
def test_a_forked_kernel_shows_what_an_ordinary_one_does(outputs, request):
    said = "import sys\nprint('said')\nprint('told', file=sys.stderr)"
    # A forked kernel looks for modules where the command does, too.
    told = TELLS.replace("sys.path[0], ", "")
    cells = [said, FIGURE, told, SETTINGS, START_METHOD, INTERRUPTED, "1 / 0"]
    [ordinary] = outputs(cells)
    request.getfixturevalue("forking")
    [same] = outputs(cells)
    assert "image/png" in same[1][-1]["data"]
    assert "interrupted" in str(same[5])
    assert same == ordinary


@ON_LINUX
def test_a_forked_kernel_draws_as_the_environment_says(outputs, request, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    [ordinary] = outputs([FIGURE])
    request.getfixturevalue("forking")
    [same] = outputs([FIGURE])
    assert "image/png" not in str(same)
    assert same == ordinary


@ON_LINUX
@pytest.mark.usefixtures("stopping")
def test_ctrl_c_is_not_told_to_what_is_forked_while_it_imports(outputs):
    before = signal.getsignal(signal.SIGINT)
    begin()
    began = forked.server()
    os.kill(began, signal.SIGINT)
    [shown] = outputs([PARENT])
    assert value(shown[0]) == str(began)
    assert signal.getsignal(signal.SIGINT) is before


@ON_LINUX
@pytest.mark.usefixtures("stopping")
def test_what_is_forked_imports_nothing_of_the_working_folder(outputs, tmp_path, monkeypatch):
    (tmp_path / "queue.py").write_text("raise RuntimeError", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    environment = dict(os.environ)
    begin()
    assert os.environ == environment
    [shown] = outputs([PARENT])
    assert value(shown[0]) == str(forked.server())


@ON_LINUX
@pytest.mark.usefixtures("stopping")
def test_a_socket_that_has_no_place_is_no_fault(outputs, tmp_path, monkeypatch):
    # The system takes no address of more than 108 letters.
    deep = tmp_path / ("deep" * 30)
    deep.mkdir()
    monkeypatch.setattr(multiprocessing.util, "get_temp_dir", lambda: str(deep))
    begin()
    assert forked.server() is None
    [shown] = outputs([PARENT])
    assert value(shown[0]) == str(os.getpid())


@ON_LINUX
@pytest.mark.usefixtures("forking")
def test_kernels_are_forked_and_no_two_draw_the_same_at_random(outputs):
    [first] = outputs([PARENT, RANDOM])
    [second] = outputs([PARENT, RANDOM])
    assert value(first[0]) == value(second[0]) == str(forked.server())
    assert value(first[1]) != value(second[1])


@ON_LINUX
@pytest.mark.usefixtures("forking")
def test_a_kernel_that_can_not_be_forked_is_started_as_elsewhere(outputs, monkeypatch):
    monkeypatch.setattr(forked, "_LAUNCHER", "not what starts a kernel")
    [shown] = outputs([PARENT])
    assert value(shown[0]) == str(os.getpid())


@ON_LINUX
@pytest.mark.usefixtures("forking")
def test_a_run_goes_on_though_what_is_forked_is_killed(outputs, tmp_path):
    kills = f"os.kill({forked.server()}, {int(signal.SIGKILL)}), time.sleep(60)"
    first, second = outputs([once(tmp_path / "killed", kills)], ["'next'"])
    assert value(first[0]) == "'done'"
    assert value(second[0]) == "'next'"


@pytest.mark.parametrize(("system", "said"), [("linux", "0"), ("win32", ""), ("darwin", "")])
def test_nothing_is_forked_elsewhere_or_where_it_is_not_wanted(monkeypatch, system, said):
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setenv(forked.VARIABLE, said)
    begin()
    assert forked.server() is None
