# Harness › Chart: a line for each workload, and on it a dot for each peer, where its time for an operation is.
from harness.comparison import Comparison
from harness.drawing import COLOURS, FAINT, Drawing
from harness.figures import nanoseconds, without_zeros
from harness.logarithm import Axis
from harness.workloads import BY_NAME

LEFT, RIGHT, TOP, LINE, BOTTOM, WIDTH = 130, 30, 92, 22, 50, 900
FIGURE = "ns_per_op"


def chart(comparison: Comparison, workers: int | None, title: str, caption: str) -> str:
    # Where the answer is one second or more of them, there is nothing to see.
    rows = [
        (workload, medians) for workload in comparison.workloads
        if "wall_s" not in BY_NAME[workload].figures
        and (medians := measured(comparison, workload, workers))]
    if not rows:
        return ""
    drawing = Drawing(WIDTH, TOP + LINE * len(rows) + BOTTOM)
    axis = Axis.over(
        (median for _, medians in rows for median in medians.values()), LEFT, WIDTH - RIGHT)
    colours = dict(zip(comparison.peers, COLOURS))
    drawing.heading(LEFT, title, colours)
    draw_axis(drawing, axis, len(rows))
    for number, (workload, medians) in enumerate(rows):
        y = TOP + LINE * (number + 0.5)
        drawing.text(LEFT - 12, y + 4, workload, anchor="end")
        places = [axis.place(median) for median in medians.values()]
        drawing.line(min(places), y, max(places), y, FAINT, 2)
        # Braid's is drawn last, so that no other hides it.
        for peer in sorted(medians, key=lambda peer: peer == "braid"):
            radius = 6 if peer == "braid" else 4.5
            label = f"{peer} {workload}: {nanoseconds(medians[peer])}"
            drawing.dot(axis.place(medians[peer]), y, colours[peer], radius, label)
    drawing.caption(LEFT, caption)
    return drawing.svg()


def measured(comparison: Comparison, workload: str, workers: int | None) -> dict[str, float]:
    medians = {peer: comparison.of(peer, workload, workers).median(FIGURE) for peer in comparison.peers}
    return {peer: median for peer, median in medians.items() if median}


def draw_axis(drawing: Drawing, axis: Axis, rows: int) -> None:
    bottom = TOP + LINE * rows
    for value in axis.powers:
        x = axis.place(value)
        drawing.line(x, TOP - 6, x, bottom)
        drawing.text(x, TOP - 12, without_zeros(nanoseconds(value)), anchor="middle", size=11)
