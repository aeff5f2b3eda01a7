"""One arm that the prose tells: how its content is read from the stretch that tells it.

What is given there counts, sentence by sentence as long as they go on about the arm; not what people had before, what
something is done before or after, or what they are told not to get.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.context import folded_text
from kg.extract.document import Document
from kg.extract.giving.entries_named import entries_meant, entries_named
from kg.extract.giving.in_text import Given, given
from kg.extract.names.composite import parse
from kg.extract.names.facts import LISTED
from kg.extract.names.parts import DOMAIN
from kg.extract.told_arms import patterns as words
from kg.ground import ground
from kg.model import InterventionItem, Passage
from kg.text import fold

_MOST_WORDS = 9
_WAITS = "standard-care/wait-list"
_CLOSED_BY = {'"': '"', "'": "'", "“": "”", "‘": "’"}


class ToldArm(NamedTuple):
    """An arm as the prose tells it: the words that tell it, its label, what it gives."""

    passage: Passage
    label: Passage
    gives: list[Given]
    rule: str
    confidence: float
    nothing: bool = False
    """It is told that they receive nothing."""
    nameless: bool = False
    """An arm although nothing that it gives has a name here."""
    entries: tuple[InterventionItem, ...] = ()
    """The entries that it names."""
    shared: tuple[Given, ...] = ()
    """What all arms are told to get beside that."""
    called: str | None = None
    """Its label, where that is made of several stretches of the text."""
    twin: int = 0
    """How many arms of the same label the sentence told before: `half receive A, half receive B`."""
    opposed: bool | None = None
    """Of two sides of a comparison that says which is compared with which: whether it is the latter."""

    @property
    def title(self) -> str:
        """What it is called."""
        return self.called or self.label.text

    @property
    def concepts(self) -> frozenset[str]:
        """What it gives."""
        return frozenset(g.concept for g in self.gives)

    @property
    def drugs(self) -> frozenset[str]:
        """What it gives, but for what is feigned."""
        return frozenset(g.concept for g in self.gives if not g.concept.startswith("placebo/"))

    @property
    def what(self) -> tuple[object, ...]:
        """What it gives, how, and what it uses: by what it can differ from another."""
        how = frozenset((g.concept, fact.kind, fact.value) for g in self.gives for fact in g.facts)
        return frozenset(g.concept for g in self.gives), how, frozenset(item.position for item in self.entries)

    @property
    def says(self) -> bool:
        """Whether it is told what they receive, or that it is nothing."""
        return bool(self.gives or self.entries or self.nothing)


def tell(
    document: Document,
    passage: Passage,
    start: int,
    label: tuple[int, int],
    rest: int,
    stop: int,
    rule: str,
    confidence: float,
    *,
    bounded: bool = False,
) -> ToldArm:
    """The arm told from `start` to `stop`; what it gives stands behind `rest`. `bounded` if the telling of another
    follows there."""
    of_all = words.OF_ALL.search(fold(passage.text[rest:stop]))
    stop = rest + of_all.start() if of_all else stop
    end = start + len(words.TRAILING.sub("", passage.text[start:stop]))
    a, b = _label(passage.text, *label)
    gives: list[Given] = []
    said: list[str] = []
    inner = passage.part(rest, max(rest, end))
    for number, sentence in enumerate(_sentences_on_it(document, inner, bounded)):
        folded = fold(sentence.text)
        floor = 0
        if words.OF_PEOPLE.match(folded):
            verb = words.RECEIVED.search(folded)
            floor = verb.end() if verb else len(folded)
        said.append(sentence.text[floor:])
        named = [*given(document, sentence), *_named_alone(document, sentence, folded)]
        gives += [
            g
            for g in named
            if g.start >= floor
            and _is_got(document, folded, floor, g)
            and not (number and words.FOR_FAILURES.search(folded, 0, g.start))
        ]
    dropped = {g.concept for g in gives}
    gives = _while_waiting(folded_text(inner.text), inner, gives)
    dropped -= {g.concept for g in gives}
    told = passage.part(start, max(end, start + 1))
    said += [passage.text[a:b]] if rest >= b else []
    entries = _entries(document, inner, " ; ".join(said), {g.concept for g in gives})
    if dropped:
        entries = tuple(item for item in entries if dropped.isdisjoint(means(document, item)))
    return ToldArm(told, passage.part(a, b), gives, rule, confidence, entries=entries)


def _sentences_on_it(document: Document, told: Passage, bounded: bool) -> Iterator[Passage]:
    """The sentences that go on about the arm, or are items of its list; where the telling of another follows, those
    that tell what is given next."""
    pieces = document.sentences(told)
    marked = len(pieces) > 1 and words.ITEM.match(told.text) is not None
    for number, piece in enumerate(pieces):
        sentence = told.part(*piece)
        folded = fold(sentence.text)
        goes_on = not number or words.GOES_ON.match(folded) or (bounded and words.GIVEN_NEXT.match(folded))
        if not goes_on and not (marked and _is_item(told.text, piece[0])):
            return
        yield sentence


def _label(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the label itself stands: without what leads to it, the number of people behind it, and quotation marks."""
    start += leading(fold(text[start:end]))
    end = start + len(words.SIZE_BEHIND.sub("", words.TRAILING.sub("", text[start:end]).rstrip(" ;,:")))
    return _unquoted(text, start, end)


def _is_got(document: Document, folded: str, floor: int, g: Given) -> bool:
    """Whether the arm gets what its sentence names: not what tells when (`before A`), what something is like (`placebo
    matching A`) or how it is done (`under A`, which is no entry), nor what is withheld."""
    start, end = g.start, g.end
    if words.AT_THE_TIME.search(folded, 0, start) is not None and not words.AS_THERE.match(folded, end):
        return False
    if words.ALIKE.search(folded, max(0, start - 40), start) is not None:
        return False
    if words.UNDER.search(folded, max(0, start - 24), start) and _is_no_entry(document, g.concept):
        return False
    withheld = words.WITHHELD.match(folded, end) is not None
    return not withheld and words.NOT_GIVEN.search(folded, max(floor, start - 60), start) is None


def _while_waiting(folded: str, told: Passage, gives: list[Given]) -> list[Given]:
    """What those on a waiting list get while they wait, not what they are offered then. Who waits for a transplantation
    is treated."""
    waits = [g for g in gives if g.concept == _WAITS]
    if not waits:
        return gives
    if "transplant" in folded:
        return [g for g in gives if g.concept != _WAITS]
    at = waits[0].passage.start - told.start + waits[0].end
    kept = []
    for g in gives:
        place = g.passage.start - told.start + g.start
        if place < at or words.WAITED.search(folded, at, place) is None:
            kept.append(g)
    return kept


def _is_no_entry(document: Document, concept: str) -> bool:
    return all(concept not in means(document, item) for item in document.trial.interventions)


def _is_item(text: str, start: int) -> bool:
    """Whether a line of a list begins there, or right behind the mark of one (`1. A`)."""
    line = text.rfind("\n", 0, start) + 1
    begun = start == line or words.MARK.fullmatch(text, line, start) is not None
    return begun and words.ITEM.match(text, line) is not None


def _unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    """A label without the quotation marks around it, or without the one that opens it."""
    mark = text[start : start + 1]
    if end - start < len('"A"') or mark not in _CLOSED_BY:
        return start, end
    closed = text.find(_CLOSED_BY[mark], start + 1, end)
    return (start + 1, end - 1) if closed == end - 1 else (start + 1, end) if closed < 0 else (start, end)


def _entries(document: Document, told: Passage, said: str, gives: set[str]) -> tuple[InterventionItem, ...]:
    """The entries named in what is said; none of which the words speak without its being given (`progressed on X`)."""
    named = entries_named(document, said)
    refused = {concept for hit in document.hits(told, DOMAIN) for concept in hit.concepts} - gives if named else set()
    return tuple(item for item in named if refused.isdisjoint(means(document, item, listed=False)))


def means(document: Document, item: InterventionItem, listed: bool = True) -> list[str]:
    """What the name of an entry says, whether or not it is resolved already; with or without the members that a
    bracket lists of its class."""
    parts = parse(item.name.text, document.vocabulary, item.registry_type).parts
    meant = parts if listed else [part for part in parts if part.rule not in LISTED]
    return [part.concept for part in meant if part.concept is not None]


def _named_alone(document: Document, sentence: Passage, folded: str) -> Iterator[Given]:
    """`undergo observation`, `followed by surgery`: elsewhere the words say too little."""
    for pattern, group, name in (
        (words.OBSERVED, 1, "clinical observation"),
        (words.OPERATED, "what", "surgical procedure"),
    ):
        match = pattern.search(folded)
        grounding = ground(name, DOMAIN, document.vocabulary) if match is not None else None
        if match is not None and grounding is not None and grounding.concept is not None:
            yield Given(sentence, *match.span(group), grounding, grounding.concept)


def meant(document: Document, arms: list[ToldArm]) -> list[ToldArm]:
    """With the entry that a short label can only mean, where it says nothing that is known: if people are allotted,
    something is feigned, or each of the arms means another entry."""
    if all(arm.says for arm in arms):
        return arms
    named = {item for arm in arms for item in arm.entries}
    made = []
    for place, arm in enumerate(arms):
        besides = " ; ".join(other.label.text for other in (*arms[:place], *arms[place + 1 :]))
        unsaid = not arm.says and arm.label.text.count(" ") < _MOST_WORDS
        own = entries_meant(document, arm.label.text, besides) if unsaid else []
        made.append(arm if named.intersection(own) else arm._replace(entries=(*arm.entries, *own)))
    each = all(arm.says for arm in made) and len({arm.entries for arm in made}) == len(made)
    feigned = any(g.concept.startswith("placebo/") for arm in arms for g in arm.gives)
    if each or feigned or any(words.ASSIGNS.search(fold(passage.text)) for passage in document.prose()):
        return made
    return arms


def leading(label: str) -> int:
    """Length of the words before a label that are no part of it."""
    match = words.LEADING.match(label)
    return match.end() if match else 0


def shared_noun(document: Document, arms: list[ToldArm]) -> list[ToldArm]:
    """`immediate or delayed insertion of X`: what the last gives, all give."""
    last = arms[-1]
    plain = all(words.ADJECTIVE.fullmatch(fold(arm.label.text).split(" (")[0]) for arm in arms[:-1])
    if not plain or not last.says or not words.ADJECTIVE.match(fold(last.label.text)):
        return arms
    told = words.ADJECTIVE.match(fold(last.label.text))
    noun = last.label.text[told.end() :] if told else ""
    shared = [g._replace(facts=tuple(f for f in g.facts if f.kind not in ("route", "dose"))) for g in last.gives]
    made = []
    way = _by_way(document, last, last.label.text)
    for arm in arms[:-1]:
        own = ground(f"{arm.label.text} {noun}", DOMAIN, document.vocabulary)  # "sublingual immunotherapy"
        if not arm.gives and own.concept is not None:
            gives = [Given(arm.label, 0, len(arm.label.text), own, own.concept)]
            arm = arm._replace(gives=gives, called=arm.called or f"{arm.label.text} {noun}")
        elif not arm.gives and way is not None and (own_way := _by_way(document, last, f"{arm.label.text} {noun}")):
            arm = arm._replace(gives=own_way, called=arm.called or f"{arm.label.text} {noun}")
        made.append(arm if arm.gives else arm._replace(gives=shared, entries=arm.entries or last.entries))
    return [*made, last if way is None else last._replace(gives=way)]


def _by_way(document: Document, last: ToldArm, name: str) -> list[Given] | None:
    """`laparoscopic or open left hepatectomy`: what the one operation is by the way in which it is done there; None
    where the name says no more than the operation."""
    if len(last.gives) != 1 or not last.gives[0].concept.startswith("procedure/"):
        return None
    (told,) = last.gives
    parts = parse(name, document.vocabulary, "PROCEDURE").parts
    if len(parts) != 1 or parts[0].concept in (None, told.concept):
        return None
    known = document.concept(parts[0].concept)
    if known is None or told.concept not in known.broader:
        return None
    return [told._replace(grounding=parts[0].grounding, concept=known.id)]


def with_the_same(arms: list[ToldArm]) -> list[ToldArm]:
    """`A, or the same plus B`: the second gets A too."""
    first, *others = arms
    again = [words.THE_SAME.match(fold(arm.passage.text)) is not None for arm in others]
    return [
        first,
        *(
            arm._replace(gives=[*first.gives, *arm.gives], entries=tuple(dict.fromkeys((*first.entries, *arm.entries))))
            if same
            else arm
            for arm, same in zip(others, again, strict=True)
        ),
    ]


def differ(arms: list[ToldArm]) -> bool:
    """Whether each arm gives something else than the others, or otherwise."""
    return len({arm.what for arm in arms}) == len(arms)
