"""Where the words of an objective end.

The rule: with its sentence or its item of a list, but before the next objective of a row ("and to assess …") and before
a clause with a verb of its own ("…, which is common"). A closed bracket is passed over whole; the points of numbers and
of "i.e." and "vit. D" end none.
"""

from __future__ import annotations

import re

# A character of a sentence: the point of a number or a short form is one too.
_SHORTENED = (
    r"(?<=\b[a-z])\.(?=[a-z]\b)|(?<=\b[a-z]\.[a-z])\.|(?<=\bvs)\.|(?<=\bvit)\.|(?<=\be\.g)\.|(?<=\bi\.e)\.|"
    r"\.(?=[\w-]{1,12}\.(?:com|org|net)\b)"
)
SAID = (
    r"(?: and (?:to )?(?:evaluate|assess|compare|study|explore|investigate|determine|characteri[sz]e|confirm)\b)?"
    r"\s(?![.,;:?]|\((?!\w{1,2}\)))[^.;:?*]{3}"
)
"""What must follow the verb of an objective at least."""
_LONGEST = 480
_REST = re.compile(
    r"(?:[^.;:?*•(\n]|(?<=\d):(?=\d)|\n(?=[a-z(])|"
    r"\([^()]{0,160}(?:\([^()]{0,60}\)[^()]{0,100})?\)|"
    rf"\.(?=\d)|(?i:{_SHORTENED}))*"
)
# "…, which is common"; "… and will be followed for a year", but not "whether X works and is safe": of something else.
_SUBORDINATE = "which|because|since|whereas|where"
_ASIDE = re.compile(
    rf"(?P<main>,\s(?!(?:and|or|as|with|but|while|so|thus|thereby|therefore|hence|{_SUBORDINATE})\b)"
    r"[^,;]{2,80}?\s(?:is|are|was|were|will|shall)\b|"
    r"(?<!\sand)\s(?:is|are|was|were|will)\b)|"
    r"(?P<verb>,?\sand\s(?:is|are|was|were|will|has|have|had|can|may)\b)|"
    r",?\sand\s(?:it|this|these|they|we|then|thus|therefore|hence)\b|"
    rf",\s(?:and\s)?(?:{_SUBORDINATE}|as\s(?:it|they|this|there|these))\b"
)
_OF_A_CLAUSE = re.compile(
    r"\b(?:whether|if|how|what|that|which|who|whose|when|where|why|while|until|after|before|once|because)\b",
    re.IGNORECASE,
)
_LEADS_ON = frozenset("and or but also then secondly to of for in on by with than the".split())
_NUMBER = re.compile(r"[\s,;]\(?(?:[1-9]|[a-e]|i{1,3}v?)[.)]\Z")


def end_of(text: str, start: int, said: int, last: int) -> int:
    """Where the objective ends that begins at `start`, says something by `said`, and reaches `last` at most; `start`
    where it is what something is done for ("To find the size, scans are taken")."""
    rest = _REST.match(text, said, min(last, start + _LONGEST))
    end = rest.end() if rest is not None else said
    if end == start + _LONGEST < last:
        end = text.rfind(" ", said, end)
    for aside in _ASIDE.finditer(text, said, end):
        if aside.lastgroup is None:
            return aside.start()
        if _OF_A_CLAUSE.search(text, start, aside.end()) is None:
            if aside["main"] and text.startswith("To ", start):
                return start
            if text[aside.start()] == "," or aside["verb"]:
                return aside.start()
    return end


def trimmed(said: str) -> str:
    """The words without what leads on to more ("… and")."""
    while said:
        kept = said.rstrip(" \n\r\t,.*•\\-").removesuffix(" as well as")
        kept = _NUMBER.sub("", kept)
        before, _, word = kept.rpartition(" ")
        kept = before if word.lower() in _LEADS_ON else kept
        if kept == said:
            break
        said = kept
    return said
