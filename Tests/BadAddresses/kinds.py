# Bad addresses › Kinds: what an address can suffer from, and what is to be said about it.
from typing import NamedTuple

from servers import Ports


class Kind(NamedTuple):
    name: str
    #: The address; {} is its number.
    url: str
    #: What the error must be called, and what its message must say.
    error: str
    says: str


def kinds(ports: Ports) -> list[Kind]:
    """Each kind of bad address. To be fetched with --max-body 1000000 and a short --timeout."""
    http = f"127.0.0.1:{ports.http}"
    return [
        Kind("unknown host", "http://nobody-{}.invalid/", "unknown-host", "no address found for nobody-"),
        Kind("slow lookup", "http://slow-{}.invalid/", "timeout", "no address for slow-"),
        Kind("refused", f"http://127.0.0.1:{ports.refused}/{{}}", "refused", f"nothing listens at 127.0.0.1:{ports.refused}"),
        Kind("TLS to a plain port", f"https://{http}/good/{{}}", "timeout", f"no secure connection to {http} within"),
        Kind("TLS to a port without HTTP", f"https://127.0.0.1:{ports.garbage}/{{}}", "tls", "no secure connection ("),
        Kind("redirect loop", f"http://{http}/loop/{{}}", "redirect-loop", "the redirects come back to http://"),
        Kind("redirects without end", f"http://{http}/onwards/{{}}", "too-many-redirects", "more than 10 redirects"),
        Kind("redirect out of HTTP", f"http://{http}/away/{{}}", "unsupported-scheme", "neither http nor https"),
        Kind("cut body", f"http://{http}/cut/{{}}", "cut-body", "the connection ended before the body did"),
        Kind("endless body", f"http://{http}/endless/{{}}", "body-too-large", "the body is larger than 1000000 bytes"),
        Kind("compressed bomb", f"http://{http}/bomb/{{}}", "body-too-large", "the body is larger than 1000000 bytes"),
        Kind("badly packed", f"http://{http}/badly-packed/{{}}", "bad-encoding", "the body is not what its Content-Encoding says"),
        Kind("endless header", f"http://{http}/endless-header/{{}}", "headers-too-large", "the header fields are larger than"),
        Kind("no answer", f"http://{http}/silent/{{}}", "timeout", f"no answer from {http} within"),
        Kind("closed at once", f"http://{http}/dropped/{{}}", "connection", f"{http}"),
        Kind("garbage", f"http://127.0.0.1:{ports.garbage}/{{}}", "protocol", "answered, but not in HTTP"),
        Kind("unsupported scheme", "gopher://127.0.0.1/{}", "unsupported-scheme", "the scheme “gopher” is neither http nor https"),
        Kind("no host", "http://?{}", "malformed-url", "the URL names no host"),
        Kind("a space in it", "http://127.0.0.1/a {}", "malformed-url", "the URL contains a space"),
        Kind("port out of range", "http://127.0.0.1:99999/{}", "malformed-url", "the port is not a number from 0 to 65535"),
        Kind("absent", f"http://{http}/absent/{{}}", "status", "404 Not Found"),
    ]


def wrong_with(line: dict, kind: Kind) -> str | None:
    error = line["error"]
    if error is None:
        return f"{kind.name}: no error for {line['url']}"
    if error["kind"] != kind.error or kind.says not in error["message"] or "\n" in error["message"]:
        return f"{kind.name}: {error['kind']}: {error['message']}"
    return None
