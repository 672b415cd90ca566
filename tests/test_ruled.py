"""Strokes and the boxes that they enclose."""

from __future__ import annotations

from pipeline.readers.ruled import Rules, boxes_within

GRID = [(y, 10.0, 110.0) for y in (10.0, 30.0, 50.0)], [(x, 10.0, 50.0) for x in (10.0, 60.0, 110.0)]
CELLS = [(10, 10, 60, 30), (60, 10, 110, 30), (10, 30, 60, 50), (60, 30, 110, 50)]


def found(across: list[tuple[float, float, float]], upright: list[tuple[float, float, float]]) -> list[set]:
    """The boxes of each group."""
    return [set(group) for group in boxes_within(Rules(across, upright))]


def test_crossing_strokes_enclose_boxes() -> None:
    """Three rules and three uprights enclose four boxes, however the file draws them."""
    across, upright = GRID
    pieces = [(y + shift, a, b) for y, _, _ in across for shift, a, b in ((0.0, 10.0, 59.0), (0.0, 61.0, 111.0))]
    assert found(across, upright) == [set(CELLS)]
    assert len(found(pieces, upright)[0]) == 4


def test_tables_apart_are_apart() -> None:
    """Boxes that share no corner are of two tables, and the upper one comes first."""
    across, upright = GRID
    lower = [(y + 200, a, b) for y, a, b in across]
    both = found([*lower, *across], [*upright, *((x, a + 200, b + 200) for x, a, b in upright)])
    assert both == [set(CELLS), {(a, b + 200, c, d + 200) for a, b, c, d in CELLS}]


def test_missing_strokes_join_boxes() -> None:
    """Where the upright between two cells is missing they are one."""
    across, _ = GRID
    upright = [(10.0, 10.0, 50.0), (60.0, 30.0, 50.0), (110.0, 10.0, 50.0)]
    assert found(across, upright) == [{(10, 10, 110, 30), (10, 30, 60, 50), (60, 30, 110, 50)}]


def test_spaces_between_equal_rules_are_boxes() -> None:
    """Four rules alike without uprights are three rows; a rule of another length is none of them."""
    rules = [(y, 50.0, 300.0) for y in (100.0, 120.0, 140.0, 160.0)]
    assert found([*rules, (180.0, 50.0, 90.0)], []) == [{(50, 100, 300, 120), (50, 120, 300, 140), (50, 140, 300, 160)}]
    assert found(rules[:2], []) == []


def test_a_hatching_is_no_table() -> None:
    """Thousands of strokes that cross everywhere are a drawing, and cost little."""
    lines = [(10.0 * number, 0.0, 1e5) for number in range(2_000)]
    assert all(len(group) < 2_000 for group in found(lines, lines))
