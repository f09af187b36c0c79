# HTTP titles › Make site: pages p0.html, p1.html, … of about 10 KB, the same in every run.
#
# No two titles are the same, so a title that is missing, doubled or cut shows. Each page also has what
# a search for "<title>" would fall for: the string in a comment, a script and an attribute, character
# references, and letters beyond ASCII.
import html
import random
from pathlib import Path

SEED = 20_160_229
PAGE_BYTES = 10_000

WORDS = (
    "river stone winter harbour lantern meadow copper signal orchard thunder velvet compass garden silver "
    "Fluß Brücke Königin été forêt señal mañana дорога вечер море 東京 夜空 河流 山 서울 바다 λόγος θάλασσα "
    "R&D a<b \"quoted\" it's 50% C++ © café naïve"
).split()

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<!-- <title>Not this one, it is a comment</title> -->
<meta name="description" content="<title>Nor this one, it is a value</title>">
<script>document.write("<title>Nor this one, it is a script</title>")</script>
<title>
  {title}
</title>
</head>
<body>
<h1>{title}</h1>
{paragraphs}
</body>
</html>
"""


def make_site(folder: Path, count: int) -> list[str]:
    """Writes the pages and returns their titles, in the order of the pages."""
    dice = random.Random(SEED)
    titles = [f"{page}: {' '.join(dice.choices(WORDS, k=6))}" for page in range(count)]
    for page, title in enumerate(titles):
        paragraphs = []
        size = len(PAGE)
        while size < PAGE_BYTES:
            paragraph = f"<p class=\"text\">{html.escape(' '.join(dice.choices(WORDS, k=60)))}</p>"
            size += len(paragraph.encode())
            paragraphs.append(paragraph)
        text = PAGE.format(title=html.escape(title), paragraphs="\n".join(paragraphs))
        (folder / f"p{page}.html").write_text(text, encoding="utf-8")
    return titles
