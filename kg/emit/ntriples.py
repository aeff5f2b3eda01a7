"""Terms as N-Triples text, in the canonical form that stores keep as it is: `1.5`, never `1.50`.

Whatever the text, the result is valid: control characters and quotes are escaped, lone surrogates (which no
encoding can carry) become U+FFFD, characters that an IRI may not hold are percent-encoded. One character
stays one character, so offsets into a text hold for its literal too.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote

from kg.errors import ResourceError
from kg.model import Value
from kg.terms import PREFIXES, THINGS, expand

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SHORT_ESCAPES = {"\t": "\\t", "\b": "\\b", "\r": "\\r", "\f": "\\f"}


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    short = _SHORT_ESCAPES.get(character)
    if short is not None:
        return short
    return "\ufffd" if 0xD800 <= ord(character) <= 0xDFFF else f"\\u{ord(character):04X}"


def string(text: str) -> str:
    r"""A plain literal.

    >>> print(string('a "b"\n'))
    "a \"b\"\n"
    """
    printable = text.isprintable()  # no control characters, no surrogates: the cheapest question
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if '"' in text:
        text = text.replace('"', '\\"')
    if printable:
        return f'"{text}"'
    text = text.replace("\n", "\\n")  # nearly always all there is to do
    return f'"{text}"' if text.isprintable() else f'"{_CONTROL.sub(_escape, text)}"'


_SAFE_PATH = re.compile(r"[A-Za-z0-9\-._~/+:@]+")
_UNSAFE_IRI = re.compile(r'[^\x21-\x7e]|[<>"{}|^`\\\[\]]|%(?![0-9A-Fa-f]{2})')


@lru_cache(maxsize=1 << 16)
def thing(path: str) -> str:
    """The IRI of a thing, from its path below `id/`.

    >>> thing("drug/bevacizumab")
    '<https://w3id.org/trialkg/id/drug/bevacizumab>'
    """
    if not path:
        raise ValueError("a thing without a path has no IRI")
    return f"<{THINGS}{path_in_iri(path)}>"


@lru_cache(maxsize=1 << 14)
def path_in_iri(path: str) -> str:
    """A path, or a part of one, as an IRI holds it: what it may not hold is percent-encoded."""
    return path if _SAFE_PATH.fullmatch(path) else quote(path, safe="/-._~+:@", errors="surrogatepass")


def iri(text: str) -> str:
    """An absolute IRI as written elsewhere; what may not stand in one is percent-encoded."""
    head, mark, fragment = text.partition("#")
    text = head + mark + fragment.replace("#", "%23")
    return f"<{_UNSAFE_IRI.sub(lambda match: quote(match.group(), safe='', errors='surrogatepass'), text)}>"


@lru_cache(maxsize=1 << 16)
def name(curie: str) -> str:
    """The IRI of a CURIE. Raises `ResourceError` for a prefix that `kg.terms` does not know.

    >>> name("tkg:studies")
    '<https://w3id.org/trialkg/ontology#studies>'
    """
    if curie.partition(":")[0] not in PREFIXES:
        raise ResourceError(f"{curie!r}: no such prefix; the prefixes are those of kg.terms.PREFIXES")
    return iri(expand(curie))


_XSD = PREFIXES["xsd"]
_INTEGER = re.compile(r"([+-]?)0*(\d+)")
_DECIMAL = re.compile(r"([+-]?)0*(\d*)(?:\.(\d*?)0*)?")
_BOOLEAN = {"true": "true", "1": "true", "false": "false", "0": "false"}
_YEAR = re.compile(r"(?!0000)\d{4}")
_YEAR_MONTH = re.compile(r"((?!0000)\d{4})-(0[1-9]|1[0-2])")
_DATE = re.compile(r"((?!0000)\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def _integer(lexical: str) -> str | None:
    match = _INTEGER.fullmatch(lexical)
    return None if match is None else ("-" if match[1] == "-" and match[2] != "0" else "") + match[2]


def _decimal(lexical: str) -> str | None:
    match = _DECIMAL.fullmatch(lexical)
    if match is None or not (match[2] or match[3] or "0" in lexical):
        return None
    number = (match[2] or "0") + (f".{match[3]}" if match[3] else "")
    return f"-{number}" if match[1] == "-" and number != "0" else number


def _date(lexical: str) -> str | None:
    match = _DATE.fullmatch(lexical)
    fits = match is not None and int(match[3]) <= monthrange(int(match[1]), int(match[2]))[1]
    return lexical if fits else None


_CANONICAL: dict[str, Callable[[str], str | None]] = {
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _BOOLEAN.get,
    "date": _date,
    "gYearMonth": lambda lexical: lexical if _YEAR_MONTH.fullmatch(lexical) else None,
    "gYear": lambda lexical: lexical if _YEAR.fullmatch(lexical) else None,
}


def _canonical(lexical: str, datatype: str) -> str | None:
    """The canonical form of a literal, None where it is not of the datatype; of one that is not told here, any is."""
    form = _CANONICAL.get(datatype)
    return lexical if form is None else form(lexical)


@lru_cache(maxsize=1 << 14)
def typed(lexical: str, datatype: str) -> str:
    """A literal of an XML Schema datatype, in canonical form. Raises `ValueError` where it is not of the
    datatype.

    >>> typed("01.50", "decimal")
    '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    if datatype == "string":
        return string(lexical)
    canonical = _canonical(lexical, datatype)
    if canonical is None or not canonical.isascii():
        raise ValueError(f"{lexical!r} is not an xsd:{datatype}")
    return f"{string(canonical)}^^<{_XSD}{datatype}>"


def literal(value: Value) -> str:
    """A `Value` as text."""
    return string(value.lexical) if value.datatype == "string" else typed(value.lexical, value.datatype)


@lru_cache(maxsize=1 << 12)
def number(value: float) -> str:
    """A decimal with at most four places, as confidences have.

    >>> number(0.950)
    '"0.95"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    return typed(f"{value:.4f}", "decimal")


@lru_cache(maxsize=1 << 12)
def integer(value: int) -> str:
    """A whole number."""
    return f'"{value}"^^<{_XSD}integer>'


_MONTHS = {  # not calendar.month_name, which follows the locale
    "january": 1,
    "february": 2,
    "march": 3,
    "april": 4,
    "may": 5,
    "june": 6,
    "july": 7,
    "august": 8,
    "september": 9,
    "october": 10,
    "november": 11,
    "december": 12,
}
_WRITTEN_DATE = re.compile(r"([A-Za-z]+)\s+(?:(\d{1,2}),?\s+)?(\d{4})")


@lru_cache(maxsize=1 << 14)
def date(text: str) -> str:
    """A date as the registry writes it: typed where it can be understood, the text as it stands where it
    cannot.

    >>> date("June 15, 2013"), date("2013-06"), date("soon")
    ('"2013-06-15"^^<http://www.w3.org/2001/XMLSchema#date>', \
'"2013-06"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>', '"soon"')
    """
    plain = text.strip()
    written = _WRITTEN_DATE.fullmatch(plain)
    month = _MONTHS.get(written[1].lower()) if written else None
    if written and month:
        day = f"-{int(written[2]):02d}" if written[2] else ""
        plain = f"{written[3]}-{month:02d}{day}"
    for datatype in ("date", "gYearMonth", "gYear"):
        if plain.isascii() and _canonical(plain, datatype) is not None:
            return f'"{plain}"^^<{_XSD}{datatype}>'
    return string(text)
