"""The sides of a comparison: `A versus B`, `to compare A with B`, `whether A is superior to B`.

The rule is a small grammar. A *sign* parts the sides (`versus`, `compared with`, `superior to`; behind a verb of
comparing also `with`, `to`, `and`). The left side begins behind the last word that leads to what is given (`efficacy
of`, `whether`, `treated with`) and stands before the first name; each side ends where circumstances begin (`in`, `for`,
`on`, a verb). Here are only the places: whether a side can be given is for the caller to see. All patterns are for
folded text in which brackets are masked, so that no word in them ends a side; all windows are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from kg.extract.document import Document
from kg.extract.giving.entries_named import entries_named
from kg.extract.giving.in_text import given
from kg.extract.told_arms.patterns import PEOPLE
from kg.model import Passage

Side = tuple[int, int]

_SIGN = re.compile(
    r",?\s(?:versus|vs\.?|(?:as\s|when\s|is\s|will\sbe\s)?compared?\s(?:to|with|against|versus|vs\.?)|(?:in|"
    r"by)\scomparison\s(?:to|with)|relative\sto|over(?=\s[^.;,]{3,60}?\salone\b)|"
    r"(?:is\s|are\s|being\s|to\sbe\s|will\sbe\s|as\s|its\s)?(?:either\s)?(?:clinically\s|therapeutically\s)?"
    r"(?:superior(?:ity)?|non-?\s?inferior(?:ity)?|equivalen(?:t|ce)|bioequivalent|comparable)\s(?:to|with)|"
    r"(?:(?:is|are|will\sbe)\s(?:[\w-]+\s){0,2})?(?:better|safer|(?<!no\s)more\s(?:effective|efficacious|efficient|"
    r"beneficial|safe|potent|tolerable)|less\s(?:effective|invasive|painful|toxic|harmful))\sthan|"
    r"(?:is|are|will\sbe)\s(?:[\w-]+\s){0,2}(?:(?:at\sleast\s)?as\s[\w-]+(?:\sand\s[\w-]+)?\sas|"
    r"more\s[\w-]+\sthan|less\s[\w-]+\sthan)|"
    r"(?:is\s|are\s|will\sbe\s)?(?:not|no)\s(?:inferior\sto|worse\sthan|less\seffective\sthan))\s"
)
_OF_TITLES = re.compile(r"(?<!with)(?<!and),?\sor\s(?!without\b|with\b|in\scomb|combined)|\sas\san\salternative\sto\s")
_COMPARES = re.compile(
    r"\b(?:compar(?:e|es|ed|ing|isons?)|comparative\s(?:study|analysis|evaluation|trial|effectiveness|efficacy)|"
    r"(?:non-?\s?)?inferiority(?=\sof)|superiority(?=\sof)|(?:bio)?equivalence(?=\s(?:(?:study|trial)\s)?of)|"
    r"difference)(?:\s(?:of|between|directly|head[- ]to[- ]head))?\s(?!to\b|with\b)"
)
_WITH = re.compile(
    r"(?<!combined)(?<!together)(?<!along)(?<!combination)(?<!treated)(?<!treatment)(?<!therapy)(?<!associated)(?<!patients)"
    r"(?<!subjects)(?<!loaded)(?<!administered)(?<!given)(?<!administration)(?<!presenting)(?<!diagnosed),?\swith\s(?!or\b)|,?\sagainst\s(?=[^.;,]{3,60}?\s(?:in|for|on|after|when|among|at)\b)|"
    r"(?<!addition)(?<!added)(?<!add-on)(?<!due)(?<!prior),?\sto\s"
)
_AND = re.compile(r",?\s(?:and|&)\s")
# `A, B and C will be compared`
_ARE_COMPARED = re.compile(
    r"\s(?:will\sbe|are|were)\s(?:directly\s)?(?:compared|randomly\scompared)\b(?!\s(?:to|with|against|between|by))"
)
_COUNTED = re.compile(r"\b(?:two|three|four|2|3|4)\s(?:[\w-]+\s){1,3}of\s\Z")
_SHORTEST_SIDE, _FEW = len("RT"), 2
_LAST_OF_ROW = re.compile(r"[^.;:,]{2,60},\s(?:and|&)\s(?!to\b)")  # "A, B with C, and D"
_LISTED = re.compile(r"(?<!with),?\s(?:and|or|versus|vs\.?)\s|,\s")
# What is told of all members of a list, which are no sides then; a list that is one product.
_OF_ALL = re.compile(r"\s?(?:when|if|with\sand|before\sand|following|and\stheir)\b|.{0,40}\bfixed[- ]dose")
# What leads to the thing given.
_HEAD = re.compile(
    r"\b(?:(?:effects?|efficacy|effectiveness|efficiency|safety|tolerability|tolerance|impact|superiority|"
    r"inferiority|benefits?|"
    r"performance|value|role|utility|feasibility|acceptability|immunogenicity|pharmacokinetics|pharmacodynamics|"
    r"bioavailability|bioequivalence|equivalence|outcomes?|results?|use|usefulness|trial|study|studies|evaluation|"
    r"assessment|"
    r"investigation|administration|influence|activity|potency|cost-?effectiveness|costs?|comparisons?|quality|rates?|"
    r"incidence|profiles?|duration|response|advantages?)\s(?:with|between|for|to|after|following)|(?!addition|"
    r"combination|injection|infusion|instillation|implantation|m?c?g\b|ml|iu|units|dos|tablet|capsule|cream|taper|"
    r"withdraw|discontin|reduc|delay)(?:[a-z-]+|(?<=\)))\sof|"
    r"(?:trial|study)\sstudies|evaluat(?:e|es|ed|ing)|assess(?:es|ed|ing)?|investigat(?:e|es|ed|ing)|whether|that|if|determin(?:e|es|ing)|"
    r"tests|testing|to\stest|examin(?:e|es|ed|ing)|study(?:ing)?|explor(?:e|es|ing)|demonstrat(?:e|es|ing)|show|"
    r"compar(?:e|es|ed|ing)(?:\sdirectly)?|between|how\swell|"
    r"(?:treat(?:ed|ment)?|managed|operated|vaccinated|supplemented|sedated)\s(?:with|by)|therapy\swith|receiv(?:e|es|ed|ing)|undergoing|randomi[sz]ed\sto|assigned\sto|"
    r"(?<=\s)by|after|using|given|achieved\swith|"
    r"results\sin|[\w-]+:|,)\s(?:(?:the|an?|both|either|new|novel|of|use)\s)*"
)
_LEAD = re.compile(
    r"(?:(?:the|an?|(?:[\w-]+\s){0,2}(?:safety|efficacy|effectiveness|effects?|use)(?:\sand\s[a-z]+)?\sof|those|that|of|with|either|"
    r"both|use|using|receiving|treated|taking|given|is|are|to|patients|participants|subjects|"
    rf"{PEOPLE}|managed|operated|vaccinated|supplemented|sedated|who|receive[ds]?|undergoing|its|active\s(?:control|comparator),|another\s(?:medicine|drug|medication|"
    rf"treatment)(?:,|\scalled)?)\s)*"
)
_ENDS = re.compile(
    r"[;\[?]|:\s(?=(?:an?|the)\s|(?:randomi[sz]ed|prospective|retrospective|phase|multi|single|protocol|results)\b)|,\s(?!(?:and\s|or\s)?(?:\d|[\w-]+\sand\s)|together\b|in\scombination|combined|plus\b|with\b|alone\b)|"
    r",\s(?=both\b)|(?<!\.[a-z])\.\s|"
    r"\s(?:in(?!\s(?:combination|addition)\b)|for(?!\s(?:\d|one|two|three|four|six|eight|twelve)\b)|among|amongst|"
    r"as(?!\s(?:an?\s)?(?:usual|add))|"
    r"on(?!\s(?:top|day|days|demand)\b)|(?:when|after|following)(?!\s(?:co-?administ|concomitant|administered\swith|"
    r"given\s(?:alone|with|together)))|who|which|that|during|before|prior\sto|until|undergoing|"
    r"both|while|whereas|because|if|"
    r"at(?!\s(?:\d|a\sdose|doses|bed|(?:two|three|four)\s(?:[\w-]+\s)?dos(?:es|ages)\s\())|from|within|over(?!\s\d)|under|regarding|concerning|upon|(?<!followed\s)by(?!\s(?:mouth|"
    r"injection|infusion))|"
    r"(?<!addition\s)(?<!added\s)(?<!add-on\s)to(?!\s\d)|based|using|via(?!\s\w+\s)|through|leads?|without\sa|has|"
    r"lowers?(?=\s(?:the|feelings|blood|pain|risk))|have|had|can|may|might|could|would|should|will|"
    r"(?<!or\s)without|and\s(?:to|explore|evaluat\w+|assess|determine|will|then|its)|"
    r"accelerates?|reduce|improve|increase|decrease|prevent|lead|used(?=\s(?:for|in\s(?!comb)|as|to|by|at)|\Z)|"
    r"includ\w+|made|helps?|works?|called|is|are|was|were|provides?|reduces?d?|improves?d?|results?|increases?|"
    r"decreases?|shows?|showed|has|affects?|prevents?|does|"
    r"(?<=\salone\s)of|with\s(?:respect|regards?|a\sview)|there|we|whose|due|"
    r"(?<=\bwhen\s)(?:given|administered)|given(?!\s(?:with|together|in\scomb))|"
    r"administered(?!\s(?:by|via|orally|intra|sub|for|once|twice|every|with|together|in\scomb)))\b"
)
# `compare pain after surgery with …`: what both sides undergo.
_SETTING = re.compile(r"\b(?:undergoing|undergo|after|following|during|using|treated\s(?:with|by))\s(?:the\s|an?\s)?\Z")
_MORE_THAN_TWO = re.compile(r"\b(?:three|four|five|six|[3-9])\b")
_OR = re.compile(r"(?<!with),?\sor\s")
# `A followed by B or C before D`: one side, in which something is chosen.
_JOINT = re.compile(r"\b(?:followed\sby|then|before|after)\s(?!placebo)|\+/?-|\+\/−")
_PLACEBO_AND = re.compile(r"(?<=placebo)\sand\s(?:the\s|an?\s)?|\sand\s(?:the\s|an?\s)?(?=placebo\b)")
_DOSE_AND = re.compile(r"(?<=mg)(?:,\s(?:and\s)?|\sand\s)(?=\d)")
JOINED = re.compile(r"\s(?:and|&)\s")
COMBINED = re.compile(r"\b(?:combin\w+|plus|both|fixed|with|added|adding)\b|\+")
_TRAILING = re.compile(
    r"(?:[\s,;:-]|(?<!\.[a-z])\.|\b(?:and|or|when|as|alone\sor|either|therapy\sor|treatment\sor|is|are|with|of|to|the|was|were|"
    r"clinically|drug:)\Z)+\Z"
)
_DIRECTED = ("inferior", "non", "superior")  # of one to the other
_LONGEST_ROW = 260
_MOST = 8
_LONGEST_SENTENCE = 600  # characters, in a text without sentences
FAR = 40
# `placebo-controlled`, `analgesic effects of X`: words about the trial, or about X.
_NO_NAME = re.compile(
    r"[- ]controlled\b|\s(?:\w+\s)?(?:effects?|efficacy|activity|potency|requirements?|consumption|use)\b"
)


def compared_sides(
    document: Document, passage: Passage, masked: str, start: int, end: int, titled: bool
) -> Iterator[tuple[int, list[Side]]]:
    """Where the sentence compares, and the sides."""
    signs = list(_SIGN.finditer(masked, start, end))
    if titled and not signs:
        signs = list(_OF_TITLES.finditer(masked, start, end))
    verbs = list(islice(_COMPARES.finditer(masked, start, end), _MOST))
    if signs:
        begin = max((verb.start() for verb in verbs if verb.end() <= signs[0].start()), default=start)
        begin = max(begin, signs[0].start() - _LONGEST_SENTENCE)
        left = _left(document, passage, masked, begin, signs[0].start(), titled)
        if left is not None:
            yield signs[0].start(), _split(masked, [left, *_rights(masked, signs, end)])
    listed = _listed_first(masked, start, end)
    if listed is not None:
        yield listed
    for verb in verbs:
        stop = min(end, verb.start() + _LONGEST_SENTENCE)
        left = _left(document, passage, masked, verb.start(), stop, titled)
        if left is not None and _MORE_THAN_TWO.search(masked, verb.end(), left[0]) is None:
            for sides in _behind_verb(masked, verb, left, stop):
                yield verb.start(), sides


def _listed_first(masked: str, start: int, end: int) -> tuple[int, list[Side]] | None:
    """`A, B and C will be compared`."""
    passive = _ARE_COMPARED.search(masked, start, end)
    if passive is None:
        return None
    begin = _LEAD.match(masked, max(start, passive.start() - _LONGEST_ROW), end).end()  # type: ignore[union-attr]
    borders = list(_LISTED.finditer(masked, begin, passive.start()))
    begins, stops = [begin, *(b.end() for b in borders)], [*(b.start() for b in borders), passive.start()]
    return passive.start(), list(zip(begins, stops, strict=True)) if borders else []


def _behind_verb(masked: str, verb: re.Match[str], left: Side, stop: int) -> Iterator[list[Side]]:
    """`compare A with B`, `compare A, B and C`, `compare A and B`."""
    if not verb.group().startswith(("comparative", "difference")) and "between" not in masked[verb.start() : left[0]]:
        yield from _with_another(masked, left, stop)
    if verb.group().startswith(_DIRECTED):
        return
    joined = [*_OR.finditer(masked, *left), *_AND.finditer(masked, *left)]
    listed = list(_LISTED.finditer(masked, left[0], min(left[0] + _LONGEST_ROW, stop)))
    if len(listed) > 1 and len(joined) <= 1:
        yield _row(masked, left[0], listed, stop)
    if len(joined) == 1 and "combination therapy" not in masked[verb.end() : left[0]]:
        a, b = joined[0].span()
        if (" with " in masked[left[0] : a]) == (" with " in masked[b : left[1]]):
            yield _split(masked, [(left[0], a), _side(masked, b, left[1])])


def _with_another(masked: str, left: Side, stop: int) -> Iterator[list[Side]]:
    """`A with B`, `A to B`: not `A added to B`, nor what both sides undergo."""
    if _SETTING.search(masked, max(0, left[0] - FAR), left[0]):
        return
    for border in _WITH.finditer(masked, left[0] + 1, left[0] + _LONGEST_ROW):
        own = masked[left[0] : min(left[1], border.start())]
        other = _side(masked, border.end(), stop)
        before = masked[left[0] : border.start()]
        if ", " in before and " and " not in before and _LAST_OF_ROW.match(masked, border.end(), stop):
            continue
        added = "adjunct" in own or (own.startswith("add") and "to" in border.group())
        if border.end() <= stop and not added and f" and {own}" not in masked[slice(*other)]:
            yield _split(masked, [(left[0], left[0] + len(own)), other])


def _left(document: Document, passage: Passage, masked: str, start: int, stop: int, titled: bool) -> Side | None:
    """The side before the sign: from behind the last head before the first name."""
    if titled:
        start = _behind_colon(document, passage, masked, start, stop)
    names = [g for g in given(document, passage.part(start, stop)) if not _NO_NAME.match(masked, start + g.end)]
    first = start + names[0].start if names else stop
    begin = None
    for head in _HEAD.finditer(masked, start, stop):
        if head.end() > first:
            break
        begin = head.end()
    if begin is None:
        if not titled and first - start > FAR:
            return None
        begin = start
    begin = _LEAD.match(masked, begin, stop).end()  # type: ignore[union-attr]
    early = _ENDS.search(masked, begin + 1, first)
    if early is not None and (not names or entries_named(document, passage.text[begin : early.start()])):
        return begin, early.start()  # a name that only the record knows
    ends = _ENDS.search(masked, max(begin + 1, min(first, stop)), stop)
    return begin, ends.start() if ends else stop


def _behind_colon(document: Document, passage: Passage, masked: str, start: int, stop: int) -> int:
    """Where a title goes on behind its colon with few words, or with a name: "Surgery and immunity: open versus
    laparoscopic hepatectomy"; else `start`."""
    begin = masked.rfind(": ", start, stop) + 2
    if begin < 2 or stop - begin < _SHORTEST_SIDE:
        return start
    short = masked.count(" ", begin, stop) < _FEW
    return begin if short or given(document, passage.part(begin, stop)) else start


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
    return begin, stop_of(masked, begin + 1, end)


def stop_of(masked: str, begin: int, end: int) -> int:
    """Where a side that begins there ends."""
    ends = _ENDS.search(masked, begin, end)
    return ends.start() if ends else end


def _split(masked: str, sides: list[Side]) -> list[Side]:
    """The sides, parted at `or`, between doses of one drug, and behind a placebo where nothing is combined."""
    made: list[Side] = []
    alone = COMBINED.search(masked, *sides[0]) is None and JOINED.search(masked, *sides[0]) is None
    for begin, stop in sides:
        whole = "choice" in masked[begin:stop] or _JOINT.search(masked, begin, stop) is not None
        borders = [] if whole else list(_OR.finditer(masked, begin, stop))
        borders += _PLACEBO_AND.finditer(masked, begin, stop) if alone else ()
        borders += _DOSE_AND.finditer(masked, begin, stop) if masked[begin : begin + 1].isdigit() else ()
        for border in sorted(borders, key=_place):
            made.append((begin, border.start()))
            begin = border.end()
        made.append((begin, stop))
    return [(a, a + len(_TRAILING.sub("", masked[a:b]))) for a, b in made]


def _row(masked: str, begin: int, borders: list[re.Match[str]], stop: int) -> list[Side]:
    """`A, B and C`: up to the first `and`, and to the end of what stands behind it."""
    made: list[Side] = []
    for border in borders:
        if stop_of(masked, begin, border.start()) < border.start():
            return []
        if made or _COUNTED.search(masked, max(0, begin - FAR), begin) is None:  # "two formulations of X, the A and B"
            made.append((begin, border.start()))
        begin = border.end()
        if len(border.group()) > len(", "):
            break
    last = _side(masked, begin, stop)
    if _OF_ALL.match(masked, last[1]) or _OF_ALL.match(masked, last[0]):
        return []
    return [*made, (last[0], last[0] + len(_TRAILING.sub("", masked[slice(*last)])))]


def _place(border: re.Match[str]) -> int:
    return border.start()
