"""Is a piece of the background a whole statement, and one about the world?

The rule: a statement has a finite verb of its own (`finite` and `verb` in `ontology/grammar/claims.tsv`, or a word that
is shaped and placed like one) and neither begins nor ends inside a bracket. People of whom only a relative clause says
something ("Children who weigh less than 48 kg") are a criterion, and what is run in a laboratory "to check …" is a
procedure: they are none.
"""

from __future__ import annotations

import re

from kg.text import holds_any

# What follows a plural or a participle, but seldom a verb.
_LINKS = (
    "of|in|and|or|for|with|to|on|at|by|from|as|per|such|that|which|who|whose|like|via|when|than|not|but|during|after|"
    "before|between|among|within|without|under|into|through|using|versus|vs|over|above|below|due|because|if|while|"
    "including|aged|older|younger|old|undergoing|receiving|treated|combined|[a-z]+ed (?:with|by|to|in|for|as)"
)
# "omalizumab reduces the …", "vitamin K increased insulin sensitivity".
_SHAPED = re.compile(
    rf"\b(?!(?:patients|years|months|weeks|days|hours|doses|subjects|participants|cells)\b)[a-z]{{2,}}[a-rtv-z]e?s "
    rf"(?:\([^()]*\) )?(?!(?:{_LINKS})\b)[a-z0-9]"
    rf"|(?<!\bthe )(?<!\ba )(?<!\ban )\b[a-z]{{2,}}ed (?!(?:{_LINKS})\b)[a-z0-9]"
    r"|\b(?:also|then|often|usually|generally|typically|still|never|rarely|mainly|directly) "
    r"(?![a-z]+(?:ed|ing|al|ic)\b)[a-z]{3}"
)
_TAIL = 60  # characters of a sentence that was cut at "(e.g."; where more follow, the bracket was forgotten
_ITEM = re.compile(r"(?:(?<=\s)|^)(?:\d{1,2}|[a-z]|[ivx]{1,4})\)")
_SIGN = re.compile(r"[()]")
# "Women who are pregnant or breast-feeding": up to the relative clause.
_PEOPLE_WHO = re.compile(
    r"(?:(?:the|all|any|adult|pregnant|healthy|male|female|young|older|pediatric|eligible|other)\s)*"
    r"(?:children|patients?|adults?|adolescents|infants|women|men|males|females|subjects?|participants?|individuals?|"
    r"people|persons?|volunteers?)\b(?P<traits>[^.;:]{0,80}?)[\s,](?:who|that)\s(?P<said>.+)",
    re.DOTALL,
)
_VERB_GROUP = (
    r"(?:is|are|was|were|has|have|had|can|cannot|may|might|could|will|would|should|must|do|does|did)\b"
    r"(?:\s(?:not|also|already|never|been|be|being|have|had|only|currently|previously|\w+ly)\b)*"
)
_OWN_VERB = re.compile(rf"(?<!\bwho )(?<!\bthat )(?<!\bwhich )(?<!\band )(?<!\bor )(?<!\bbut )\b{_VERB_GROUP}")
_AGE_OR_WEIGHT = re.compile(
    r"\b(?:less|more|older|younger|greater|under|over|at least|between|aged?)\b[^.;:,]{0,30}?\d+(?:\.\d+)?\s?-?"
    r"(?:kg|kilograms|pounds|lbs|years?|months?|weeks?)\b"
)
_IN_A_LABORATORY = re.compile(
    r"\b(?:experiments?|assays?|elisas?|western blots?|pcrs?|blots?|(?:recovery|spiking|stability|cross-reactivity|"
    r"validation|linearity) (?:tests?|studies))\b[^.;]{0,90}?\b(?:is|are|was|were) (?:then |also |\w+ly )?"
    r"(?:performed|done|conducted|carried out|run|repeated)\b"
)
_LABORATORY_HINTS = ("experiment", "assay", "elisa", "blot", "pcr", " tests ", "test ", "studies")


def unclosed(folded: str, start: int, end: int) -> int:
    """Where `folded[start:end]` opens a bracket in which it ends; `end` where none, or where one was only forgotten."""
    if folded.find("(", start, end) < 0 and folded.find("[", start, end) < 0:
        return end
    opened: list[int] = []
    for position in range(start, end):
        if folded[position] in "([":
            opened.append(position)
        elif folded[position] in ")]" and opened:
            opened.pop()
    return opened[0] if opened and end - opened[0] <= _TAIL else end


def whole(text: str, finite: bool) -> bool:
    """Whether this text (in lower case) is a whole statement about the world; `finite` where it has a known verb.

    >>> whole("rest combined with exercise in older adults", False), whole("rest reduces the pain", False)
    (False, True)
    """
    return (
        (finite or _SHAPED.search(text) is not None)
        and (")" not in text or not _closes_another(text))
        and not _only_describes(text)
        and not (holds_any(text, _LABORATORY_HINTS) and _IN_A_LABORATORY.search(text))
    )


def _closes_another(text: str) -> bool:
    """Whether a bracket is closed that the text did not open: it begins inside one. What is closed twice
    ("(80%) %-90%)") is only miswritten."""
    sign = _SIGN.search(_ITEM.sub("", text))
    return sign is not None and sign.group() == ")"


def _only_describes(text: str) -> bool:
    """Whether people are only described: a relative clause with the one verb of the text."""
    people = _PEOPLE_WHO.match(text)
    if people is None or "," in people["said"] or _OWN_VERB.search(people["traits"]):
        return False
    said = people["said"]
    first = re.match(_VERB_GROUP, said)
    if first is None and not _AGE_OR_WEIGHT.search(text):
        return False  # "patients who smoke die earlier": either word may be the verb
    rest = said[first.end() if first is not None else 0 :]
    return _OWN_VERB.search(rest) is None and _SHAPED.search(rest) is None
