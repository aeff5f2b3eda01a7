"""Text without opinions: a length-preserving fold, normal forms of names, sentences, tokens.

The rule of `fold`: one character in, one character out, so an offset into the folded text is an offset into the
original. Everything that searches text searches the fold; everything that is stored is the original.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

_PLAIN = {
    **dict.fromkeys("‐‑‒–—―−﹘﹣－⁃", "-"),
    **dict.fromkeys("‘’‚‛′`´ʼ＇", "'"),
    **dict.fromkeys("“”„‟″«»＂", '"'),
    **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
    "（": "(", "）": ")", "，": ",", "；": ";", "：": ":", "／": "/", "＋": "+", "％": "%", "ß": "s", "ø": "o",
    "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "ð": "d", "ı": "i", "µ": "μ",
}  # fmt: skip


def _fold_character(character: str) -> str:
    plain = _PLAIN.get(character)
    if plain is not None:
        return plain
    lowered = character.lower()
    if len(lowered) != 1:  # İ lowers to two characters; keep its base letter
        lowered = unicodedata.normalize("NFD", character)[0].lower()
    decomposed = unicodedata.normalize("NFD", lowered)
    if len(decomposed) > 1 and unicodedata.combining(decomposed[1]):
        return decomposed[0]
    compatible = unicodedata.normalize("NFKC", lowered)
    return compatible if len(compatible) == 1 else lowered


class _FoldTable(dict[int, str]):
    """A translation table that computes a character's fold the first time it is seen."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_TABLE = _FoldTable({code: chr(code).lower() for code in range(128) if chr(code) != "`"})


def _fold_beyond_ascii(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)  # the only error that encoding raises
    return error.object[error.start : error.end].translate(_TABLE).encode("utf-8", "surrogatepass"), error.end


codecs.register_error("trialkg-fold", _fold_beyond_ascii)


def fold(text: str) -> str:
    """Lower case, plain dashes, quotes and spaces, accents dropped; as long as `text`, character for character.

    >>> fold("Naïve – “T‑cell”")
    'naive - "t-cell"'
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    # Going by the table is slow, so only what lies beyond ASCII does; the rest is done in C.
    folded = text.replace("`", "'").encode("ascii", "trialkg-fold").lower()  # of bytes only ASCII is lowered
    return folded.decode("utf-8", "surrogatepass")


def lowered(text: str) -> str:
    """Lower case, character for character, and nothing else: accents, dashes and quotes stay as they are.

    Patterns read this rather than ignore case, which takes them three times as long.
    """
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join([c.lower() if len(c.lower()) == 1 else c for c in text])


def holds_any(text: str, words: Iterable[str]) -> bool:
    """Whether one of the words stands in the text, also inside another one.

    A search with a pattern costs many times as much, so one that cannot match without such a word is spared.
    """
    for word in words:  # noqa: SIM110 - a generator would cost more than the search
        if word in text:
            return True
    return False


def stands_free(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit touches `text[start:end]`: it is no part of a longer word.

    >>> stands_free("the rat strategy", 4, 7), stands_free("the rat strategy", 9, 12)
    (True, False)
    """
    return not (start and text[start - 1].isalnum()) and not text[end : end + 1].isalnum()


def begun_by(pattern: re.Pattern[str], text: str, words: Iterable[str]) -> Iterator[re.Match[str]]:
    """What `pattern.finditer(text)` finds, for a pattern of which every match begins with one of these words as they
    stand there.

    The engine stops at every character, unless a pattern begins with a letter; the words by themselves are found many
    times sooner, and need no search before.

    >>> [m.group() for m in begun_by(re.compile(r"\\b(?:vs|versus)\\b"), "A vs B, canvas versus C", ("vs", "versus"))]
    ['vs', 'versus']
    """
    places: set[int] = set()
    for word in words:
        at = text.find(word)
        while at >= 0:
            places.add(at)
            at = text.find(word, at + 1)
    end = 0
    for at in sorted(places):
        match = pattern.match(text, at) if at >= end else None
        if match is not None:
            end = match.end()
            yield match


def translation(signs: dict[str, str]) -> dict[int, str | int]:
    """A table for `str.translate`. It holds what most texts are written with: of a text with a sign beyond ASCII, every
    character that the table lacks costs an exception."""
    return {code: code for code in range(0x2100)} | {ord(sign): plain for sign, plain in signs.items()}


_SIGNS = translation({sign: plain for sign, plain in _PLAIN.items() if not sign.isalpha()})


def plain_signs(text: str) -> str:
    """Plain dashes, quotes, spaces and full-width signs, letters as they are; as long as `text`.

    >>> plain_signs("Nephrotic Syndrome，Idiopathic")
    'Nephrotic Syndrome,Idiopathic'
    """
    return text if text.isascii() else text.translate(_SIGNS)


_GAPS = translation(dict.fromkeys("-_/,;:.'\"()[]{}*®™", " "))


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """Two names with the same key are the same name written differently: case, accents, hyphens, punctuation, spacing.

    >>> name_key("Progression-Free  Survival") == name_key("progression free survival")
    True
    """
    return " ".join(fold(name).translate(_GAPS).split())


_SLUG = bytes(code if chr(code) in ".+0123456789abcdefghijklmnopqrstuvwxyz" else ord(" ") for code in range(256))


def slug(name: str) -> str:
    """A local name for an IRI: lower case letters, digits, `.`, `+` and single hyphens.

    >>> slug("Colorectal Cancer (stage IV)")
    'colorectal-cancer-stage-iv'
    """
    return b"-".join(fold(name).encode("ascii", "ignore").translate(_SLUG).split()).decode().strip("-.")


# The pattern begins with one class of six characters, not with an alternation: only then does the engine leap from one
# of them to the next. The last alternative is the bullet of a list whose lines were joined.
_SENTENCE_END = re.compile(
    r"[.!?\n*•](?:(?<=[.!?])(?:[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])|(?=[A-Z][a-z]))"
    r"|(?<=\n)(?:\s*\n|(?=\s*(?:[-*•]|\d+[.)])\s)|(?=[A-Z][^\n.]{2,44}\n\s*(?:[-*•]|\d+[.)])\s))"
    r"|(?<=\s[*•])(?=\s+[A-Z][a-z]))"
)
_NOT_AN_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|approx|resp|etc|ca|cf|Dr|Prof|No|Fig|St|al|max|min|incl|(?<!/)[A-Z])\.)$"  # not "mmol/L."
)
# "i.v. Cisplatin", unlike "given i.v. The second arm".
_BEFORE_A_NAME = re.compile(
    r"(?<=\b[ips]\.[vmpotc]\.)\s(?!(?:The|An?|In|On|At|After|Before|During|Following|Then|Thereafter|Patients?|Participants|"
    r"Subjects|Th[ei]se?|Those|Treatments?|All|Each|If|For|From|With|When|While|Group|Arm|Cohort|Control|Cycles?|It|We|They|"
    r"Study|Both|No|Follow|Dos\w+|Blood|Surgery|Chemotherapy|One|Two|Three|Day|Week|Part|Phase|Step|As|To|By|Maintenance|"
    r"Induction|Primary|Secondary|Exclusion|Inclusion|Concurrent|Response|Tumou?r|Experimental)\b)[A-Z]"
)


def _goes_on(text: str, stop: int) -> bool:
    """Whether the full stop before `stop` is one of a short form."""
    return bool(_NOT_AN_END.search(text, max(0, stop - 8), stop) or _BEFORE_A_NAME.match(text, stop))


@lru_cache(maxsize=1024)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Offsets of the sentences of `text`, without the white space between them. Blank lines and bullets end one,
    and so do short lines above a list.

    >>> [ "One (e.g. this). Two"[a:b] for a, b in sentences("One (e.g. this). Two") ]
    ['One (e.g. this).', 'Two']
    """
    found: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        mark = match.group()
        stop = match.start() + (mark[0] in ".!?")  # the full stop belongs to the sentence
        if mark[0] == "." and "\n" not in mark and _goes_on(text, stop):
            continue
        found.append((start, stop))
        start = match.start() if mark in "*•" else match.end()
    found.append((start, len(text)))
    trimmed = []
    for begin, end in found:
        piece = text[begin:end].lstrip()
        kept = len(piece.rstrip())
        if kept:
            begin = end - len(piece)
            trimmed.append((begin, begin + kept))
    return tuple(trimmed)
