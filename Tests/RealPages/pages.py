# Real pages › Pages: the pages that .ci/install unpacked, and how a server would present each.
import re
import urllib.parse
from pathlib import Path

from oracles import opinion

PAGE_NAME = re.compile(r"\.html?(\.utf8)?$|^ERR_[A-Z_]+$")

# Pages that leave it to the server to say their charset: by test design, or because the folder's
# name is all there is. As (regular expression on the path, charset of the Content-Type header).
HEADER_CHARSETS = [
    (r"/charset/testdata/HTTP-", "iso-8859-15"),
    (r"\.html\.utf8$", "utf-8"),
    (r"/languages/chinesebig5/", "big5"),
    (r"/languages/chinesegb2312/", "gb2312"),
    (r"/languages/hungarian/", "iso-8859-2"),
]

DECLARED_LANGUAGE = re.compile(rb"<html[^>]*?\blang\s*=\s*[\"']?([a-z]{2,3})(?![a-z])", re.IGNORECASE)
CODES = (
    "ar|az|bg|ca|cs|da|de|el|en|es|et|fa|fi|fr|he|hr|hu|hy|id|it|ja|ka|ko|lt|lv|ms|nl|no|oc|pl|pt|ro|ru|sk|sl"
    "|sr|sv|th|tr|uk|uz|vi|zh")
LANGUAGE_IN_PATH = re.compile(rf"(?:[/._]|^[^/]*-)({CODES})(?=[-_./])", re.IGNORECASE)


class Page:
    """A page, and what the oracles say of it."""

    def __init__(self, folder: Path, path: str):
        body = (folder / path).read_bytes()
        self.path = path
        self.size = len(body)
        self.language = language(path, body)
        self.opinion = opinion(body, header_charset(path))


def gather(folder: Path) -> list[str]:
    """The paths of all pages, relative to the folder, in a fixed order."""
    pages = sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and PAGE_NAME.search(path.name))
    if not pages:
        raise SystemExit(f"no pages in {folder}; .ci/install fetches them")
    return pages


def url(base: str, page: str) -> str:
    return f"{base}/{urllib.parse.quote(page)}"


def header_charset(page: str) -> str | None:
    return next((charset for pattern, charset in HEADER_CHARSETS if re.search(pattern, f"/{page}")), None)


def nginx_locations() -> str:
    return "\n".join(
        f'location ~ "{pattern}" {{ charset {charset}; }}'
        for pattern, charset in HEADER_CHARSETS)


def language(page: str, body: bytes) -> str:
    """What the page says, or else its path; for the summary only."""
    if declared := DECLARED_LANGUAGE.search(body[:4096]):
        return declared[1].decode().lower()
    named = LANGUAGE_IN_PATH.findall(page)
    return named[-1].lower() if named else "undeclared"
