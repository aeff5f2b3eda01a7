"""Arms that are told only by what is compared: `A versus B`, `to compare A with B`, `whether A is superior to B`.

The rule is a small grammar for titles and for sentences on this trial. A *sign* parts the sides (`versus`, `compared
with`, `superior to`; behind a verb of comparing also `with`, `to`, `and`). The left side begins behind the last word
that leads to what is given (`efficacy of`, `whether`, `treated with`) and stands before the first name; each side ends
where circumstances begin (`in`, `for`, `on`, a verb). Each side must give something, or be what control arms get; one
must name what the record registers; and they must differ. People, points in time and doses that are only counted
(`three doses of X`) are no side. Brackets are looked over, so that no word in them ends a side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from kg.extract import prose_arm_patterns as words
from kg.extract.background import clauses, stance_at
from kg.extract.document import Document
from kg.extract.giving import given
from kg.extract.prose_arm_patterns import PEOPLE
from kg.extract.told_arm import ToldArm, doses_of_one, shared_noun, tell
from kg.model import Passage
from kg.text import fold, holds_any

COMPARED = "A versus B"
Side = tuple[int, int]

_HINTS = ("versus", "vs", "compar", "superior", "inferior", " than ", "equivalen")
_SIGN = re.compile(
    r",?\s(?:versus|vs\.?|(?:as\s|when\s|is\s|will\sbe\s)?compared?\s(?:to|with|against|versus|vs\.?)|(?:in|by)\scomparison\s(?:to|with)|"
    r"(?:is\s|are\s|being\s|to\sbe\s|will\sbe\s|as\s|its\s)?(?:either\s)?(?:clinically\s|therapeutically\s)?"
    r"(?:superior(?:ity)?|non-?\s?inferior(?:ity)?|equivalen(?:t|ce)|bioequivalent|comparable)\s(?:to|with)|"
    r"(?:is|are|will\sbe)\s(?:[\w-]+\s){0,2}(?:better|safer|more\s[\w-]+|less\s[\w-]+|(?:at\sleast\s)?as\s[\w-]+(?:\sand\s[\w-]+)?)\s(?:than|as))\s"
)
_COMPARES = re.compile(
    r"\b(?:compar(?:e|es|ed|ing|isons?)|comparative\s(?:study|analysis|evaluation|trial|effectiveness|efficacy)|difference)"
    r"(?:\s(?:of|between|directly|head[- ]to[- ]head))?\s(?!to\b|with\b)"
)
_WITH = re.compile(
    r"(?<!combined)(?<!together)(?<!along)(?<!combination)(?<!treated)(?<!treatment)(?<!therapy)(?<!associated)(?<!patients)"
    r"(?<!subjects)(?<!loaded)(?<!administered)(?<!given)(?<!presenting)(?<!diagnosed),?\swith\s(?!or\b)|(?<!addition)(?<!added)(?<!due)(?<!prior),?\sto\s"
)
_AND = re.compile(r",?\s(?:and|&)\s")
# What leads to the thing given.
_HEAD = re.compile(
    r"\b(?:(?:effects?|efficacy|effectiveness|efficiency|safety|tolerability|tolerance|impact|superiority|inferiority|benefits?|"
    r"performance|value|role|utility|feasibility|acceptability|immunogenicity|pharmacokinetics|pharmacodynamics|"
    r"bioavailability|bioequivalence|equivalence|outcomes?|results?|use|usefulness|trial|study|studies|evaluation|assessment|"
    r"investigation|administration|influence|activity|potency|cost-?effectiveness|costs?|comparisons?|quality|rates?|"
    r"incidence|profiles?|duration|response|advantages?)\s(?:with|between|for|to|after|following)|(?!addition|combination|injection|infusion|instillation|implantation|m?c?g\b|ml|iu|units|dos|tablet|capsule|cream|taper|withdraw|discontin|reduc|delay)(?:[a-z-]+|(?<=\)))\sof|"
    r"evaluat(?:e|es|ed|ing)|assess(?:es|ed|ing)?|investigat(?:e|es|ed|ing)|whether|that|if|determin(?:e|es|ing)|"
    r"tests|testing|to\stest|examin(?:e|es|ed|ing)|study(?:ing)?|explor(?:e|es|ing)|demonstrat(?:e|es|ing)|show|"
    r"compar(?:e|es|ed|ing)(?:\sdirectly)?|between|how\swell|"
    r"treat(?:ed|ment)?\s(?:with|by)|therapy\swith|receiv(?:e|es|ed|ing)|undergoing|randomi[sz]ed\sto|assigned\sto|(?<=\s)by|after|using|given|achieved\swith|"
    r"results\sin|[\w-]+:|,)\s(?:(?:the|an?|both|either|new|novel|of|use)\s)*"
)
_LEAD = re.compile(
    r"(?:(?:the|an?|(?:[\w-]+\s){0,2}(?:safety|efficacy|effectiveness|effects?|use)(?:\sand\s[a-z]+)?\sof|those|that|of|with|either|both|use|using|receiving|treated|taking|given|to|patients|participants|subjects|"
    rf"{PEOPLE}|who|receive[ds]?|undergoing|its|active\s(?:control|comparator),|another\s(?:medicine|drug|medication|treatment)(?:,|\scalled)?)\s)*"
)
_ENDS = re.compile(
    r"[;\[?]|,\s(?!(?:and\s|or\s)?(?:\d|[\w-]+\sand\s)|together\b|in\scombination|combined|plus\b|with\b|alone\b)|,\s(?=both\b)|\.\s|"
    r"\s(?:in(?!\s(?:combination|addition)\b)|for(?!\s(?:\d|one|two|three|four|six|eight|twelve)\b)|among|amongst|as(?!\s(?:an?\s)?(?:usual|add))|"
    r"on(?!\s(?:top|day|days|demand)\b)|when|who|which|that|during|after|before|prior\sto|until|following|undergoing|both|while|whereas|because|if|"
    r"at(?!\s(?:\d|a\sdose|doses|bed))|from|within|over(?!\s\d)|under|regarding|concerning|upon|by(?!\s(?:mouth|injection|infusion))|"
    r"(?<!addition\s)(?<!added\s)(?<!add-on\s)to(?!\s\d)|based|using|via(?!\s\w+\s)|through|leads?|without\sa|has|have|had|can|may|might|could|would|should|will|"
    r"(?<!or\s)without|and\s(?:to|explore|evaluat\w+|assess|determine|will|then|its)|"
    r"accelerates?|reduce|improve|increase|decrease|prevent|lead|used(?=\s(?:for|in\s(?!comb)|as|to|by|at)|\Z)|includ\w+|made|helps?|works?|called|is|are|was|were|provides?|reduces?d?|improves?d?|results?|increases?|decreases?|shows?|showed|has|affects?|prevents?|does|"
    r"(?<=\salone\s)of|with\s(?:respect|regards?|a\sview)|there|we|whose|due|given|administered(?!\s(?:by|via|orally|intra|sub|for|once|twice|every)))\b"
)
_MORE_THAN_TWO = re.compile(r"\b(?:three|four|five|six|[3-9])\b")
_OR = re.compile(r"(?<!with),?\sor\s")
_NO_SIDE = re.compile(
    r"\b(?:controlled|baseline|historic\w*|prior|previous\w*|would|expected|use\Z|consumption|requirements?|groups?\s(?:getting|receiving|of|with)|together|combination\stherapy:|healthy|normal|untreated\seyes|fellow|contralateral|general\spopulation|each\sother|"
    r"(?:two|three|four|five|six|different|various|multiple|several|varying|escalating|both|other|\d)\s(?:[\w-]+\s){0,2}"
    r"(?:dos(?:es|ages?|ing)|strengths|regimens|concentrations|levels|types|groups|arms|methods|techniques|treatments|formulations|"
    r"interventions|drugs|agents|strategies|schedules)|"
    r"who|with\sor\swithout\sor|levels?\sof|history|losses|demonstrates?|effectively|preferences|with\sa\splacebo)\b|"
    r"^(?:for|during|undergo\w*|titled|optimi[sz]e)\b"
)
_OF_PEOPLE = re.compile(
    rf"\b(?:{PEOPLE}|groups?\sof|controls\swithout|males?|females?|smokers|individual|relatives|carriers|siblings)\b"
)
_PLACEBO_AND = re.compile(r"(?<=placebo)\sand\s(?:the\s|an?\s)?|\sand\s(?:the\s|an?\s)?(?=placebo\b)")
_DOSE_AND = re.compile(r"(?<=mg)(?:,\s(?:and\s)?|\sand\s)(?=\d)")
_JOINED = re.compile(r"\s(?:and|&)\s")
_SHARED = re.compile(r"\b(?:in combination with|combined with|in addition to|added to|on top of)\b")
_COMBINED = re.compile(r"\b(?:combin\w+|plus|both|fixed|with|added|adding)\b|\+")
_SINGLE_ARM = re.compile(r"\b(?:single|one)[- ](?:arm|group)\b")
_TRAILING = re.compile(
    r"(?:[\s,;:.-]|\b(?:and|or|when|as|alone\sor|either|therapy\sor|treatment\sor|is|are|with|of|to|the|was|were|clinically|drug:)\Z)+\Z"
)
_WORD = re.compile(r"[a-z0-9]+")
_SAY_NOTHING = frozenset("treatment therapy with of dose the a an group arm".split())
_LONGEST_SIDE = 130
_LONGEST_ROW = 260
_MOST = 8
_LONGEST_SENTENCE = 600  # characters, in a text without sentences
_FAR = 40
_CONTROLLED = ("-controlled", " controlled")


def compared(document: Document, passages: list[Passage]) -> list[ToldArm]:
    """The arms of the comparison that tells most sides; of equal ones of that which tells more of how they get it."""
    best: list[ToldArm] = []
    for passage in passages:
        for arms in _of_passage(document, passage):
            if (len(arms), _told(arms)) > (len(best), _told(best)):
                best = arms
    if best and any(_SINGLE_ARM.search(fold(passage.text)) for passage in document.prose()):
        return []
    return best


def _told(arms: list[ToldArm]) -> int:
    return sum(len(g.facts) for arm in arms for g in arm.gives)


def _of_passage(document: Document, passage: Passage) -> Iterator[list[ToldArm]]:
    folded = fold(passage.text)
    if not holds_any(folded, _HINTS):
        return
    titled = passage in (document.trial.title, document.trial.official_title)
    masked = words.BRACKETS.sub(_mask, folded)
    found = () if titled else clauses(document, passage)
    for start, end in document.sentences(passage):
        sentence = masked[start:end]
        if not holds_any(sentence, _HINTS):
            continue
        for at, sides in _rows(document, passage, masked, start, end, titled):
            if titled or stance_at(found, at) != "background":
                arms = _arms(document, passage, sides)
                if arms:
                    yield arms
                    break


def _mask(brackets: re.Match[str]) -> str:
    return f"({'_' * (len(brackets.group()) - 2)})"


def _rows(
    document: Document, passage: Passage, masked: str, start: int, end: int, titled: bool
) -> Iterator[tuple[int, list[Side]]]:
    """Where the sentence compares, and the sides."""
    signs = list(_SIGN.finditer(masked, start, end))
    verbs = list(islice(_COMPARES.finditer(masked, start, end), _MOST))
    if signs:
        begin = max((verb.start() for verb in verbs if verb.end() <= signs[0].start()), default=start)
        begin = max(begin, signs[0].start() - _LONGEST_SENTENCE)
        left = _left(document, passage, masked, begin, signs[0].start(), titled)
        if left is not None:
            yield signs[0].start(), _split(masked, [left, *_rights(masked, signs, end)])
    for verb in verbs:
        stop = min(end, verb.start() + _LONGEST_SENTENCE)
        left = _left(document, passage, masked, verb.start(), stop, titled)
        if left is None or _MORE_THAN_TWO.search(masked, verb.end(), left[0]):
            continue
        withs = (
            ()
            if verb.group().startswith("comparative")
            else _WITH.finditer(masked, left[0] + 1, left[0] + _LONGEST_ROW)
        )
        for border in withs:
            own = masked[left[0] : min(left[1], border.start())]
            other = _side(masked, border.end(), stop)
            added = own.startswith("add") and "to" in border.group()
            if border.end() <= stop and not added and f" and {own}" not in masked[slice(*other)]:
                yield verb.start(), _split(masked, [(left[0], left[0] + len(own)), other])
        joined = [*_OR.finditer(masked, left[0], left[1]), *_AND.finditer(masked, left[0], left[1])]
        if len(joined) == 1:
            a, b = joined[0].span()
            yield verb.start(), _split(masked, [(left[0], a), _side(masked, b, left[1])])


def _left(document: Document, passage: Passage, masked: str, start: int, stop: int, titled: bool) -> Side | None:
    """The side before the sign: from behind the last head before the first name."""
    names = [g for g in given(document, passage.part(start, stop)) if not masked.startswith(_CONTROLLED, start + g.end)]
    first = start + names[0].start if names else stop
    begin = None
    for head in _HEAD.finditer(masked, start, stop):
        if head.end() > first:
            break
        begin = head.end()
    if begin is None:
        if not titled and first - start > _FAR:
            return None
        begin = start
    begin = _LEAD.match(masked, begin, stop).end()  # type: ignore[union-attr]
    ends = _ENDS.search(masked, max(begin + 1, min(first, stop)), stop)
    return begin, ends.start() if ends else stop


def _rights(masked: str, signs: list[re.Match[str]], end: int) -> Iterator[Side]:
    """The sides behind each sign, as long as nothing comes between."""
    for place, sign in enumerate(signs):
        following = signs[place + 1].start() if place + 1 < len(signs) else end
        side = _side(masked, sign.end(), min(following, sign.end() + _LONGEST_SENTENCE))
        yield side
        if side[1] < following:
            break


def _side(masked: str, begin: int, end: int) -> Side:
    begin = _LEAD.match(masked, begin, end).end()  # type: ignore[union-attr]
    return begin, _stop(masked, begin + 1, end)


def _stop(masked: str, begin: int, end: int) -> int:
    ends = _ENDS.search(masked, begin, end)
    return ends.start() if ends else end


def _split(masked: str, sides: list[Side]) -> list[Side]:
    """The sides, parted at `or`, between doses of one drug, and behind a placebo where nothing is combined."""
    made: list[Side] = []
    alone = _COMBINED.search(masked, *sides[0]) is None and _JOINED.search(masked, *sides[0]) is None
    for begin, stop in sides:
        borders = [] if "choice" in masked[begin:stop] else list(_OR.finditer(masked, begin, stop))
        borders += _PLACEBO_AND.finditer(masked, begin, stop) if alone else ()
        borders += _DOSE_AND.finditer(masked, begin, stop) if masked[begin].isdigit() else ()
        for border in sorted(borders, key=_place):
            made.append((begin, border.start()))
            begin = border.end()
        made.append((begin, stop))
    return [(a, a + len(_TRAILING.sub("", masked[a:b]))) for a, b in made]


def _place(border: re.Match[str]) -> int:
    return border.start()


def _arms(document: Document, passage: Passage, sides: list[Side]) -> list[ToldArm]:
    """The sides as arms; none unless each can be one, they differ, and one names what is registered."""
    arms = []
    for begin, stop in sides:
        label = fold(passage.text[begin:stop])
        if (
            not 2 < len(words.BRACKETS.sub("", label)) <= _LONGEST_SIDE
            or _NO_SIDE.search(label)
            or _OF_PEOPLE.search(label)
        ):
            return []
        arm = tell(document, passage, begin, (begin, stop), begin, stop, COMPARED, 0.8)
        if words.NOTHING.match(label):
            arm = arm._replace(gives=[], entries=(), nothing=True)
        if arm.gives and not arm.entries and arm.gives[0].start > _FAR:
            return []
        arms.append(arm)
    arms = _with_shared(shared_noun(doses_of_one(document, arms)))
    if not all(arm.says or words.CONTROL.search(fold(arm.label.text)) for arm in arms):
        return []
    registered = {
        part
        for item in document.trial.interventions
        for concept in document.objects(document.trial.part(f"intervention-{item.position}"), "tkg:resolvesTo")
        for part in document.components(concept)
    }
    if not any(arm.entries or any(g.concept in registered for g in arm.gives) for arm in arms):
        return []
    if len({_given(arm) for arm in arms}) < len(arms) or _undecided(arms):
        return []
    return [arm._replace(nameless=True) for arm in arms]


def _with_shared(arms: list[ToldArm]) -> list[ToldArm]:
    """`A versus B, in combination with C`: each gets C, unless it is B alone, or more of A, that is combined."""
    last = arms[-1]
    at = _SHARED.search(fold(last.label.text))
    if at is None or len(last.gives) < 2 or any(_COMBINED.search(fold(arm.label.text)) for arm in arms[:-1]):
        return arms
    begin = last.label.start + at.start()
    shared = [g for g in last.gives if g.passage.start + g.start >= begin]
    own = {g.concept for g in last.gives if g not in shared}
    if not own or any(not own.isdisjoint(g.concept for g in arm.gives) for arm in arms[:-1]):
        return arms
    return [*(arm._replace(gives=[*arm.gives, *shared]) for arm in arms[:-1]), last]


def _given(arm: ToldArm) -> tuple[object, ...]:
    """By what an arm can differ from another."""
    how = {(g.concept, fact.kind, fact.value) for g in arm.gives for fact in g.facts}
    return (
        frozenset(g.concept for g in arm.gives),
        frozenset(item.position for item in arm.entries),
        frozenset(how),
        frozenset(_WORD.findall(fold(arm.label.text))) - _SAY_NOTHING,
    )


def _undecided(arms: list[ToldArm]) -> bool:
    """`A and B versus C`: together, or each by itself?"""
    first, *others = arms
    together = {g.concept for g in first.gives}
    label = fold(first.label.text)
    return (
        len(together) > 1
        and len(others) == 1
        and _JOINED.search(label) is not None
        and _COMBINED.search(label) is None
        and together.isdisjoint(g.concept for g in others[0].gives)
    )
