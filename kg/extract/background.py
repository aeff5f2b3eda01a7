"""Does a stretch of prose speak of this trial, or of the background: standards, other studies, epidemiology, animals?

The rule: precision first. A fact is only taken from a clause whose stance is `trial`; the title is always `trial`.
The cues are data (`ontology/grammar/stance.tsv`): whole words found in one pass. A sentence with both kinds of cue is
cut at the clause border between them, so "X may help, and the purpose of this trial is …" is background and then
trial. A sentence without any cue goes on as the one before it; headings ("BACKGROUND:", "OBJECTIVES:") set the
stance of what follows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple, TypeAlias

import daachorse

from kg.errors import ResourceError
from kg.extract.context import folded_text
from kg.extract.document import Document
from kg.model import Passage
from kg.resources import resource
from kg.text import holds_any, sentences

Stance: TypeAlias = Literal["trial", "likely", "background"]
"""`likely`: nothing speaks for the background, but nothing says that it is this trial (opening sentences)."""


class Clause(NamedTuple):
    """`passage.text[start:end]` speaks of the trial or of the background. `sentence` is the number of its sentence."""

    start: int
    end: int
    stance: Stance
    sentence: int = 0


class _Phrase(NamedTuple):
    """A cue of the file: what it speaks for, where it counts, whether any ending may follow."""

    stance: Stance
    places: frozenset[str]
    open_ended: bool


class _Cue(NamedTuple):
    start: int
    end: int
    stance: Stance
    places: frozenset[str]


@cache
def _cues() -> tuple[daachorse.CharwiseDoubleArrayAhoCorasick, tuple[_Phrase, ...]]:
    phrases: dict[str, _Phrase] = {}
    lines = resource("grammar", "stance.tsv").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith(("#", "stance\t")):
            continue
        stance, place, cue = (*line.split("\t"), "", "")[:3]
        if stance not in ("trial", "background") or place not in ("any", "here", "weak", "start", "head") or not cue:
            raise ResourceError(f"stance.tsv:{number}: expected stance, place and cue separated by tabs")
        speaks: Stance = "trial" if stance == "trial" else "background"
        words = " " + cue.removesuffix("*")
        known = phrases.get(words, _Phrase(speaks, frozenset(), False))
        if known.stance != speaks:
            raise ResourceError(f"stance.tsv:{number}: {cue!r} stands there for both stances")
        phrases[words] = _Phrase(speaks, known.places | {place}, known.open_ended or cue.endswith("*"))
    return daachorse.CharwiseDoubleArrayAhoCorasick(list(phrases)), tuple(phrases.values())


_VIEW = {ord(c): " " for c in '-\n\r\t/,;:()[]"*•_'}
_HEADING = re.compile(r"[ ]*(?:[0-9]+[.)]?|[-*•\\]+)?[ ]*")


@lru_cache(maxsize=64)  # a text is read with either opening
def _found(text: str) -> list[_Cue]:
    automaton, facts = _cues()
    view = " " + folded_text(text).translate(_VIEW) + " "
    found: list[_Cue] = []
    for start, end, number in automaton.find_overlapping(view):
        phrase = facts[number]
        if phrase.open_ended or not view[end].isalnum():
            found.append(_Cue(start, end - 1, phrase.stance, phrase.places))
    found.sort(key=lambda cue: (cue.start, -cue.end))
    return found


# How a sentence opens that tells of this trial: "This first-in-human (FIH) study is …", "CIME is a multicenter,
# randomised study …", "A trial is proposed with …", "We conducted a double-blind trial to compare …"; also after words
# that link it to the one before: "To address this, …", "As this is a …".
_LINKED = (
    r"[\W\d]*(?:(?:overall|thus|therefore|accordingly|hence|consequently|design|study design|in summary|"
    r"to (?:address|achieve|answer|test|do|investigate|overcome|fill|meet|this end)\b[^,.;]{0,60})[,:]\s|"
    r"(?:as|since|because|although|while)\s(?=(?:this|it) (?:is|will)\b))?"
)
_RUNNERS = r"(?:we|the (?:investigators?|researchers?|authors))\s(?:therefore |thus |now )?"


def _to_study(most: int, stops: str) -> str:
    """Up to so many words, none of these, and the study."""
    return rf"(?:(?!(?:{stops})\b)[\w/():-]+,?\s){{0,{most}}}?(?:study|trial)\b"


_STRONG = re.compile(
    _LINKED
    + "(?:"
    + "|".join(
        (
            r"(?:in )?(?:this|the (?:present|current|proposed)|our(?! (?:group|team|previous|prior|recent|earlier)))\s"
            + _to_study(6, r"to|aims?|will")
            + r"(?!\s(?:showed|found|demonstrated|reported|suggest\w*|which (?:concluded|ended|showed|found)|"
            r"published))",
            r"this (?:is|will be) an?\s",
            r"it (?:is|will be) an?\s" + _to_study(9, "in|of|that|which|for|with|by"),
            r"(?:the )?[\w-]{3,20}(?: \d{1,2}| study| trial)?(?: \([^()]{1,60}\))? (?:is|will be) an?\s"
            + _to_study(9, "in|of|that|which|for|with|by"),
            r"an?\s"
            + _to_study(9, "in|that|which|by")
            + r" (?:is|will be) (?:proposed|planned|conducted|designed|performed|carried out)\b",
            r"(?:objectives?:\s*)?(?:(?:primary|secondary|tertiary|exploratory|i{1,3}|iv)(?: objectives?)?[\s.:*-]+)*"
            r"(?:determine|compare|assess|evaluate|estimate|investigate|describe)\s(?:the|whether|if|and|safety|"
            r"efficacy|toxicity)\b",
            _RUNNERS + r"(?:propose|are proposing|plan|are planning)\san?\s[^;]{0,120}?\b(?:study|trial)\b",
            _RUNNERS
            + r"(?:have )?(?:conduct|perform|design)(?:ed)?\san?\s(?:(?!in\b|that\b|which\b)[\w/()-]+,?\s){0,9}?"
            r"(?:study|trial|clinical trail)\b[^.;]{0,60}? "
            r"(?:to (?:compare|evaluate|assess|determine|investigate|examine|test)|that will)\b",
        )
    )
    + ")"
)
# "A randomized, single-blind study in newborns", "It is a pragmatic, multicenter trial", "planned as a randomized
# controlled trial": two or more words of design before the study itself tell the design of this one, unless the
# sentence cites what another one found.
_DESIGN_WORD = (
    r"(?:(?:open|non|un|single|double|triple|observer|assessor|patient|evaluator|rater|investigator)[- ]?"
    r"(?:label(?:l?ed)?|blind(?:ed)?|mask(?:ed)?)|open|(?:single|one|two|three|four|multi|dual|double|[1-8])[- ]"
    r"(?:arm(?:ed)?|group|stage|part|site|period|sequence|cent(?:er|re))|(?:single|multi|mono|bi)[- ]?"
    r"(?:cent(?:er|re)(?:ed)?|centric|institutional|site)|(?:un|non[- ]?)?(?:randomi[sz]ed|"
    r"controlled|comparative(?: effectiveness)?)|control(?= trial)|"
    r"(?:placebo|sham|active|vehicle)[- ]controlled|(?:\d[- ])?parallel(?:[- ](?:group|arm)s?)?|cross-?over|"
    r"factorial|prospective|"
    r"retrospective|observational|interventional|pragmatic|phase [\w/]{1,5}(?: ?/ ?[\w/]{1,5})?|pilot|adaptive|"
    r"dose[- ](?:escalation|finding|ranging)|first-in-human|non-inferiority|superiority|longitudinal|cross-sectional|"
    r"multinational|investigator-initiated|\d+-(?:year|month|week|day|patient|participant))"
)
_DESIGN_ROW = (
    rf"(?:an?\s|the\s)?(?:{_DESIGN_WORD}(?:,?\s(?:and\s)?|/)){{2,}}(?:[\w/()-]+,?\s){{0,4}}?"
    r"(?:study|trial|rct|design|experiment)\b"
)
_TOLD_AS = re.compile(
    rf"\W*{_DESIGN_ROW}|"
    r"[^.;]{0,120}?\b(?:is|will be|(?:planned|designed|conducted|performed) (?:as|in)|based on|"
    r"(?:(?:will )?(?:conduct|perform|carry out|undertake)|(?:conducted|performed|designed)))"
    rf"\s{_DESIGN_ROW}"
)
_CITES = re.compile(
    r"\b(?:show(?:ed|n|s)|demonstrat\w+|found|reported|suggest\w*|reveal\w*|conclud\w*|published|has been|have been|"
    r"had been|previous(?:ly)?|et al|resulted|larger|future|no|few|lack\w*|need\w*|first (?:step|to))\b"
)
_STUDIES = ("study", "trial", "rct", "design", "experiment")
# "The Controlled evaLuation of Receptor Blockers (CLARITY) study is a …"
_BY_ACRONYM = re.compile(r"[^.;:]{3,160}?\([\w -]{2,24}\) (?:study|trial) (?:is|was|will be) an?\s")
# "A phase I trial has demonstrated …", "In our phase 1 trial which ended …", "In a trial of 34 patients, …".
_OTHERS_DID = re.compile(
    r"\W*(?:(?:an?|one|the|another|in (?:our|an?))\s(?:(?!this\b|will\b)[\w/()-]+,?\s){0,8}?(?:study|trial)s?\s"
    r"(?:\([^()]{1,60}\)\s|(?:of|in|by|with|from)\s[^.;,]{2,60}?\s)?(?:(?:has|have|had)\s(?:been\s)?"
    r"(?:demonstrated|shown|found|reported|published|proven|completed|established|suggested)|"
    r"(?:which|that) (?:concluded|ended|showed|demonstrated)|(?:recently )?(?:showed|demonstrated|reported|"
    r"found|revealed)|(?:is|are|was|were) (?:needed|required|warranted|necessary))\b"
    r"|in (?:an?\s(?:(?!this\b)[\w/()-]+,?\s){0,6}?(?:study|trial|analysis|survey) (?:of|in|with)\s(?:[\w-]+ )?\d|"
    r"(?:one|two|three|several|some|many|most|an(?:other|imal))\s(?:[\w/()-]+,?\s){0,4}?(?:stud(?:y|ies)|trials?)\b)"
    r"(?![^.;]*\b(?:will|we)\b))"
)
_BORDER = re.compile(r"[,;:]\s*|\s+(?:and|but|while|whereas|so|therefore)\s+(?=the |this |we |our |it )")


@lru_cache(maxsize=1024)
def stances(text: str, opening: Stance) -> tuple[Clause, ...]:
    """The clauses of a piece of prose. `opening` is the stance of sentences before the first cue."""
    cues = _found(text)
    plain = folded_text(text)
    clauses: list[Clause] = []
    current, headed, at = opening, False, 0
    previous_end = 0
    for number, (start, end) in enumerate(sentences(text)):
        while at < len(cues) and cues[at].start < start:
            at += 1
        inside: list[_Cue] = []
        head = _heading(text, start, end)
        strong = _STRONG.match(plain, start + head, end)
        if strong is None and (plain.find(") study ", start, end) > 0 or plain.find(") trial ", start, end) > 0):
            strong = _BY_ACRONYM.match(plain, start + head, end)
        if strong is None and holds_any(plain[start:end], _STUDIES):
            strong = _told_as(plain, start + head, end)
        scan = at
        told = False  # whether the heading is one of those that say what follows; "This study has two parts:" is none
        while scan < len(cues) and cues[scan].start < end:
            cue = cues[scan]
            scan += 1
            leading = cue.start - start <= 6 and not text[start : cue.start].strip(' -*•0123456789.)(\\"')
            anywhere = not cue.places.isdisjoint(("any", "here")) or ("weak" in cue.places and strong is None)
            if anywhere or ("start" in cue.places and leading and not head):
                inside.append(cue)
            told = told or (leading and "head" in cue.places)
            if head and leading and "head" in cue.places and cue.end - start >= head - 3:
                current, headed = cue.stance, True
        if "\n" in text[previous_end:start] and not headed and "\n\n" in text[previous_end:start].replace("\r", ""):
            current = "likely" if current == "trial" else current
        previous_end = end
        body = [c for c in inside if c.start >= start + head or (not told and c.stance == "trial")] if head else inside
        if strong is None and (others := _OTHERS_DID.match(plain, start + head, end)) is not None:
            body = [_Cue(start, body[0].end if body else others.end(), "background", frozenset()), *body[1:]]
        if strong is not None:
            body = [_Cue(start, strong.end(), "trial", frozenset()), *(c for c in body if c.start >= strong.end())]
        pieces = _cut(text, start, end, body, current, number)
        clauses.extend(pieces)
        if pieces and (not headed or any(c.stance == "trial" for c in body)):
            lasting = [c.stance for c in body if "here" not in c.places]
            current = pieces[-1].stance if len(lasting) == len(body) else (lasting or [current])[-1]
    return tuple(clauses)


def _told_as(plain: str, start: int, end: int) -> re.Match[str] | None:
    """The words that tell the design of this trial, None where the sentence tells none or cites another study."""
    match = _TOLD_AS.match(plain, start, end)
    return match if match is not None and _CITES.search(plain, start, end) is None else None


def _heading(text: str, start: int, end: int) -> int:
    """Length of the heading that opens this sentence ("OBJECTIVES: …"), 0 where there is none."""
    match = _HEADING.match(text, start, end)
    begin = match.end() if match else start
    colon = text.find(":", begin, min(end, begin + 45))
    if colon > 0 and "," not in text[begin:colon] and not text[colon + 1 : colon + 2].isdigit():  # "a 2:1 ratio"
        return colon + 1 - start
    line_end = text.find("\n", begin, end)
    line_end = end if line_end < 0 else line_end
    if line_end - begin <= 45 and text[line_end - 1 : line_end] not in (".", "?", ",", ";"):
        return line_end - start
    return 0


def _cut(text: str, start: int, end: int, cues: list[_Cue], current: Stance, number: int) -> list[Clause]:
    """The sentence as clauses: one where all cues agree, several where the stance changes at a clause border."""
    if not cues:
        return [Clause(start, end, current, number)]
    pieces: list[Clause] = []
    begin = start
    stance = cues[0].stance
    reach = cues[0].end
    for cue in cues[1:]:
        turned = cue.stance
        if cue.start == cues[0].start:
            continue  # "randomized trials have" is longer, and says more, than "randomized"
        if turned != stance and cue.start >= reach:
            borders = [m.start() for m in _BORDER.finditer(text, reach, cue.start)]
            if borders:
                pieces.append(Clause(begin, borders[-1], stance, number))
                begin, stance = borders[-1], turned
            elif turned == "trial":  # no border between them: what the trial does weighs more
                stance = "trial"
        reach = max(reach, cue.end)
    pieces.append(Clause(begin, end, stance, number))
    return pieces


def clauses(document: Document, passage: Passage) -> tuple[Clause, ...]:
    """The clauses of a passage of this record: titles are all `trial`, an opening summary is `likely`."""
    trial = document.trial
    if passage in (trial.title, trial.official_title):
        return (Clause(0, len(passage.text), "trial", 0),)
    return stances(passage.text, "background" if passage == trial.detailed_description else "likely")


def cued(text: str, start: int, end: int) -> bool:
    """Whether words of its own make `text[start:end]` speak of the trial, not only what stands before it."""
    return any(
        cue.stance == "trial" and start <= cue.start < end and ("any" in cue.places or cue.start - start < 6)
        for cue in _found(text)
    )


def clause_at(found: Sequence[Clause], position: int) -> Clause | None:
    """The clause that holds this offset, None where none does."""
    number = bisect_right(found, position, key=_start) - 1
    return found[number] if number >= 0 and position < found[number].end else None


def _start(clause: Clause) -> int:
    return clause.start


def stance_at(found: Sequence[Clause], position: int) -> Stance:
    """The stance of the clause that holds this offset; `background` where no clause does."""
    clause = clause_at(found, position)
    return clause.stance if clause is not None else "background"
