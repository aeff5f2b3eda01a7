"""Which names of the vocabulary and of the record stand in the name of an intervention: what can be given, no salt of
another drug, nothing that is merely aimed at; names as other languages write them."""

from __future__ import annotations

from kg.extract.name_parts import DOMAIN, GIVEN_KINDS, Found, Part, is_agent, is_drug, overlaps, trim
from kg.extract.name_patterns import ATTACHED, LABELLED, LONG_WORD, NOT_GIVEN, SPLITTABLE, TARGETS
from kg.ground import Grounding, choose, ground, may_mean
from kg.text import fold, name_key
from kg.vocab.vocabulary import Vocabulary
from kg.wording import english_forms, is_drug_word, is_torn, words

FOREIGN_SCORE = 0.8


class NameFinder:
    """One name being read. `mask` is the folded name, in which what has been dealt with becomes spaces."""

    def __init__(self, text: str, vocabulary: Vocabulary, registry_type: str, own: tuple[tuple[str, str], ...]) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.registry_type = registry_type
        self.own = own
        self.mask = fold(text)

    def _whole(self) -> Part | None:
        start, end = trim(self.text, 0, len(self.text))
        whole = ground(self.text[start:end], DOMAIN, self.vocabulary, self.registry_type, own=self.own)
        if whole.concept is None or self._pieces(start, end, whole):
            return None
        return Part(start, end, whole, "first", 0, (), "whole name")

    def _names(self) -> list[Found]:
        """Names of the vocabulary and of the record in the text, leftmost longest."""
        hits: list[Found] = []
        for hit in self.vocabulary.scan(self.text, DOMAIN):
            surface = self.text[hit.start : hit.end]
            grounding = choose(surface, hit.concepts, self.vocabulary, self.registry_type)
            for short, long in self.own:
                if (
                    surface == short
                    and grounding.concept is not None
                    and not may_mean(self.vocabulary.get(grounding.concept), long)
                ):
                    grounding = ground(short, DOMAIN, self.vocabulary, self.registry_type, own=((short, long),))
            if grounding.concept is None or self._not_given(hit.end, grounding):
                continue
            if is_torn(self.text, hit.start, hit.end) or ATTACHED.search(self.mask, max(0, hit.start - 24), hit.start):
                continue
            pieces = self._pieces(hit.start, hit.end, grounding)
            hits.extend(pieces or [Found(hit.start, hit.end, grounding, self._kind(grounding))])
        for short, long in self.own:
            at = self.text.find(short)
            while at >= 0:
                end = at + len(short)
                alone = (
                    not (self.text[at - 1 : at].isalnum() if at else False) and not self.text[end : end + 1].isalnum()
                )
                if alone and not overlaps(at, end, hits) and name_key(long) not in name_key(self.text):
                    grounding = ground(short, DOMAIN, self.vocabulary, self.registry_type, own=((short, long),))
                    if grounding.concept is not None:
                        hits.append(Found(at, end, grounding, self._kind(grounding)))
                at = self.text.find(short, end)
        hits = self._without_targets([*self._labelled(hits), *hits])
        hits += self._foreign(hits)
        hits.sort(key=lambda f: f.start)
        return self._without_salts(hits)

    def _labelled(self, hits: list[Found]) -> list[Found]:
        """Radioligands as chemists write them: `[68Ga]Ga-PSMA-11` is `68Ga-PSMA-11`."""
        found: list[Found] = []
        for match in LABELLED.finditer(self.text):
            name = f"{match['mass']}{match['element']}-{match['rest']}"
            grounding = ground(name, DOMAIN, self.vocabulary, self.registry_type, own=self.own)
            if grounding.concept is not None:
                hits[:] = [f for f in hits if not match.start() <= f.start < match.end()]
                found.append(Found(*match.span(), grounding, self._kind(grounding)))
        return found

    def _without_targets(self, hits: list[Found]) -> list[Found]:
        """`CAR-T cells targeting GPC3, mesothelin`: the list says what is aimed at, not what is given."""
        for match in TARGETS.finditer(self.mask):
            start, end = match.span("list")
            inside = [f for f in hits if start <= f.start < end]
            drugs = [f.start for f in inside if is_drug(f, self.text) or is_agent(self.mask[f.start : f.end])]
            end = min([end, *drugs])
            hits = [f for f in hits if not start <= f.start < end]
            self._blank(match.start(), end)
        return hits

    def _foreign(self, hits: list[Found]) -> list[Found]:
        """Drugs as other languages write them (`tobramicina`), where English knows the name."""
        found: list[Found] = []
        for token in LONG_WORD.finditer(self.text):
            if overlaps(*token.span(), hits):
                continue
            for form in english_forms(token.group()):
                concepts = [c for c in self.vocabulary.lookup(form, DOMAIN) if c.startswith("drug/")]
                grounding = choose(form, concepts, self.vocabulary, self.registry_type)
                if grounding.concept is not None:
                    grounding = grounding._replace(
                        score=FOREIGN_SCORE, method="spelling", reason=f"{form!r} as another language writes it"
                    )
                    found.append(Found(*token.span(), grounding, self._kind(grounding)))
                    break
        return found

    def _not_given(self, end: int, grounding: Grounding) -> bool:
        """`aspirin-free`, `oxalate diet`, `insulin levels`: the drug is named but not given."""
        return NOT_GIVEN.match(self.mask, end) is not None and self._kind(grounding) in GIVEN_KINDS | {"DrugClass"}

    def _pieces(self, start: int, end: int, grounding: Grounding) -> list[Found]:
        """A combination that the vocabulary knows only as a name (`a, b drug combination`) as its drugs."""
        concept = self.vocabulary.get(grounding.concept or "")
        surface = self.text[start:end]
        if concept is None or concept.components or concept.kind == "Regimen" or not SPLITTABLE.search(fold(surface)):
            return []
        pieces: list[Found] = []
        at = 0
        folded = fold(surface)
        cuts = [m.span() for m in SPLITTABLE.finditer(folded)] + [(len(surface), len(surface))]
        for left, right in cuts:
            inner = ground(surface[at:left], DOMAIN, self.vocabulary, self.registry_type, own=self.own)
            if inner.concept is None or self._kind(inner) not in GIVEN_KINDS:
                return []
            pieces.append(Found(start + at, start + left, inner, self._kind(inner)))
            at = right
        return pieces if len(pieces) > 1 else []

    def _without_salts(self, hits: list[Found]) -> list[Found]:
        """Drop `sodium`, `citrate` … beside another drug: the salt of it, not a second drug."""
        kept: list[Found] = []
        for place, hit in enumerate(hits):
            if self.mask[hit.start : hit.end] in words("salt"):
                before = hits[place - 1].end if place else -9
                after = hits[place + 1].start if place + 1 < len(hits) else len(self.text) + 9
                gap_before = self.mask[before : hit.start] if before >= 0 else "x"
                gap_after = self.mask[hit.end : after] if after <= len(self.text) else "x"
                if not gap_before.strip() or not gap_after.strip() or self._drug_word_before(hit.start):
                    continue
            kept.append(hit)
        return kept

    def _drug_word_before(self, position: int) -> bool:
        before = self.text[:position].split()
        return bool(before) and is_drug_word(before[-1])

    def _kind(self, grounding: Grounding) -> str:
        concept = self.vocabulary.get(grounding.concept or "")
        return concept.kind if concept is not None else ""

    def _blank(self, start: int, end: int) -> None:
        self.mask = self.mask[:start] + " " * (end - start) + self.mask[end:]
