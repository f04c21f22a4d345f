"""Which params files a pattern stands for, as a Windows shell would leave it."""

from pathlib import Path

import pytest

from qaanalysis.errors import ParamsError
from qaanalysis.run.params_files import expanded


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for organisation in ("north", "south"):
        (tmp_path / "params" / organisation).mkdir(parents=True)
        for month in ("2023-11", "2023-09", "2023-10"):
            (tmp_path / "params" / organisation / f"{month}.yml").write_text("")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "params"


def names(*given):
    return [f"{path.parent.name}/{path.name}" for path in expanded([Path(g) for g in given])]


def test_a_pattern_stands_for_its_files_in_the_order_of_names(folder):
    assert names("params/north/2023-1*.yml") == ["north/2023-10.yml", "north/2023-11.yml"]
    assert names("params/*/2023-11.yml") == ["north/2023-11.yml", "south/2023-11.yml"]
    assert names(folder / "south" / "2023-0?.yml") == ["south/2023-09.yml"]


def test_files_are_taken_as_given_and_each_once(folder):
    given = ["params/north/2023-11.yml", "params/north/2023-09.yml", "params/north/*.yml"]
    assert names(*given) == ["north/2023-11.yml", "north/2023-09.yml", "north/2023-10.yml"]


def test_files_are_looked_for_above_the_working_folder_too(folder, monkeypatch):
    monkeypatch.chdir(folder / "north")
    assert names("params/south/*-11.yml") == ["south/2023-11.yml"]


def test_a_pattern_that_matches_nothing_is_told(folder):
    with pytest.raises(ParamsError, match=r"There is no params file like params/2024-\*.yml"):
        names("params/2024-*.yml")
