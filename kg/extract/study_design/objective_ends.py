"""Where the words of an objective end.

The rule: where circumstances begin ("in patients", "using"), but never where nothing is said yet ("to assess the
influence": of what belongs to it), nor before the other side of a comparison ("the effect of rest versus exercise"),
nor inside a bracket. What follows "whether" or "how" goes on to the end of its clause; the points of "i.e." and
"vit. D" end none.
"""

from __future__ import annotations

import re
from functools import cache

from kg.extract.study_design.objective_words import words

# A character of a sentence: the point of a number or a short form is one too.
_SHORTENED = r"(?<=\b[a-z])\.(?=[a-z]\b)|(?<=\b[a-z]\.[a-z])\.|(?<=\bvs)\.|(?<=\bvit)\."
OF_SENTENCE = rf"(?:[^.;]|\.(?=\d)|{_SHORTENED})"
_OF_CLAUSE = rf"(?:[^.;:*]|\.(?=\d)|{_SHORTENED})"
_STOP = (
    r"(?<! followed)"
    r"(?=\s(?:of|in|for|between|among|with|on|when|by|as|after|during|versus|vs\.|using|at|from|to|following)\s|"
    r"[.;:(?]|$|,\s(?:by|using|which|who)\s|,\s(?:and\s)?(?:to\s|\(?(?:[1-9]|[a-e]|i{1,3}v?)[.)]\s))"
)
_HAS_A_VERB = r"(?:is|are|was|were|will|would|has|have|had)"
SAID = (
    r"(?: and (?:to )?(?:evaluate|assess|compare|study|explore|investigate|determine|characteri[sz]e|confirm)\b)?"
    rf"(?:(?P<whether> (?:the hypothesis )?(?:whether|if|how|what|that|which) {_OF_CLAUSE}{{8,400}})|"
    rf"(?:,\s[^.;:,(?]{{3,80}},)?(?: the| an?)?\s[^.;:,(?]{{3,90}}?"
    rf"(?:,\s(?:and\s)?(?!(?:and\s)?to\s)(?:(?!\b{_HAS_A_VERB}\b)[\w/ -]){{3,64}}?){{0,7}}?){_STOP}"
)
"""What follows the verb of an objective."""
_ON = re.compile(
    r"\s(?:of|on|in|with|to|between)\s[^.;:,(]{2,90}?(?=\s(?:in|for|between|among|with|on|when|by|as|after|during|"
    r"versus|using|at|from|to|following|of)\s|[.;:,(]|$)"
)
_COMPARES = re.compile(r"(?:to )?compar(?:e[sd]?|ing)\b")
_OTHER_SIDE = (
    r"[^.;:,(]{2,80}?(?=\s(?:in|for|among|on|when|by|as|after|during|using|at|from|to|following|and|who|"
    r"undergoing)\s|[.;:,(]|$)"
)
_WITH = re.compile(rf"(?:\susing\s[\w-]+)?\s(?:to|with|versus|vs\.?|against)\s{_OTHER_SIDE}")
_VERSUS = re.compile(rf"\s(?:versus|vs\.?)\s{_OTHER_SIDE}")
# A short form or an example in brackets ends nothing: "safety, pharmacokinetics (PK) and immunogenicity", "the rate of
# MRD (minimal residual disease) negativity".
_BRACKETED = re.compile(
    r"\([^()]{1,30}\)(?!,?\s(?:and\s)?to\s|\s(?:of|in|for|between|among|with|on|when|by|as|after|during|versus|using|"
    r"at|from|following|who|which|that|will|is|are|was|were|has|have|than|compared|measured|assessed)\b)"
    rf"(?:,|\s(?:and|or)\b|(?=\s[a-z]))[^.;:(?]{{3,90}}?{_STOP}"
)
_TRAILING = re.compile(r"(?:,?\s+(?:and|or|before|alone|compared|relative|concurrent))*[\s,.]*$")
_LONGEST_BRACKET = 120


@cache
def _unfinished() -> re.Pattern[str]:
    return re.compile(rf"(?:{words()['unfinished']})$")


def end_of(folded: str, match: re.Match[str], last: int) -> int:
    """Where the objective ends that begins as `match` says (groups `words`, `whether`) and reaches `last` at most."""
    start, end = match.span("words")
    if match["whether"] is not None:
        return _unbracketed(folded, start, end, last)
    end = _finished(folded, start, end, last)
    while folded.startswith("(", end) and (more := _BRACKETED.match(folded, end, last)) is not None:
        end = _finished(folded, start, more.end(), last)
    other = _WITH.match(folded, end, last) if _COMPARES.match(folded, start) else _VERSUS.match(folded, end, last)
    return _unbracketed(folded, start, other.end() if other is not None else end, last)


def trimmed(said: str) -> str:
    """The words without what leads on to more ("… and")."""
    return _TRAILING.sub("", said)


def _finished(folded: str, start: int, end: int, last: int) -> int:
    """The end of an objective that goes on: "the influence" of "the kind" of disease."""
    for _ in range(3):
        if not _unfinished().search(folded, start, end):
            break
        more = _ON.match(folded, end, last)
        if more is None:
            break
        end = more.end()
    return end


def _unbracketed(folded: str, start: int, end: int, last: int) -> int:
    """The end behind the bracket in which the words end, or before it where it is not closed."""
    opened = folded.rfind("(", start, end)
    if opened < 0 or folded.find(")", opened, end) >= 0:
        return end
    closed = folded.find(")", end, min(last, opened + _LONGEST_BRACKET))
    return closed + 1 if closed >= 0 else opened
