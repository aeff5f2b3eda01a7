"""How many participants the text plans.

The rule: a number of people, and around it words that make it that of the whole trial: what the trial does with them
before it ("will enroll 30 patients", "a study of 30 patients"), or what becomes of them behind it ("30 patients will be
enrolled"). What is counted per arm, stage or site, beside others, at screening or in another study is none.
The words are data (`ontology/grammar/counted.tsv`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.extract.background import Clause
from kg.extract.collect import Collector
from kg.extract.study_design.counted_words import Patterns, patterns
from kg.extract.study_design.counts_aside import BARE, aside, beside_others, done_in, in_a_row, more_people, the_rest
from kg.extract.study_design.numbers import NUMBER, SPELLED, number_of
from kg.extract.study_design.shares import summed
from kg.model import Passage, Span, Value
from kg.text import holds_any

# Where what stands before the number leaves it the subject of its clause.
_SUBJECT = re.compile(
    r"(?:^\W*|[;:] ?|\b(?:in|by|at) which |\bwhere |\bthat |"
    r"\bin (?:this|the (?:present|current)) (?:[^.;]{1,100}? )?(?:study|trial),? |"
    r"(?:^\W*|[:;] )(?:as|since|because|after|following|to|for|with|in|at|allowing|assuming|"
    r"according|under|from|between|on|"
    r"if|using|[a-z]+ing)\b[^;]{3,160}, |"
    r"(?:^\W*|; )(?:finally|ultimately|overall|therefore|thus|hence),? |, (?=\d)|\bit is expected (?:that )?)\Z"
)
_POWER = re.compile(
    r" randomi[sz]ed [^.;]{0,30}?\b(?:gives?|provides?|yields?|will (?:give|provide))\b[^.;]{0,40}\bpower\b"
)
_OF_THOSE = re.compile(r"(?:^\W*|, )of (?:the )?\Z")
_THOSE_WERE = re.compile(r" (?:who were |that were )?(?:enrol?led|randomi[sz]ed|included|recruited|allocated)\b")
_SCREENED = re.compile(
    r"[^.;,]{0,60}?\b(?:were|was|will be|are|been)\s(?:\w+ ){0,2}(?:screened|assessed for eligibility|approached|"
    r"contacted|invited|evaluated for|lost|excluded|withdrawn|selected for screening)\b"
)
_PARTS = (
    r"each|per|every|respectively|in (?:the )?(?:[\w-]+ )?(?:arm|group|cohort|part|phase|stage)|of them|"
    r"additional(?! (?:safety|data|information|efficacy|follow|visits?|benefit|assessments?))|"
    r"previous(?:ly)?|earlier|historical|sub-? ?stud(?:y|ies)|country|(?<!across )(?<!throughout )china"
)
_PART_OF_WHOLE = re.compile(
    rf"\b(?:{_PARTS}|first|(?<!with )stage|cohort|phase|(?<!-)arm|(?<!take )(?<!taking )part|(?<!-)group|subset|"
    r"(?<!single[- ])(?<!multi[- ])(?<!one[- ])(?:center|centre|site))\b"
)
# "This phase I, single-arm study": what is of the design, not of a part.
_OF_THE_DESIGN = re.compile(
    r"\b(?:phase [\w/]+|first-in-(?:human|man)|(?:(?<=arm )|(?<=ed )|(?<=this ))pilot|"
    r"(?:single|one|two|three|dual)[- ]?arm(?:ed)?|[\w-]+[- ]group|cohort)"
    r"(?=(?:[\s,]+(?!of\b|in\b|will\b|part\b|portion\b|component\b)[\w/()-]+){0,8}?[\s,]+(?:study|trial|design|rct)\b)"
)
# "11.5 months in the TACE group and 16.5 months in the HAIC group": what is expected, of nobody counted here.
_VALUE_OF_A_GROUP = re.compile(
    r"(?:%|months?|weeks?|days?|years?|points?) (?:in|for) the (?:[\w-]+ ){1,3}(?:group|arm)\b(?! ?\()"
)
_NEW_CLAUSE = re.compile(r".*(?:; |, (?=(?:thus|so|hence|therefore)\b))")
# Behind the number "the control group" is where they go.
_PART_BEHIND = re.compile(
    r"^(?: [a-z]+)? ?/ ?(?:group|arm)\b|"
    rf"\b(?:{_PARTS}|for (?:the )?(?:model )?(?:training|development|derivation|validation)|"
    r"(?:for|as) (?:the )?(?:[\w-]+ )?group|(?:arm|group|part|phase|stage) (?:[0-9]|[a-d]|i+))\b"
)
_RECEIVES_HALF = re.compile(r"[^.;\d]{0,60}?,\s(?:with|of whom|of which|among whom)\s(?:\d+|half)\b")
_OF_AN_ARM = re.compile(r"\b(?:in|of) the (?:[\w-]+ ){0,2}(?:group|arm)\b")
_LEFT = re.compile(r",? (?:and|of whom) \d+ (?:of them )?(?:withdr|complet|dropp|were lost|finish|were analy)")
_AS_CONTROLS = re.compile(r"\bserve as (?:an? |the )?[\w-]*\s?control")
_ONE_OF_SEVERAL = re.compile(r"\b(?:cohort|arm|group|part|(?<!with )stage) (?:[0-9]|[a-d]|i+)\b")
# "20 volunteers and 20 adults with X": neither is the number of all.
_AND_MORE = re.compile(
    r"[^.;\d]{0,70} and (?:\d+|ten|twenty) (?!months|weeks|years|days)"
    r"(?![^.;]{0,25}\b(?:complet|withdr|finish|dropp|excluded))[a-z]"
    r"|[^.;\d]{0,40} to (?!enrol|recruit|be enrol)[^.;\d]{1,70},(?: and)? \d+ (?:[a-z]+ )?to [a-z]"
)
# "ten additional subjects", "200 adults and 250 children": not all of them.
_BESIDES = re.compile(r"\b(?:additional|more|further|extra)\b(?! than)|\d [^.;()]{0,90}\band \d+ |\d (?:to|or) \d")
_SHARE = (
    rf"(?:{NUMBER}) (?:\w+ ){{0,2}}(?:per|in each|in every|for each|each) (?:\w+ )?"
    rf"(?:arm|group|stratum|cohort|side)|(?:n ?= ?)?(?:{NUMBER}) each|(?:{NUMBER}) ?/ ?(?:arm|group)"
)
_EACH_ARM = re.compile(rf"\((?:{_SHARE})\)|, (?:or |i\.e\.,? |that is,? |with |and )?(?:{_SHARE})\b,?")
_BRACKETS = re.compile(r"\([^()]*\)")
# "65 subjects with low PD-L1 (PD-L1Lo), untreated, will be enrolled": counts nobody
_NAME_ASIDE = re.compile(r" \((?![^()]*(?<![\w.-])\d)[^()]{1,60}\)")
_RUN_IN = re.compile(r"\b(?:run|lead)-in\b")
_SUB_STUDY = re.compile(r"[^.;]{0,50}\b(?:sub-?study|run-in|lead-in|screening)\b")
# "In a double-blind trial of 34 adults, pain was less …", "Prospective cohort: 150 subjects": another trial, a part.
_IN_ANOTHER = re.compile(
    r"\W*(?:however, |previously, )?in an? (?:[\w-]+,? ){0,6}(?:study|trial) (?:of|in|with|involving|including) \d"
    r"[^.;]{3,140}?\b(?:was|were|had|showed|found|improved|reduced|demonstrated|led|resulted)\b|"
    # "In the KEYNOTE-062 trial, 763 patients were randomized": the title of this one has other words for it
    r"\W*in (?:an?|the|another|our) (?:(?:previous|prior|earlier|recent|pivotal|landmark|pilot) (?:[\w-]+ ){0,3}|"
    r"(?!phase)[a-z]+-?\d{2,4} )(?:study|trial),? [^.;]{3,90}?\b(?:was|were)\b"
)
_PART_HEADING = re.compile(r"\b(?:cohort|arm|group|part|stage|phase)s?\b[^.:;]{0,12}:\s*\Z")
_AIM = re.compile(r"\b(?:aim \d|also (?:enrol|recruit|includ))")
_OF_OTHERS = re.compile(r"\b(?:each|per|every|previous(?:ly)?|earlier|historical|pilot|sub-? ?stud(?:y|ies))\b")
_DIGIT = re.compile("[0-9]")  # found without stopping at every letter; most clauses have none
_BEFORE_DIGIT = len("n = ")  # the most that stands before the first digit of what follows
_DIGITS = re.compile(
    r"(?:n ?[=≈~] ?|(?<![\d.,:-]))\d{1,6}(?:,\d{3})*[\s)](?!weeks|days|months|years|mg|ml|hours|minutes)|\d\.?$|"
    r"\d-(?:patient|participant|subject)|n ?= ?\d{1,6}[,;] "
)
_SPELLED = re.compile(rf"\b(?:{SPELLED}) [a-z]")
_SPELLED_HINTS = "enty irty orty ifty ixty ghty nety teen ten eleven twelve hundred".split()
_LONGEST_ROW = 250
_FEWEST = 5
_OF_A_PART = re.compile(
    r"\b(?:previous(?:ly)?|earlier|pilot|cohort|part|stage|phase|sub-?study|strat(?:um|a)|per site)\b"
)
_PHASE_OF_ALL = re.compile(
    r"\A\W*(?:an? )?pilot(?: study| trial)?[,.:;]|"  # "Pilot, n=12."
    r"\b(?:label|blind(?:ed)?|randomi[sz]ed|center|centre|this|an?)[, ]+phase (?:[ivⅰ-ⅳ]{1,3}|[1-4])[ab]?\b(?! part)"
)
# "aged 6 to 17 years": no number of people.
_AGES = re.compile(
    r"(?<![\d.,])\d{1,2}(?:\.\d)?(?:\s?(?:years|months|weeks|days))?\s?(?:to|-|–|and|or)\s?\d{1,3}(?:\.\d)?\s?-?"
    r"(?:years?|yrs?|months?|weeks?|days?)\b"
)
_COMPARED_WITH = re.compile(r"\bcompared (?:with|to) (?:an? |the )?(?:[\w-]+ ){0,2}of \Z")
_FROM_A_RANGE = re.compile(r"\d\s?(?:-|–|to|or|and)\s?\Z")


class Counted(NamedTuple):
    """A number that may be that of all, to be weighed at the end of the record."""

    number: int
    span: Span


def enrollment(collected: Collector, passage: Passage, folded: str, clause: Clause, perhaps: list[Counted]) -> None:
    """Add the number of participants that the clause plans; append to `perhaps` one that may be that of a part."""
    piece = folded[clause.start : clause.end]
    digit = _DIGIT.search(piece)
    counted = digit is not None and _DIGITS.search(piece, max(0, digit.start() - _BEFORE_DIGIT)) is not None
    if not counted and not (holds_any(piece, _SPELLED_HINTS) and _SPELLED.search(piece)):
        return
    whole = piece
    piece = _EACH_ARM.sub(lambda m: ("x" if m.group()[0] == "(" else " ") + "x" * (len(m.group()) - 1), piece)
    if counted and holds_any(piece, ("year", "yrs", "month", "week", "day")):
        piece = _AGES.sub(lambda m: "x" * len(m.group()), piece)
    if _IN_ANOTHER.match(piece):
        return
    found = _counted(piece) or _bare(piece) or _told_aside(whole, piece)
    if found is not None and "total" not in piece and beside_others(folded, clause.start, clause.end):
        return
    if found is None:
        if "to " in piece and holds_any(piece, ("random", "assigned", "allocated", "divided")):
            both = summed(piece)
            if both is not None:
                number, start, end = both
                perhaps.append(Counted(number, passage.span(clause.start + start, clause.start + end)))
        return
    told = Counted(found.number, passage.span(clause.start + found.start, clause.start + found.end))
    if found.sure:
        _add(collected, told)
    else:
        perhaps.append(told)


def told_in_a_row(passage: Passage, folded: str, clause: Clause, perhaps: list[Counted]) -> None:
    """Append to `perhaps` what a clause that may speak of the trial counts without a verb ("Age 18-70, 130 cases.")."""
    piece = folded[clause.start : clause.end]
    if len(piece) > _LONGEST_ROW or _DIGIT.search(piece) is None:
        return
    told = in_a_row(piece)
    if told is not None and told[0] >= _FEWEST and _OF_A_PART.search(_PHASE_OF_ALL.sub("", piece)) is None:
        perhaps.append(Counted(told[0], passage.span(clause.start + told[1], clause.start + told[2])))


def weigh_counts(collected: Collector, perhaps: list[Counted]) -> None:
    """Add the one number that may be that of all, where the record tells no other."""
    if not collected.targets("tkg:enrollment") and len({told.number for told in perhaps}) == 1:
        _add(collected, perhaps[0])


def _add(collected: Collector, told: Counted) -> None:
    value = Value(str(told.number), "integer")
    collected.add("tkg:enrollment", value, told.span, "grammar", 0.9, "enrollment-stated")


class _Found(NamedTuple):
    start: int
    end: int
    number: int
    sure: bool


def _counted(piece: str) -> _Found | None:
    """The first number of people of the whole trial."""
    known = patterns()
    for match in known.mention.finditer(piece):
        start, end = match.span()
        lead, after = piece[max(0, start - 240) : start], piece[end : end + 200]
        if _FROM_A_RANGE.search(piece, 0, match.start("count")) or _SCREENED.match(after):
            continue
        opened, sure = start, True
        behind = _behind(known, lead, after, match["around"])
        if behind is None and " (" in after:
            named = _NAME_ASIDE.sub(lambda m: " " + "x" * (len(m.group()) - 1), after)
            behind = _behind(known, lead, named, match["around"])
        if behind is not None:
            reach, sure = behind
            end += reach
        else:
            led = next(filter(None, (pattern.search(lead) for pattern in known.before)), None)
            if led is None and not done_in(lead, after):
                continue
            sure = led is not None
            opened -= len(lead) - led.start() if led is not None else 0
        if more_people(after) or _COMPARED_WITH.search(lead):
            continue
        if _is_part(piece, opened, match.span("count"), end, "total" in match["around"]):
            continue
        opened += len(piece[opened:end]) - len(piece[opened:end].lstrip(" -*•\\:;,"))
        return _Found(opened, end, number_of(match["count"]), sure)
    return None


def _behind(known: Patterns, lead: str, after: str, around: str) -> tuple[int, bool] | None:
    """How far the words reach that tell what becomes of the people, and whether of all; None where nothing does."""
    if _OF_THOSE.search(lead) and (those := _THOSE_WERE.match(after)):
        return those.end(), True
    if (power := _POWER.match(after)) is not None:
        return power.end(), True
    total = ("total" in around or "maximum" in around) and "at least" not in around
    subject = total or _SUBJECT.search(lead) is not None or (around != "" and lead.endswith("and "))
    if not subject or ("maximum" in around and "a maximum of " in after):
        return None
    for pattern in known.behind:
        if (told := pattern.match(after)) is not None:
            return told.end(), True
    if total:
        told = known.behind_total.match(after)
        return (told.end(), True) if told is not None else None
    if "at least" not in around:
        for pattern in known.perhaps:
            if (told := pattern.match(after)) is not None:
                return told.end(), False
    return None


def _bare(piece: str) -> _Found | None:
    for hint, pattern in BARE:
        match = pattern.search(piece) if hint in piece else None
        if match is not None and not _is_part(
            piece, match.start(), match.span("count"), match.end(), "total" in match.group()
        ):
            return _Found(match.start(), match.end(), number_of(match["count"]), True)
    return None


def _told_aside(whole: str, piece: str) -> _Found | None:
    """What `whole` tells without a verb; `piece` is the same without how many go to each arm."""
    told = aside(whole) or in_a_row(piece)
    if told is None:
        return None
    number, start, end, sure = told
    if sure:
        part = _is_part(piece, start, (end, end), end, True, number)
    else:
        part = _OF_A_PART.search(_PHASE_OF_ALL.sub("", piece)) is not None
    return None if part else _Found(start, end, number, sure)


def _leading_up(piece: str, start: int, end: int) -> str:
    """The words before `piece[start:end]` in its clause, without those of the design and the values of a group, and
    with its last ones."""
    size = end - start
    before = _VALUE_OF_A_GROUP.sub("", _OF_THE_DESIGN.sub("", piece[max(0, start - 160) : end]))
    before = before[max(0, len(before) - size - 70) :]
    cut = _NEW_CLAUSE.match(before)
    if cut is not None and cut.end() <= len(before) - size:
        before = before[cut.end() :]
    return before[: max(0, len(before) - size)] + piece[max(start, end - 12) : end]


def _is_part(piece: str, start: int, count: tuple[int, int], end: int, total: bool, number: int | None = None) -> bool:
    """Whether the number at `count` is that of a part, of others, or of nobody; `piece[start:end]` tells it."""
    number = number_of(piece[slice(*count)]) if number is None else number
    if number < 3 or (1990 <= number <= 2040 and "," not in piece[slice(*count)]):
        return True
    if _RECEIVES_HALF.match(piece, end):  # "116 patients, with 58 of them entering the X group"
        piece = piece[:end]
    told = _BRACKETS.sub("", piece[start:end])
    before = _leading_up(piece, start, end)
    behind = piece[end : end + 45].partition(":")[0]  # what follows a colon is how they are divided
    behind = _LEFT.split(behind)[0]
    part, part_behind = (_OF_OTHERS, _OF_OTHERS) if total else (_PART_OF_WHOLE, _PART_BEHIND)
    return (
        _ONE_OF_SEVERAL.search(piece, start, end) is not None
        or _AND_MORE.match(piece, end) is not None
        or the_rest(piece, end)
        or _AIM.search(piece, max(0, start - 70), end) is not None
        or _PART_HEADING.search(piece, max(0, count[0] - 40), count[0]) is not None
        or _BESIDES.search(told) is not None
        or _RUN_IN.search(piece, max(0, start - len("run-in phase ")), end) is not None
        or piece.endswith("sub-", 0, start)
        or _SUB_STUDY.match(piece, count[1]) is not None
        or (not total and _OF_OTHERS.search(told) is not None)
        or _OF_AN_ARM.search(told) is not None
        or _AS_CONTROLS.search(behind) is not None
        or part.search(before) is not None
        or part_behind.search(behind) is not None
    )
