"""Plain statements: what the background says without any word that asserts ("Neostigmine has a ceiling effect").

The rule: only where all around is background, only in the present, and only a whole sentence. Whatever tells how a
study is done (its people, visits, doses, measurements: `procedure` in `ontology/grammar/claims.tsv`, numbered days and
groups, what "was" done) is none.
"""

from __future__ import annotations

import re

# A verb in the present, or a plural with a word behind it that may be one.
_PRESENT = re.compile(
    r"\b(?:is|are|has|have|can|may|might|could|does|do|cannot|(?!as|vs)[a-z]{2,}s (?:an?|the|their|its) |"
    r"[a-z]{3,}s (?!(?:of|in|and|or|for|with|to|on|at|by|from|as|per|such|that|which|who|like|via|when|than|not|be|but|"
    r"during|after|before|between|among|within|without|under|into|through|using|versus|over|above|below|due|because|if|"
    r"while|[a-z-]+(?:ed|ing|al|ic|ive|ous|ant))\b)[a-z]+ [\w-]+)"
)
_PAST = re.compile(r"\b(?:was|were|did|had)\b")
# A heading, an item, a formula.
_NO_SENTENCE = re.compile(r"[^a-z]*\b[^.]{0,60}:|[\[*•|=#]|[-–]\s|\w+\)|[a-z]{1,2}\.\s")
# "Patients listen to music": what people do may be what they do in the trial.
_PEOPLE = re.compile(
    r"(?:the )?(?:patients|children|women|men|adults|infants|babies|parents|mothers|families|nurses|"
    r"therapists|students|physicians|doctors|surgeons|residents|adolescents) "
    r"(?!with\b|who\b|undergoing\b|are\b|have\b|of\b|in\b)"
)
_NUMBERED = re.compile(
    r"\b(?:weeks?|days?|months?|hours?|visits?|groups?|arms?|parts?|steps?|stages?|phase|cohorts?|figures?|tables?|"
    r"doses?|levels?|sections?|appendix) (?:\d|[a-d]\b|i+\b)"
    r"|\d\s?(?:mg|µg|mcg|g|ml|cc|mm|cm|iu|units?|minutes?|min|seconds?|hours?|weeks|visits|sessions|times|points?|"
    r"questions|items|sites)\b"
)

_DO = (
    "develop|have|die|fail|experience|suffer|report|relapse|recur|respond|survive|progress|need|require|remain|achieve|"
    "become|present|do not"
)
_SHARE = re.compile(
    rf"% of (?:the |all |these )?[^.;,%]{{3,60}}? (?:{_DO})\b|"
    rf" (?:{_DO}|occurs?|appears?)\b[^.;,]{{0,60}} in [^.;,%]{{0,20}}% of "
)


def tells_a_share(text: str) -> bool:
    """Whether this text (in lower case) tells to how many something happens.

    >>> tells_a_share("20% of patients develop pain"), tells_a_share("20% of patients take two pills")
    (True, False)
    """
    return _SHARE.search(text) is not None


def plain(text: str, verb: bool) -> bool:
    """Whether this text (in lower case) has the shape of a plain statement; `verb` where its verb is known to be one.

    >>> plain("neostigmine has a ceiling effect", False), plain("week 4: blood is taken", False)
    (True, False)
    """
    return (
        text.count(" ") >= 2
        and (verb or (_PRESENT.search(text) is not None and _PAST.search(text) is None and not _PEOPLE.match(text)))
        and _NO_SENTENCE.match(text) is None
        and _NUMBERED.search(text) is None
    )
