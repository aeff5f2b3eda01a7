"""Which of the formats on offer a client wants: the Accept header of RFC 9110, with q-values and wildcards."""

from __future__ import annotations

from functools import lru_cache

# (short name, media types: the first is the format's own, the others are answered as asked)
ROWS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("json", ("application/sparql-results+json", "application/json")),
    ("xml", ("application/sparql-results+xml", "application/xml", "text/xml")),
    ("csv", ("text/csv",)),
    ("tsv", ("text/tab-separated-values",)),
)
GRAPHS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ttl", ("text/turtle", "application/x-turtle")),
    ("nt", ("application/n-triples",)),
    ("jsonld", ("application/ld+json",)),
    ("rdfxml", ("application/rdf+xml",)),
)
HTML: tuple[tuple[str, tuple[str, ...]], ...] = (("html", ("text/html", "application/xhtml+xml")),)
_LONGEST = 2048


def parse(accept: str) -> tuple[tuple[str, float], ...]:
    """The ranges of an Accept header with their q. What is malformed is passed over.

    >>> parse("text/html, */*;q=0.1")
    (('text/html', 1.0), ('*/*', 0.1))
    """
    found = []
    for part in accept.lower()[:_LONGEST].split(","):
        range_, *parameters = (piece.strip() for piece in part.split(";"))
        if range_.count("/") != 1:
            continue
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        found.append((range_, quality if quality == quality else 0.0))  # NaN is not equal to itself
    return tuple(found)


@lru_cache(maxsize=1024)
def choose(accept: str, offers: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, str] | None:
    """The short name and the media type of the best offer; of equal ones the first. None where none will do.

    >>> choose("text/csv;q=0.5, application/xml", ROWS)
    ('xml', 'application/xml')
    """
    ranges = parse(accept)
    if not accept.strip():
        return offers[0][0], offers[0][1][0]
    best: tuple[float, str, str] | None = None
    for name, types in offers:
        for media in types:
            quality = _quality(ranges, media, alias=media != types[0])
            if quality > 0 and (best is None or quality > best[0]):
                best = (quality, name, media)
    return None if best is None else best[1:]


def _quality(ranges: tuple[tuple[str, float], ...], media: str, *, alias: bool) -> float:
    """How much a media type is wanted, by the most specific range. An alias must be named: `*/*` means the type
    itself."""
    family = f"{media.partition('/')[0]}/*"
    for wanted in (media,) if alias else (media, family, "*/*"):
        found = [quality for range_, quality in ranges if range_ == wanted]
        if found:
            return max(found)
    return 0.0


def media_type(short: str) -> str:
    """The media type of a format by its short name."""
    return next(types[0] for name, types in (*ROWS, *GRAPHS) if name == short)
