"""Design told without its words: how many centres, who does not know what is given, who decides by chance.

The rule: only clauses about the trial; centres are counted where the study takes place or recruits; masking is told
by who is kept from knowing, the patients, those who treat or assess them, or both, and only where the text has no
word of masking itself, or by a list of them; places that are randomized are clusters; "like the flip of a coin" is
chance, "the study does not randomize" is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from kg.extract.background import Clause
from kg.extract.collect import Collector
from kg.extract.study_design.told_aims import aims
from kg.extract.study_design.told_places import centres
from kg.extract.study_design.told_words import patterns
from kg.model import Passage, Span
from kg.text import holds_any

_OF_PART = re.compile(r"\b(?:until|unless|after|if)\b[^.;]*\Z")
_BY_CHANCE = re.compile(
    r"\b(?:assign|allocat|put|plac|chosen|select|decid|pick|divid|receiv|group)\w*\b[^.;]{0,80}?"
    r"(?P<chance>\bby chance\b|(?:flip(?:ping)?|toss(?:ing)?) (?:of )?a coin|\bby (?:drawing )?lots?\b|"
    r"\bby lottery\b|by a computer at random|computer[- ]generated (?:random|list|sequence|table))"
)
# "Randomization 1:1, stratified by center", "randomisation will be performed by computer"
_IN_A_RATIO = re.compile(
    r"\b[1-4]:[1-4](?::[1-4]){0,3} (?:ratio )?randomi[sz](?:ation|ed)\b|"
    r"\brandomi[sz]ation (?:will be|is) (?:done|performed|carried out|conducted|stratified|computer)|"
    r"(?:^|(?<=[.;]\s)|(?<=\n))\W*(?:the )?randomi[sz]ation"  # at the head of a sentence or paragraph
    r"(?:(?: ratio)?:? (?:is |was |will be )?(?:in a )?[1-4]:[1-4]|"
    r"(?: of (?:patients|participants|subjects))? (?:will be|is|was) (?:done|performed|carried out|conducted|"
    r"stratified|generated|computer)|"
    r" (?:by|using|with) (?:a |an |the )?(?:computer|sealed|permuted|blocks?|opaque|envelopes?|minimi[sz]ation|random))"
)
# "will be divided into two groups (rest and exercise) randomly"
_RANDOMLY_LAST = re.compile(
    r"\b(?:divided|assigned|allocated|separated|grouped|split|distributed) (?:in|into|to) [^.;]{3,90}?"
    r"(?P<chance>\brandomly\b)(?! (?:selected|chosen|picked|taken|sampled|drawn|after|by))"
)
_NOT_BY_CHANCE = re.compile(
    r"\b(?:(?:does|do|did|will) not (?:be )?randomi[sz]ed?|no randomi[sz]ation\b(?! (?:error|failure))|"
    r"without randomi[sz]ation|not (?:be )?randomly (?:assigned|allocated)|"
    r"non-?randomly (?:assigned|allocated|divided|grouped)|not an? randomi[sz]ed)\b"
)
# "Masking: participants, outcome assessors and investigators": the parties of the registries.
_PARTIES = re.compile(r"\b(?:masking|blinding)\s?:\s?(?P<parties>[^.;\n]{3,140})")
_PARTY = tuple(
    re.compile(rf"\b(?:{words})")
    for words in (
        r"participant|subject|patient|volunteer",
        r"care provider|caregiver|clinician|therapist|physician|surgeon|nurse|operator",
        r"investigator|researcher|statistician|data analyst",
        r"outcomes? assessor|assessor|evaluator|rater|examiner|observer",
    )
)
# "Patients, clinicians and outcome assessors are blinded": as many as are named
_ALL_BLINDED = re.compile(
    r"(?:\W*|[^.;]{0,60}?\b(?:all|study|trial),? )"
    r"(?P<parties>(?:the )?[a-z]+(?: [a-z]+)?(?:, (?:the )?[a-z]+(?: [a-z]+)?){1,3},? and "
    r"(?:the )?[a-z]+(?: [a-z]+)?) (?:will be|are|were|remain(?:ed)?) (?:all )?(?:blinded|masked)\b"
)
# "Single center, open, single arm study": a word of masking in such a row
_OPEN_IN_A_ROW = re.compile(
    r"\b(?:cent(?:er|re)(?:ed)?|arm(?:ed)?|randomi[sz]ed|prospective|controlled|parallel|phase [\w/]{1,5}|an?),? "
    r"(?P<open>open),? (?:(?:single|one|two|multi|randomi|non|prospective|controlled|parallel|phase|dose|explor)"
    r"[\w/-]*,? )(?:[\w/-]+,? ){0,8}?(?:study|trial|design)\b"
)
_MASKS = ("", "single-blind", "double-blind", "triple-blind", "quadruple-blind")
_NO_MASK = re.compile(r"(?:none|no\b|not applicable|open)")
# What stands in each of the words for a cluster or its unit.
_CLUSTER_HINTS = (
    *("cluster", "village", "school", "class", "communit", "homes", "home ", "practices", "clinics", "hospitals"),
    *("health", "wards", "household", "neighb", "towns", "district", "municip", "kinder", "pharmac", "church", "work"),
    *("prison", "facilit", "centers", "centres", "icus", "units", "practitioners", "gps", "provider", "level"),
    "their ",
)
_PEOPLE_OF = re.compile(r"\b(?:from|in|at|of|across|within|to|by)\s(?:(?!this\b|study\b|trial\b)[\w-]+\s){0,3}\Z")
_BOTH_IN_TURN = re.compile(
    r"\b(?:participants?|patients?|subjects?|volunteers?|child(?:ren)?|each|all|they)\b[^.;]{0,40}? (?:will )?"
    r"(?:receive|undergo|get|complete|take|use|test)s? [\w-]+(?: [\w-]+){0,4} and [\w-]+(?: [\w-]+){0,3} in (?:an? )?"
    r"(?:random(?:i[sz]ed)?|counterbalanced) (?:order|sequence)|"
    r"\b(?:participants?|patients?|subjects?|volunteers?|children|each|all|they)\b[^.;]{0,40}? (?:will )?(?:receive|"
    r"undergo|get|complete|take|use|test)s? (?:both|all|each of the) (?:the )?(?:two |three )?(?:[\w-]+ )?"
    r"(?:treatments?|interventions?|conditions|drugs|regimens|products|diets|devices|formulations)\b"
    r"[^.;]{0,60}\b(?:random(?:i[sz]ed)? (?:order|sequence)|order|sequence|wash-?out)\b"
    r"|\b(?:will )?(?:then )?cross(?:ed)? over to (?:the )?(?:other|alternat\w+|opposite)"
)


# A feature, the words that may tell it, and the group of them that does.
Worded: TypeAlias = Iterator[tuple[str, re.Match[str] | None, str | int]]


class Told(NamedTuple):
    """What the text tells in passing, to be weighed at its end: the feature and the words."""

    feature: str
    span: Span


def told(passage: Passage, folded: str, clause: Clause, found: list[Told]) -> None:
    """Append what a clause about the trial tells of its design."""
    start, end = clause.start, clause.end
    piece = folded[start:end]
    for feature, match, group in (
        *((feature, places, "centres") for feature, places in centres(folded, start, end)),
        *((feature, aim, "words") for feature, aim in aims(folded, start, end)),
        *_masked(piece, folded, start, end),
        *_allotted(piece, folded, start, end),
    ):
        if match is not None:
            found.append(Told(feature, passage.span(*match.span(group))))


def _masked(piece: str, folded: str, start: int, end: int) -> Worded:
    """Who does not know what is given: "open" in a row of words of design, the parties by name, a list of them."""
    if "open" in piece:
        yield "open-label", _OPEN_IN_A_ROW.search(folded, start, end), "open"
    if holds_any(piece, ("blind", "mask", "know", "aware", "told", "informed")):
        named = _ALL_BLINDED.match(folded, start, end)
        if named is not None and (known := _known_parties(named["parties"])) > 1:
            yield _MASKS[known], named, 0
        words = patterns()
        both = words.neither.search(folded, start, end) or words.both.search(folded, start, end)
        yield "both", both, 0
        for feature, pattern in (("patients", words.patients_only), ("staff", words.staff_only)):
            match = pattern.search(folded, start, end) if both is None else None
            if match is not None and not _OF_PART.search(folded, start, match.start()):
                yield feature, match, 0
    listed = _PARTIES.search(folded, start, end) if holds_any(piece, ("masking", "blinding")) else None
    if listed is not None:
        none = _NO_MASK.match(listed["parties"]) is not None
        mask = "open-label" if none else _MASKS[_known_parties(listed["parties"])]
        yield mask, listed if mask else None, 0


def _allotted(piece: str, folded: str, start: int, end: int) -> Worded:
    """How people come to what they get: by a ratio, by chance, as clusters, by no chance, or one after the other."""
    if "random" in piece:
        if "randomi" in piece and ("ation" in piece or ":" in piece):
            yield "randomized", _IN_A_RATIO.search(folded, start, end), 0
        if "randomly" in piece:
            yield "randomized", _RANDOMLY_LAST.search(folded, start, end), "chance"
    if holds_any(piece, ("chance", "coin", " lot", "at random", "computer")):
        yield "randomized", _BY_CHANCE.search(folded, start, end), "chance"
    if "random" in piece and holds_any(piece, _CLUSTER_HINTS):
        clusters = patterns().clustered.search(folded, start, end)
        if clusters is not None and not _PEOPLE_OF.search(folded, max(start, clusters.start() - 40), clusters.start()):
            yield "cluster-randomized", clusters, 0
    if "random" in piece and holds_any(piece, ("not ", "no ", "without ", "non")):
        yield "non-randomized", _NOT_BY_CHANCE.search(folded, start, end), 0
    if holds_any(piece, ("both", "all ", "each of", "over to", " order", " sequence")):
        yield "crossover", _BOTH_IN_TURN.search(folded, start, end), 0


def _known_parties(parties: str) -> int:
    """How many of the parties of the registries a list names."""
    return sum(pattern.search(parties) is not None for pattern in _PARTY)


_MASKED = tuple(f"design/{how}" for how in "open-label single-blind double-blind triple-blind quadruple-blind".split())
_CENTRED = ("design/single-center", "design/multicenter")
_ALLOCATED = ("design/randomized", "design/cluster-randomized", "design/non-randomized")


def weigh(collected: Collector, found: list[Told], settled: set[str]) -> None:
    """Add what was told, where the record has no code and the text no word of its own for it."""

    def stated(*features: str) -> bool:
        return any(collected.has("tkg:designFeature", feature) for feature in features)

    def add(feature: str, *names: str) -> None:
        for one in found:
            if one.feature in names:
                collected.add("tkg:designFeature", f"design/{feature}", one.span, "grammar", 0.85, "design-told")

    names = {one.feature for one in found}
    for feature in ("cluster-randomized", "non-inferiority", "equivalence"):  # no code says so
        if feature in names:
            add(feature, feature)
    if "placebo-controlled" in names and not stated("design/placebo-controlled", "design/sham-controlled"):
        add("placebo-controlled", "placebo-controlled")
    for kind, group, features in (
        ("", _CENTRED, ("multicenter", "single-center")),
        ("allocation", _ALLOCATED, ("randomized", "non-randomized")),
        ("model", ("design/crossover",), ("crossover",)),
    ):
        told_of = [feature for feature in features if feature in names]
        if kind not in settled and len(told_of) == 1 and not stated(*group):
            add(told_of[0], told_of[0])
    if "masking" not in settled and not stated(*_MASKED):
        listed = [name for name in ("open-label", *_MASKS[1:]) if name in names]
        if len(listed) == 1:
            add(listed[0], listed[0])
        elif "both" in names or {"patients", "staff"} <= names:
            add("double-blind", "both", "patients", "staff")
        elif "patients" in names or "staff" in names:
            add("single-blind", "patients", "staff")
