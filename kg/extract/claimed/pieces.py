"""The clauses of a background sentence that can stand alone as claims.

The rule: a sentence is cut where a new subject begins behind a comma or a semicolon; what ties a clause to others
("however", "background:", "in a mouse model,") is left out, and so is what stands in a bracket that is not closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.claimed.whole import unclosed

_SPLIT = re.compile(
    r"[,;](?:(?:\s*(?:and|but|while|whereas|yet|so)\s+|(?<=;)\s+)(?=(?:the|an?|another|its|their|no|this|these|there|"
    r"it|about|approximately|over|more|some|many|most|only|by|\d)\b(?!/))"
    r"|\s*(?:but|while|whereas)\s+(?=\w+ (?:is|are|was|were|has|have|can|may)\b))"
)
_LEAD = re.compile(
    r"^[\s\"'*•\\-]*(?:(?:meanwhile|however|moreover|furthermore|in addition(?! to\b)|therefore|thus|besides|"
    r"unfortunately|nevertheless|additionally|in contrast|"
    r"for example|for instance|hence|consequently|indeed|also|and|but|as such|interestingly|importantly|notably|"
    r"finally)\b,?\s+|"
    r"(?:scientific |study )?(?:background|rationale|introduction|significance)(?: (?:and|for) [\w -]{3,30}?)?"
    r"(?:\s?:\s+|[^\S\n]*\n\s*)|"
    r"in (?:an?|the|our|this) [^,.]{0,60}?(?:model|models|study|trial|analysis|cohort)s?\b[^,.]{0,60},\s+|"
    r"(?:\d{1,2}|[ivx]{1,4})[.)]\s+)*"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|may|could|will|would|do|does|did|remain|account|affect|occur|show|suggest|"
    r"increase|decrease|improve|reduce|develop|cause|represent|exceed|lead|led|experience|become|became|range|"
    r"reach|die|fail|live|recur|suffer|go|report|estimate|reveal|provide|indicate|\w+(?:ed|es|[^s]s))\b"
)


def pieces(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The clauses of a sentence that can stand alone, without the words that tie them to others and what stands in a
    bracket that is not closed."""
    borders = [
        (match.start(), match.end())
        for match in _SPLIT.finditer(folded, start, end)
        if (not folded.startswith(("a ", "an "), match.end()) or _VERB.search(folded, match.end(), end))
        and unclosed(folded, start, match.start()) == match.start()
    ]
    begin = start
    for stop, after in [*borders, (end, end)]:
        lead = _LEAD.match(folded[begin:stop])
        first = begin + (lead.end() if lead is not None else 0)
        last = unclosed(folded, first, stop)
        while last > first and folded[last - 1] in " .,;:\\\n\t":
            last -= 1
        while first < last and folded[first] in " .,;:\n\t":
            first += 1
        if first < last:
            yield first, last
        begin = after
