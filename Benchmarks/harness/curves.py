# Harness › Curves: figures against the number of goroutines, both on axes of powers of ten.
from collections.abc import Callable
from typing import NamedTuple

from harness.drawing import COLOURS, Drawing
from harness.figures import without_zeros
from harness.logarithm import Axis

PANEL_WIDTH, PANEL_HEIGHT, GAP_X, GAP_Y, LEFT, TOP, BOTTOM = 350, 150, 90, 56, 70, 76, 44

Points = list[tuple[float, float]]


class Panel(NamedTuple):
    title: str
    curves: dict[str, Points]  # of each peer
    text: Callable[[float], str]  # a value of the axis upwards, with its unit


def curves(rows: list[list[Panel]], peers: list[str], title: str, caption: str) -> str:
    width = LEFT + len(rows[0]) * (PANEL_WIDTH + GAP_X)
    drawing = Drawing(width, TOP + len(rows) * (PANEL_HEIGHT + GAP_Y) + BOTTOM)
    colours = dict(zip(peers, COLOURS))
    drawing.heading(LEFT, title, colours)
    for row, panels in enumerate(rows):
        for column, panel in enumerate(panels):
            left = LEFT + column * (PANEL_WIDTH + GAP_X)
            top = TOP + row * (PANEL_HEIGHT + GAP_Y) + 20
            draw_panel(drawing, panel, colours, left, top)
    drawing.caption(LEFT, caption)
    return drawing.svg()


def draw_panel(drawing: Drawing, panel: Panel, colours: dict[str, str], left: float, top: float) -> None:
    points = [point for curve in panel.curves.values() for point in curve]
    right, bottom = left + PANEL_WIDTH, top + PANEL_HEIGHT
    drawing.text(left, top - 8, panel.title, weight="bold")
    if not points:
        drawing.text(left, top + 14, "no figures")
        return
    across = Axis.over((x for x, _ in points), left, right)
    up = Axis.over((y for _, y in points), bottom, top)
    for power in across.powers:
        drawing.line(across.place(power), top, across.place(power), bottom)
        drawing.text(across.place(power), bottom + 14, plain(power), anchor="middle", size=10)
    for power in up.powers:
        drawing.line(left, up.place(power), right, up.place(power))
        drawing.text(left - 6, up.place(power) + 4, without_zeros(panel.text(power)), anchor="end", size=10)
    for peer, curve in panel.curves.items():
        places = [(across.place(x), up.place(y)) for x, y in curve]
        drawing.path(places, colours[peer])
        for (x, y), (count, value) in zip(places, curve):
            drawing.dot(x, y, colours[peer], 3, f"{peer}, {count:,.0f}: {panel.text(value)}")


def plain(power: float) -> str:
    """1,000 and 1,000,000 as 1k and 1M."""
    return f"{power / 1e6:.0f}M" if power >= 1e6 else f"{power / 1e3:.0f}k" if power >= 1e3 else f"{power:g}"
