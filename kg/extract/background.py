"""Does a stretch of prose speak of this trial, or of the background: standards, other studies, epidemiology, animals?

The rule: precision first. A fact is only taken from a clause whose stance is `trial`; the title is always `trial`.
The cues are words (`kg.extract.stance_cues`) and ways to open a sentence (`kg.extract.study_openings`). A sentence with
both kinds of cue is cut at the clause border between them, so "X may help, and the purpose of this trial is …" is
background and then trial. A sentence without any cue goes on as the one before it; headings ("BACKGROUND:",
"OBJECTIVES:") set the stance of what follows.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from kg.extract.context import between, folded_text
from kg.extract.document import Document
from kg.extract.named_studies import called_so, is_of_this, is_own, may_name_studies, of_a_named_study, own_names
from kg.extract.stance_cues import Cue, Stance, cues_of
from kg.extract.study_openings import of_another, of_this
from kg.model import Passage
from kg.text import holds_any, sentences


class Clause(NamedTuple):
    """`passage.text[start:end]` speaks of the trial or of the background. `sentence` is the number of its sentence;
    `ruled_out` where it stands in a list of whom the trial excludes."""

    start: int
    end: int
    stance: Stance
    sentence: int = 0
    ruled_out: bool = False


_HEADING = re.compile(r"[ ]*(?:[0-9]+[.)]?|[-*•\\]+)?[ ]*")
_LISTED = re.compile(r"\(?(?:\d{1,2}|[a-z])[.)]\s|[-*•\\]\s*")
_BORDER = re.compile(r"[,;]\s*|:(?!\d)\s*|\s+(?:and|but|while|whereas|so|therefore)\s+(?=the |this |we |our |it )")


# "… signed consent; key exclusion: 1. …; 5. brain metastases": a heading of criteria opens what follows anywhere.
_WITHIN = re.compile(
    r"(?<=[.;,)])\s*(?=(?:\(?(?:\d{1,2}|[a-z]|i{1,3})[.)]\s?)?(?:(?:key|main|major|primary|important|the)\s)?"
    r"(?:non-)?(?:in|ex)cl(?:usions?|\.)?(?:\s?criteri(?:a|on))?(?:\s(?:are|were|include))?\s?[:：])"
)
# "Additional exclusion criteria for sub-study A:", "Phase 1 and 2 Exclusion Criteria": a line, or up to the colon.
_EXCLUSIONS = re.compile(
    r"[\W\d]*(?:(?!(?:inclusion|eligibility|selection|meet\w*|fulfil\w*|any|of|no|not|none|the|see|per|with|to|in|as)\b)"
    r"[\w.,/-]+\s){0,4}(?:exclusion criteri(?:a|on)|exclusions)\b"
    r"(?:\s(?:for|of|in|umbrella|stratum|cohort|phase|part|arm|group|sub|\()[^.;:\n]{0,60})?\s?(?::|\Z|(?=\n))"
)
_HEADINGS = ("clusion", "ncl:", "xcl:", "ncl.:", "xcl.:", "ncl. crit", "xcl. crit", "ncl crit", "xcl crit")
_BRIEFLY: dict[str, Stance] = {"in:": "trial", "out:": "background"}  # such short words are no cues elsewhere
_SHORT = 3  # a cue that leaves so much of a heading is all that it says
_DONE_WITH = re.compile(r"(?:patients|participants|subjects)\s(?:are|is|were|was|will|receive|undergo)\b")
_BEFORE_A_CUE = ' -*•0123456789.)(\\"'
_ANYWHERE = ("any", "here")


class _Sentence(NamedTuple):
    """What a sentence says by itself, whatever the trial is called: the stance that its heading sets for what follows,
    whether a blank line stands before it, the cues that count; and where it opens with words on this trial, on a named
    study, on something called as the trial may be, or on another study."""

    start: int
    end: int
    headed: Stance | None
    parted: bool
    cues: list[Cue]
    strong: re.Match[str] | None
    study: re.Match[str] | None
    called: re.Match[str] | None
    others: re.Match[str] | None


def _opened(text: str, plain: str) -> Iterator[tuple[int, int]]:
    """The sentences, cut where a heading of criteria stands in one."""
    for start, end in sentences(text):
        for cut in _WITHIN.finditer(plain, start + 1, end):
            yield start, cut.start()
            start = cut.end()
        yield start, end


@lru_cache(maxsize=64)  # a text is read with either opening, with the names of the trial and without
def _sentences(text: str) -> list[_Sentence]:
    cues = cues_of(text)
    plain = folded_text(text)
    named = may_name_studies(text, plain)
    found: list[_Sentence] = []
    previous_end = 0
    for start, end in _opened(text, plain) if holds_any(plain, _HEADINGS) else sentences(text):
        gap = text[previous_end:start]
        parted = "\n" in gap and "\n\n" in gap.replace("\r", "")
        found.append(_sentence(text, plain, start, end, between(cues, start, end), named, parted))
        previous_end = end
    return found


def _sentence(text: str, plain: str, start: int, end: int, cues: Sequence[Cue], named: bool, parted: bool) -> _Sentence:
    """What the sentence says, in which these cues stand; `named` where the text may name studies."""
    head = _heading(text, start, end)
    body = start + head
    strong = of_this(plain, start if body == end else body, end)  # a short line may be all it says
    leading = [cue for cue in cues if cue.start - start <= 6 and not text[start : cue.start].strip(_BEFORE_A_CUE)]
    counting = [cue for cue in cues if _counts(cue, strong is not None, not head and cue in leading)]
    if head:  # a heading that says what follows says no more; "This study has two parts:" is none of those
        told = any("head" in cue.places and not _is_subject(plain, cue, start + head) for cue in leading)
        counting = [cue for cue in counting if cue.start >= body or (not told and cue.stance == "trial")]
    return _Sentence(
        start,
        end,
        _headed(plain, start, end, head, leading),
        parted,
        counting,
        strong,
        of_a_named_study(text, plain, body, end) if named else None,
        called_so(text, body, end) if strong is None else None,
        of_another(plain, body, end) if strong is None else None,
    )


def _is_subject(plain: str, cue: Cue, colon: int) -> bool:
    """Whether people stand before the colon as the subject of a sentence: "Patients are randomized in arm A: …"."""
    return _DONE_WITH.match(plain, cue.start, colon) is not None


def _counts(cue: Cue, strong: bool, opens: bool) -> bool:
    """Whether a cue says something where it stands: weak ones only beside no strong one, some only where they open a
    sentence without a heading."""
    places = cue.places
    return not places.isdisjoint(_ANYWHERE) or ("weak" in places and not strong) or (opens and "start" in places)


def _headed(plain: str, start: int, end: int, head: int, leading: Sequence[Cue]) -> Stance | None:
    """The stance that the heading of the sentence, `head` characters long, sets for what follows."""
    headed: Stance | None = _BRIEFLY.get(plain[start : start + head]) if 0 < head < 5 else None
    for cue in leading:
        if head and "head" in cue.places and cue.end - start >= head - _SHORT:
            headed = cue.stance
    if headed is None and plain.find("exclusion", start, end) >= 0 and _EXCLUSIONS.match(plain, start, end):
        return "background"
    return headed


def _cues(sentence: _Sentence, own: frozenset[str]) -> list[Cue]:
    """The cues of a sentence in a record that has these names."""
    start, end, _, _, cues, strong, study, called, others = sentence
    if study is not None and not is_own(study, own):
        # "In the FRESCO study, 416 patients were randomized …": whatever it tells, it tells of that one
        return [Cue(start, end, "background", frozenset())]
    if called is not None and is_of_this(called, own):
        strong = called
    elif others is not None:
        return [Cue(start, cues[0].end if cues else others.end(), "background", frozenset()), *cues[1:]]
    if strong is not None:
        return [Cue(start, strong.end(), "trial", frozenset()), *(c for c in cues if c.start >= strong.end())]
    return cues


@lru_cache(maxsize=1024)
def stances(text: str, opening: Stance, own: frozenset[str] = frozenset()) -> tuple[Clause, ...]:
    """The clauses of a piece of prose. `opening` is the stance of sentences before the first cue, `own` holds the words
    that may be this trial's name."""
    clauses: list[Clause] = []
    current, headed, excluded, listing = opening, False, False, False
    for number, sentence in enumerate(_sentences(text)):
        if sentence.headed is not None:
            current, headed = sentence.headed, True
            excluded = current == "background" and "xclu" in text[sentence.start : sentence.end].lower()
        if sentence.parted and not headed:
            current = "likely" if current == "trial" else current
        cues = _cues(sentence, own)
        if excluded:  # "Exclusion criteria: … 3. Surgery before the study drug": only a heading ends what is ruled out
            listing = _LISTED.match(text, sentence.start) is not None or (listing and not _opens_line(text, sentence))
            cues = [cue for cue in cues if cue.stance != "trial"] if listing else cues
        pieces = _cut(text, sentence.start, sentence.end, cues, current, number)
        if excluded:
            pieces = [piece._replace(ruled_out=piece.stance == "background") for piece in pieces]
        clauses.extend(pieces)
        if pieces and (not headed or any(c.stance == "trial" for c in cues)):
            lasting = [c.stance for c in cues if "here" not in c.places]
            current = pieces[-1].stance if len(lasting) == len(cues) else (lasting or [current])[-1]
    return tuple(clauses)


def _opens_line(text: str, sentence: _Sentence) -> bool:
    """Whether a sentence begins a line, and so goes on with no item of a list."""
    return text[max(0, sentence.start - 20) : sentence.start].rstrip(" \t").endswith("\n")


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


def _cut(text: str, start: int, end: int, cues: list[Cue], current: Stance, number: int) -> list[Clause]:
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
    if document.is_title(passage):
        return (Clause(0, len(passage.text), "trial", 0),)
    opening: Stance = "background" if passage == document.trial.detailed_description else "likely"
    return stances(passage.text, opening, own_names(document))


def cued(text: str, start: int, end: int) -> bool:
    """Whether words of its own make `text[start:end]` speak of the trial, not only what stands before it."""
    return any(
        cue.stance == "trial" and start <= cue.start < end and ("any" in cue.places or cue.start - start < 6)
        for cue in cues_of(text)
    )


def clause_at(found: Sequence[Clause], position: int) -> Clause | None:
    """The clause that holds this offset, None where none does."""
    number = bisect_left(found, (position + 1,)) - 1  # a clause begins with its start
    return found[number] if number >= 0 and position < found[number].end else None


def stance_at(found: Sequence[Clause], position: int) -> Stance:
    """The stance of the clause that holds this offset; `background` where no clause does."""
    clause = clause_at(found, position)
    return clause.stance if clause is not None else "background"
