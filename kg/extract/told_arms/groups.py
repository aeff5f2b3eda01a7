"""Who receives something, in running text: `Group A receives …`, `half of the patients …, the other half …`, `in the
X group, … will be given`, `One group will receive X and the second Y`.

The rule is a small grammar over the sentences of a passage. *Who*: a group with a number or a name, a member of a row
(one, the other, the second, half, the remaining patients, the latter), people by their part (controls). *Verb*: one of
receiving, right behind; behind `in the X group` any that gives; none where the sentence has had one (`one group
received A, the other B`). *What*: the stretch up to the next who or to the end of the sentence. Members of a row count
only near each other. Here are only the places; what is given there is for the caller to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from kg.extract.told_arms import patterns as words
from kg.extract.told_arms.patterns import PEOPLE, RECEIVES
from kg.extract.told_arms.wordlists import alternatives
from kg.text import holds_any

Kind = Literal["numbered", "row", "people", "named"]


class Telling(NamedTuple):
    """`begin` to `stop` tells what those at `label` receive; what they receive begins at `rest`."""

    begin: int
    label: tuple[int, int]
    rest: int
    stop: int
    kind: Kind
    sentence: int
    negated: bool = False
    sure: bool = True
    """Whether a verb of receiving says so; else only what is named shows that something is given."""
    until: int | None = None
    """Where what they receive ends, where that stands before who they are."""


_NOUN = r"(?:group|arm|cohort)"
_SIDED = r"eye|side|knee|hip|limb|leg|foot|ear|breast|nostril|molar|tooth|quadrant|jaw|wrist|shoulder|wound"
_COUNT = (
    r"(?:\d{2,4}|ten|eleven|twelve|fifteen|eighteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:-(?:one|two|three|four|five|six|seven|eight|nine))?|(?:one\s)?hundred)"
)
# What may follow `group` and is no code: `group RD received`.
_NO_CODE = (
    r"will|were|was|are|is|had|has|have|that|who|which|with|in|of|to|and|or|for|by|on|at|as|the|an|only|also|then|did|"
    r"does|do|can|may|than|vs|mean|size|from|but|not|each|both|all|per|if|one|two|three|four|five|six|would|shall|being"
)
_WHO = re.compile(
    rf"\b(?:(?P<row>(?:one|another|other|first|second|third|fourth|fifth|last|former|latter|remaining|1st|2nd|3rd)"
    rf"(?:\s(?!and\b|or\b)[a-z-]{{3,20}})?\s(?:{_NOUN}|half)\b(?!\s(?:of\s)?(?:hospitals|clinics|centers))"
    rf"|(?:one|other|fellow|contralateral|opposite|right|left)\s(?:{_SIDED})\b)"
    rf"|(?P<some>an?\s(?:second\s|third\s)?{_NOUN}(?:\sof\s[^.;:,()]{{0,60}})?(?=\s(?:who\s|that\s|which\s)?(?:receiv|will\sreceiv)))"
    rf"|(?P<part>(?:one[- ]half|(?:other\s)?half|one[- ]third|two[- ]thirds?|others?(?!\shand)|rest|remainder|"
    rf"remaining(?:\s(?:half|{PEOPLE}))?|former|latter|one(?=\s(?:of\s(?:which|whom|them)|will|receiv)))\b"
    rf"(?:\s(?:of|in)\s(?:the\s|these\s|all\s|our\s|study\s){{0,2}}(?:{PEOPLE}|them|which|whom|(?:the\s)?cohort|sample))?"
    rf"(?:\s\d{{1,4}})?(?:\s{PEOPLE}|(?<=half)\sthe\s{PEOPLE})?)"
    rf"|(?P<counted>(?<!-\s)(?<!:\s){_COUNT}\s{PEOPLE}(?!\s(?:undergoing|receiving|taking)\b)(?=\s(?:{RECEIVES}|will\s(?:have|be|serve|act)\s|serve[sd]?\sas\s))|"
    rf"another\s{_COUNT}\s{PEOPLE}(?=\s(?:{RECEIVES}|with\s|by\s|will\s(?:have|be)\s)))"
    rf"|(?P<numbered>(?:(?:dose|treatment|study|intervention)\s)?{_NOUN}s?(?:(?:[\s-]|\s?#\s?|\s(?:no\.?|number)\s){words.ORDINALS}|\d{{1,2}})\b)"
    rf"|(?P<coded>{_NOUN}\s(?P<code>(?!(?:{_NO_CODE})\b)[a-z][a-z0-9+-]{{1,4}})(?=\s(?:{RECEIVES}|(?:will|were|was)\s)))"
    rf"|(?P<people>controls|(?:control|treated|experimental|intervention|placebo)\s{PEOPLE}|"
    rf"(?:control|treated|experimental|intervention|placebo|test|study)\s(?:sites|teeth|sides|limbs|knees|schools|"
    r"practices|clinics|centers|centres|hospitals|clusters|villages|communities|classes|classrooms|wards|families|quadrants)"
    r"|those\s(?:who\s(?:are|were)\s)?(?:randomi[sz]ed|assigned|allocated|in|on)\s(?:to\s|in\s)?(?:the\s)?(?:controls?|comparison|waiting[\s-]list|waitlist|usual\scare)(?:\s(?:group|arm|condition))?)\b"
    rf"|(?P<noun>{_NOUN})\b(?!-))"
)
_ASIDE = r"(?:\s?\([^()]{0,90}\))?(?:\s?[-–]\s?\d{1,4})?(?:,(?=\S))?,?"
_VERB = re.compile(
    rf"{_ASIDE}(?:\s|(?<=,))(?:(?:is|are|includes?|comprises?|consists?\sof|of|with)\s[^.;:()]{{0,90}}?(?=\s(?:who\s)?(?:will|are|were|is)\s)\s)?"
    rf"(?:{PEOPLE}(?:\s?\([^()]{{0,40}}\))?,?\s)?(?:who\s|which\s|that\s)?"
    rf"(?:(?:will|would|did|do|does|are|were|is|was)\s(?P<not>not|never)\s(?:be\s)?)?{RECEIVES}(?=[\s,:])"
)
_AGAINST = re.compile(r"(?:[,;]\s|\s)(?:while|whereas|but|and)\s(?:the\s)?\Z")
_SUBJECT = re.compile(
    rf"(?:the\s)?(?!(?:all|both|each|every|no|two|three|four)\b)"
    rf"(?:(?!(?:who|and|or|will|groups|arms|\d+)\b)[\w/+-]+\s){{1,8}}(?=\s?{RECEIVES}\s)"
)
_IN_BEFORE = re.compile(
    rf"(?:\A|[.;:,]\s|\b(?:and|while|whereas|but)\s)[\s*•-]{{0,4}}(?:in|for|to|on)\s(?:the\s|an?\s)?(?:{PEOPLE}\s(?:in|of)\s(?:the\s)?)?\Z"
)
_GIVEN_THERE = re.compile(
    rf"\b(?:{RECEIVES}|(?:will\sbe|is|are|was|were|to\sbe)\s(?:[a-z]+ly\s)?(?:given|used|administered|applied|injected|infused|"
    r"performed|delivered|treated|added|provided|continued|started|initiated|prescribed|indicated|trained|implanted)|"
    r"(?:will\s)?(?:starts?|begins?|commences?)(?=\s(?:on|at|in|within|after|\d|immediately|before|the|from)\b))\b"
)
# `…, and B is injected in the control group.`
_IN_AFTER = re.compile(rf"\s(?:in|to|for)\s(?:the\s|an?\s)?(?:{PEOPLE}\s(?:in|of)\s(?:the\s)?)?")
_CLOSES = re.compile(r"\s?(?:\([^()]{1,40}\))?\s?(?:[.,;]|\Z|(?:and|while|whereas)\b)")
_CLAUSE = re.compile(r"[;:]\s|,\s(?:and|while|whereas|but)\s|\s(?:while|whereas|but)\s")
_NO_DEED_THERE = re.compile(
    r"\b(?:than|blood|samples?|measur\w+|assess\w+|record\w+|compared|questionnaires?|rates?|higher|lower|both|all|each|not|"
    r"expect\w*|assum\w*|estimat\w*|less|fewer|reduc\w*|improv\w*|observed|if)\b"
)
# `group 1 with fibrin glue and group 2 without`: numbers, where people are divided.
_WITH = re.compile(rf"{_ASIDE}\s\(?(?P<not>without|with)\s")
# What may stand where a verb is left out: `the other a placebo`, `Group 2 only oral aspirin`.
_ELLIPSIS = re.compile(
    rf"{_ASIDE}\s?[:,]?\s(?:(?:with|by|for|to\sreceive|only|the|an?|just)\s)?(?!(?:in|of|at|on|and|or|to|will|was|were|is|are|had|has|have|"
    r"did|does|do|than|versus|vs|as|from|after|before|who|which|that|shows?|showed|could|can|may|should)\b)\w"
)
# `and half do not`
_DO_NOT = re.compile(rf"{_ASIDE}\s(?:do|does|did|will|would|are|were)\snot(?=\s?(?:[.,;]|\Z))")
_SERVES = re.compile(
    rf"{_ASIDE}\s(?:{PEOPLE}\s)?(?:will\s)?(?:serv(?:e|es|ed|ing)|act(?:s|ed|ing)?|be\sused)\sas\s(?:an?\s|the\s)?"
    r"(?:untreated\s|negative\s|no[- ]treatment\s)?(?:controls?|comparators?)\b"
)
_BUT = re.compile(rf"\bbut\s(?:[a-z]+ly\s)?(?:will\s|would\s)?{RECEIVES}")
_JOINS = re.compile(r"(?:[,;]|\b(?:and|while|whereas|but|or))\s(?:the\s|an?\s|in\s(?:the\s)?|to\s(?:the\s)?)?\Z")
_LOWER_LETTER = re.compile(r"[a-z]")
_RECEIVES = re.compile(RECEIVES)
_ROLE = re.compile(r"\b(?:control|comparison|placebo|sham|experimental|intervention|study|treatment)\s(?:group|arm)\Z")
_NEAR = 3
# Without one of these in it, a sentence tells of no group.
_HINTS = (
    "group", "arm", "cohort", "half", "third", "other", "rest", "remain", "former", "latter", "one ", "control",
    "first", "second", "last", "fellow", "opposite", "right ", "left ", " sites", " teeth", "experimental ",
    "intervention ", "treated ", "placebo ", "test ", "those ",
)  # fmt: skip
_MANY = re.compile(r"\d\d |ty[ -]|hundred |\b(?:ten|eleven|twelve|fifteen|eighteen) ")
_LOOK_BACK = 60


class _Deeds(NamedTuple):
    """The patterns made of the lists of words."""

    does: re.Pattern[str]
    """A verb of doing: what is named behind it must show that something is given."""
    acts: re.Pattern[str]
    """Any other deed: enough where two groups are set against each other."""


@cache
def _deeds() -> _Deeds:
    return _Deeds(
        re.compile(
            rf"{_ASIDE}\s(?:{PEOPLE},?\s)?(?:who\s|which\s)?(?:will|would|shall|are\sto|is\sto|were|was|is|are)\s(?P<not>not\s)?"
            r"(?:be\s)?(?:(?:have(?!\s(?:an?\s)?(?:[\w-]+\s){0,2}(?:higher|lower|greater|better|chance|mri|ct|scan|biops|visit|test|"
            r"blood|exam|reduction|increase|decrease))|observed\b(?!\sto))[a-z]*|"
            rf"(?:{alternatives('done')}))"
        ),
        re.compile(
            rf"{_ASIDE}\s(?:{PEOPLE},?\s)?(?:who\s)?(?:will|would)\s(?P<not>not\s)?(?!(?:{alternatives('no-deed')})\b)[a-z]{{2,}}"
        ),
    )


def tellings(text: str, folded: str, sentences: tuple[tuple[int, int], ...]) -> list[Telling]:
    """Everything that the passage tells of what groups receive, in order."""
    found: list[Telling] = []
    for place, (start, end) in enumerate(sentences):
        own = list(_of_sentence(text, folded, start, end, place))
        for begun, ended in sentences[place + 1 :] if own else ():  # "You will also receive …"
            if words.ALSO.match(folded, begun) is None or _WHO.search(folded, begun, ended):
                break
            end = ended
        if len(own) == 1:
            own = [*_set_against(folded, start, own[0]), *own]
        for number, telling in enumerate(own):
            stop = own[number + 1].begin if number + 1 < len(own) else end
            following = words.NEXT_GROUP.search(folded, telling.rest, max(stop, telling.rest))
            stop = following.start() if following else stop
            found.append(telling._replace(stop=telling.until or max(stop, telling.rest)))
    return _in_rows(found if any(telling.until is None for telling in found) else [])


def _of_sentence(text: str, folded: str, start: int, end: int, place: int) -> Iterator[Telling]:
    """Who a sentence tells of, each with where what they get begins: behind its verb, or behind one told before."""
    if not holds_any(folded[start:end], _HINTS) and _MANY.search(folded, start, end) is None:
        return
    said = False  # whether this sentence has had its verb
    given = _GIVEN_THERE.search(folded, start, end)  # the next one that stands behind who is looked at
    for who in _WHO.finditer(folded, start, end):
        if given is not None and given.start() < who.end():
            given = _GIVEN_THERE.search(folded, who.end(), end)
        kind, label = _label(text, folded, who, start)
        if label is None:
            continue
        begin = label[0]
        people = words.PEOPLE_BEFORE.search(folded, max(start, begin - _LOOK_BACK), begin)
        begin = people.start() if people else begin
        does = _what_it_does(folded, begin, label, who.end(), end, kind, place)
        if does is not None:
            yield does
            said = True
        elif said and kind != "people" and _DO_NOT.match(folded, who.end(), end):
            yield Telling(begin, label, who.end(), end, kind, place, negated=True)
        elif kind in ("row", "numbered") and (serves := _SERVES.match(folded, who.end(), end)):
            yield Telling(begin, label, serves.end(), end, kind, place)
        elif given is not None and _in_before(folded, start, label[0]):
            said = True
            yield Telling(begin, label, who.end(), end, kind, place, sure=False)
        elif kind in ("named", "numbered") and (before := _given_before(folded, start, label, end)) is not None:
            begin, until, label = before
            yield Telling(begin, label, begin, end, kind, place, sure=False, until=until)
        elif (
            said
            and (kind != "named" or _ROLE.search(folded, *label))
            and _JOINS.search(folded, max(start, begin - 12), begin)
            and _ELLIPSIS.match(folded, who.end(), end)
        ):
            yield Telling(begin, label, who.end(), end, kind, place, sure=False)


def _what_it_does(
    folded: str, begin: int, label: tuple[int, int], who: int, end: int, kind: Kind, place: int
) -> Telling | None:
    """The telling of a group behind which stands its verb, by which it gets or does something, or does not."""
    verb = _VERB.match(folded, who, end)
    deed = _deeds().does.match(folded, who, end) if verb is None else None
    if verb is None and deed is None and kind != "row":
        deed = _deeds().acts.match(folded, who, end)
    at = verb or deed or (_WITH.match(folded, who, end) if kind == "numbered" else None)
    if at is None:
        return None
    but = _BUT.search(folded, at.end(), end) if at["not"] is not None else None
    rest = but.end() if but else at.end() if verb else who
    sure = verb is not None or (at is deed and kind in ("row", "numbered"))
    return Telling(begin, label, rest, end, kind, place, at["not"] not in (None, "with") and but is None, sure)


def _set_against(folded: str, start: int, control: Telling) -> Iterator[Telling]:
    """`Nurses get A, while controls get B`: who is told first, without a name of a group."""
    if control.kind not in ("people", "named") or words.CONTROL.search(folded, *control.label) is None:
        return
    sign = _AGAINST.search(folded, start, control.begin)
    subject = _SUBJECT.match(folded, start) if sign is not None else None
    verb = _RECEIVES.match(folded, subject.end()) if subject is not None else None
    if sign is not None and subject is not None and verb is not None and verb.end() < sign.start():
        yield control._replace(
            begin=start, label=(start, subject.end() - 1), rest=verb.end(), stop=sign.start(), kind="people",
            negated=False, sure=True,
        )  # fmt: skip


def _in_before(folded: str, start: int, label: int) -> bool:
    """Whether `in the`, at the beginning of a clause, stands before the label."""
    window = max(start, label - _LOOK_BACK)
    return _IN_BEFORE.search(("" if window == start else "x") + folded[window:label]) is not None


def _given_before(
    folded: str, start: int, label: tuple[int, int], end: int
) -> tuple[int, int, tuple[int, int]] | None:
    """Where what is given stands that the clause tells before who gets it: `B is injected in the control group`; and
    the label without the words before it."""
    floor = max(start, label[0] - _LOOK_BACK)
    place = max(_IN_AFTER.finditer(folded, floor, label[1]), key=lambda m: m.start(), default=None)
    if place is None or place.end() < label[0] or words.NO_LABEL.match(folded, place.end(), label[1]):
        return None
    if _CLOSES.match(folded, label[1], end) is None:
        return None
    begin = max((m.end() for m in _CLAUSE.finditer(folded, start, place.start())), default=start)
    verb = _GIVEN_THERE.search(folded, begin, place.start())
    if verb is None or _WHO.search(folded, begin, place.start()) or _NO_DEED_THERE.search(folded, begin, place.start()):
        return None
    return begin, place.start(), (place.end(), label[1])


def _label(text: str, folded: str, who: re.Match[str], start: int) -> tuple[Kind, tuple[int, int] | None]:
    """The kind and the place of a label; none where it is only `this group`, or `a` is an article."""
    if who["numbered"] is not None:
        letter = who["numbered"][-2].isspace() and _LOWER_LETTER.match(text, who.end() - 1)
        if letter and not (_VERB.match(folded, who.end()) or folded[who.end() : who.end() + 1] in (":", ")")):
            return "named", _named(folded, who.start(), who.start() + len(who["numbered"].split()[0]), start)
        return "numbered", who.span()
    if who["coded"] is not None:
        if text[who.start("code") : who.end("code")].isupper():
            return "numbered", who.span()
        return "named", _named(folded, who.start(), who.start("code") - 1, start)
    if who["row"] or who["part"] or who["some"] or who["counted"]:
        return "row", who.span()
    if who["people"] is not None:
        return "people", who.span()
    return "named", _named(folded, who.start(), who.end(), start)


def _named(folded: str, noun: int, end: int, start: int) -> tuple[int, int] | None:
    """The name before `group`."""
    before = words.NAME_BEFORE.search(folded, max(start, noun - _LOOK_BACK), noun)
    if before is None:
        return None
    cut = max((m.end() for m in words.BEFORE_LABEL.finditer(before.group())), default=0)
    begin = before.start() + cut
    begin += len(words.LEADING.match(folded[begin:end]).group())  # type: ignore[union-attr]
    return None if words.NO_LABEL.match(folded, begin, end) else (begin, end)


def _in_rows(found: list[Telling]) -> list[Telling]:
    """Without the members of a row that stand alone."""
    return [
        telling
        for telling in found
        if telling.kind != "row"
        or any(other is not telling and abs(other.sentence - telling.sentence) <= _NEAR for other in found)
    ]
