from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qaanalysis.present.charts.placing import Box, Label, place, spread

PAGE = Box(0, 0, 200, 100)


def test_a_label_leaves_its_side_when_a_line_runs_there() -> None:
    label = Label((100, 50), 30, 10, above=True)
    assert place([label], bounds=PAGE)[0][1] > 50
    line = ((0.0, 62.0), (200.0, 62.0))
    assert place([label], bounds=PAGE, segments=[line])[0][1] < 50


def test_labels_stay_inside_and_apart() -> None:
    labels = [Label((x, 98), 30, 10) for x in (2, 12, 22, 198)]
    boxes = [Box.around(*at, 30, 10) for at in place(labels, bounds=PAGE)]
    assert all(box.is_inside(PAGE) for box in boxes)
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_crossing() -> None:
    box = Box(10, 10, 20, 20)
    assert box.is_crossed_by(((0, 15), (30, 15)))
    assert box.is_crossed_by(((12, 12), (13, 13)))
    assert not box.is_crossed_by(((0, 5), (30, 5)))
    assert not box.is_crossed_by(((0, 15), (5, 15)))
    assert not box.is_crossed_by(((0, 0), (9, 30)))


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6))
def test_spread_keeps_order_distance_and_bounds(wanted: list[float]) -> None:
    made = spread(wanted, apart=10, low=0, high=100)
    ordered = sorted(zip(wanted, made, strict=True), key=lambda pair: pair[0])
    gaps = [b - a for (_, a), (_, b) in pairwise(ordered)]
    assert all(gap >= 10 - 1e-9 or wanted.count(ordered[0][0]) > 1 for gap in gaps)
    assert min(made) >= -1e-9
    assert max(made) <= 100 + 1e-9


def test_nothing_to_spread() -> None:
    assert spread([], apart=1, low=0, high=1) == []
