# Harness › Drawing: as much SVG as two charts need.
import textwrap
from xml.sax.saxutils import escape

INK, FAINT, PALE, PAPER = "#1f2328", "#d0d7de", "#57606a", "#ffffff"

# Told apart by readers who do not see all colours (Okabe and Ito); Braid's is the darkest.
COLOURS = ["#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c6d31"]


class Drawing:
    def __init__(self, width: float, height: float):
        self.width = width
        self.height = height
        self.elements: list[str] = []

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = FAINT, width: float = 1) -> None:
        self.elements.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
            f'stroke-width="{width}"/>')

    def path(self, points: list[tuple[float, float]], colour: str) -> None:
        corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.elements.append(f'<polyline points="{corners}" fill="none" stroke="{colour}" stroke-width="2"/>')

    def dot(self, x: float, y: float, colour: str, radius: float = 4, title: str = "") -> None:
        self.elements.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{colour}" stroke="{PAPER}" stroke-width="1">'
            f"<title>{escape(title)}</title></circle>")

    def text(
        self, x: float, y: float, text: str, anchor: str = "start", colour: str = INK, size: int = 12,
        weight: str = "normal",
    ) -> None:
        self.elements.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" font-size="{size}" '
            f'font-weight="{weight}">{escape(text)}</text>')

    def heading(self, x: float, title: str, colours: dict[str, str]) -> None:
        """A title, and below it whose colour is which."""
        self.text(x, 28, title, size=16, weight="bold")
        for name, colour in colours.items():
            self.dot(x + 5, 48, colour, 5)
            self.text(x + 16, 52, name)
            x += 34 + 8 * len(name)

    def caption(self, x: float, text: str) -> None:
        """Where and with what it was measured, at the foot."""
        lines = textwrap.wrap(text, int((self.width - x) / 5.2))
        for number, line in enumerate(reversed(lines)):
            self.text(x, self.height - 12 - 13 * number, line, size=10, colour=PALE)

    def svg(self) -> str:
        return "\n".join([
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:.0f} {self.height:.0f}" '
            f'width="{self.width:.0f}" height="{self.height:.0f}" font-family="system-ui, sans-serif">',
            f'<rect width="100%" height="100%" fill="{PAPER}"/>', *self.elements, "</svg>", ""])
