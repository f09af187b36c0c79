# Real pages › Oracles: two opinions, neither of them ours, on what a page's title is.
#
# lxml is what the Python programs we are compared with use. It stands on libxml2, whose HTML parser
# is older than the HTML standard and decodes some charsets in its own way. html5lib follows the
# standard, and says which charset the standard arrives at. Where the two disagree, the standard is
# right and differences.tsv says why lxml is not.
import re
from typing import NamedTuple

import html5lib
import lxml.etree
import lxml.html

END_OF_HEAD = re.compile(rb"</head|<body", re.IGNORECASE)
XML_DECLARATION = re.compile(rb"<\?xml[^>]*\bencoding\s*=\s*[\"']([A-Za-z0-9._:-]+)")
XHTML = "{http://www.w3.org/1999/xhtml}"


class Opinion(NamedTuple):
    lxml_title: str | None
    standard_title: str | None
    charset: str


def opinion(body: bytes, header_charset: str | None) -> Opinion:
    """Titles are normalised as braid's are; no title and an empty one are the same."""
    standard_title, charset = by_the_standard(body, header_charset)
    return Opinion(normalised(by_lxml(body, header_charset)), normalised(standard_title), charset)


def by_lxml(body: bytes, header_charset: str | None) -> str | None:
    try:
        document = lxml.html.fromstring(body, parser=lxml.html.HTMLParser(encoding=header_charset))
    except lxml.etree.ParserError:  # an empty document
        return None
    return next(iter(document.xpath("//title/text()")), None)


def by_the_standard(body: bytes, header_charset: str | None) -> tuple[str | None, str]:
    """The title and the charset, in lower case.

    html5lib needs a minute for what lxml does in a second, so it gets the page's head first, which
    for a parser that reads from left to right is as good as the page; if no title is in it, the page.
    """
    for part in (head(body), body):
        parser = html5lib.HTMLParser()
        document = parser.parse(
            part, transport_encoding=header_charset, likely_encoding=likely_charset(body),
            useChardet=False)
        title = document.find(f".//{XHTML}title")
        if title is not None:
            break
    return (None if title is None else "".join(title.itertext())), parser.documentEncoding


def head(body: bytes) -> bytes:
    """Up to where the head ends, and never less than the 1,024 bytes in which a charset may be declared."""
    end = END_OF_HEAD.search(body)
    return body[: max(1024, end.end() if end else len(body))]


def likely_charset(body: bytes) -> str:
    """For a page without any other declaration: its XML declaration, or UTF-8 if the bytes are valid.

    The first is in the standard and younger than html5lib; the second is the user agent's choice.
    """
    if declaration := XML_DECLARATION.match(body):
        return declaration[1].decode()
    try:
        body.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return "windows-1252"


def normalised(title: str | None) -> str | None:
    """Strips and collapses ASCII whitespace, and no other: a no-break space is a character of the title."""
    return " ".join(re.split(r"[\t\n\f\r ]+", title.strip("\t\n\f\r "))) or None if title else None
