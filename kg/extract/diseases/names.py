"""What condition a registry entry names: from the whole name to what is left when its trimmings are off.

The order is the order of trust. The whole entry is a name of the vocabulary; the record says what its short form means;
the name is there under another writing (inverted, "cancer of X", X cancer for X neoplasms); it is there when words that
are facts of the trial are taken off (stage, line, age, severity); it is a list of conditions; a name of the vocabulary
is the head of the phrase. A name that is only somewhere in the phrase is not a condition of the entry.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.extract.diseases.edges import before_comma, closed, trimmed, without_initials
from kg.extract.diseases.lookup import Names, Reading
from kg.extract.diseases.words import condition_words
from kg.model import Hit, Passage
from kg.text import name_key, plain_signs
from kg.vocab.vocabulary import Vocabulary

_BRACKET = re.compile(r"\s*[(\[](?P<inner>[^()\[\]]*)[)\]]\s*")
_NUMBERED = re.compile(r"\s*\(?\d{1,2}[.)]\s+")
# "Asthma (disease)" is how published lists keep a disease from a finding.
_KIND_BEHIND = re.compile(r"\s*\((?:disease|disorder|diagnosis|condition|finding)\)\W*$", re.IGNORECASE)
_SPLIT = re.compile(r"\s*(?:[;,/&+|]|\band/or\b|\band\b|\bor\b|\bversus\b|\bvs\.?\b)\s*", re.IGNORECASE)
_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9/-]{1,9}")

# What stands before a condition that another one is joined to, and before one that the entry says is not there.
_JOINED = re.compile(
    r"\b(?:with|in|due to|to|related to|associated with|secondary to|from|and|or|for|of|following|after|"
    r"caused by|during|without|post|undergoing)\W+(?:[\w'/-]+\W+){0,4}$",
    re.IGNORECASE,
)
_RULED_OUT = re.compile(
    r"\b(?:(?:without|absence of|other than|except(?: for)?|excluding)\W+(?:[\w'/-]+\s+){0,4}|"
    r"(?:no|not)\W+(?:\w+\W+)?|non\W+)$",  # a "non-diabetic nephropathy" is one
    re.IGNORECASE,
)
# What closes the phrase behind a name: a mark, and before it perhaps a short form in brackets.
_CLOSES = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:[,;:/]|$)")
# `Adenocarcinoma of the Stomach or Esophagus`: what the places share.
_FRONT = re.compile(r"[A-Za-z][\w-]*(?: [\w-]+){0,3}? of (?:the )?")
_SHORT_FORM = re.compile(r"\s*\([A-Z][A-Za-z0-9/-]{1,9}\)")
# What stands behind an infection that people do not have: `HNSCC, HPV-negative`.
_NOT_HAD = re.compile(r"[\s-](?:sero-?)?negative(?! (?:for|axilla|nodes?|margins?))(?!\w)", re.IGNORECASE)
_OTHERS = re.compile(r"\s+(?:and|or|vs)\b")  # another condition follows
_RISK = re.compile(r"[\s-]risks?\W*$", re.IGNORECASE)  # `AF With Stroke Risk`: they may come to have it
# What may stand between a condition and the one that it qualifies: `COVID-19 pneumonia`, `HIV-Associated Lymphoma`,
# `Alagille Syndrome (ALGS) Pruritus`.
_MODIFIES = re.compile(
    r"(?:'s)?(?:\s?\([A-Z][\w-]{1,9}\))?(?:[ -](?:related|associated|induced|patients?))?(?: [\w/-]+){0,3}\s+",
    re.IGNORECASE,
)


_DISEASE = "condition/mesh-D004194"  # "Resectable Disease" names none
_NEOPLASMS = "condition/neoplasms"


class Reader:
    """Reads names of conditions with one vocabulary and the short forms of one record."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        hits: Callable[[Passage], tuple[Hit, ...]],
        abbreviations: dict[str, str],
        meant: Callable[[str, tuple[str, ...]], str | None],
    ) -> None:
        """`hits` finds the names in a passage; for `meant` see `Names`."""
        self._vocabulary = vocabulary
        self._hits = hits
        self._abbreviations = abbreviations
        self._names = Names(vocabulary, abbreviations, meant)
        self._read: dict[str, list[Reading]] = {}

    def read(self, entry: Passage) -> list[Reading]:
        """The conditions that the entry names; empty where it names none that is known."""
        found = self._read.get(entry.text)  # keywords repeat the entries
        if found is None:
            found = self._read[entry.text] = self._readings(entry)
        return found

    def _readings(self, entry: Passage) -> list[Reading]:
        text = plain_signs(entry.text)
        numbered, kind = _NUMBERED.match(text), _KIND_BEHIND.search(text)
        start, end = trimmed(text, numbered.end() if numbered else 0, kind.start() if kind else len(text))
        if start >= end:
            return []
        found = self._names.whole(text, start, end, 0.98, "name")
        if not found:
            end = without_initials(text, start, end)
        if not found:
            found = self._bracketed(text, start, end)
        if not found:
            found = self._peeled(text, start, end)
        if not found:
            found = self._listed(text, start, end)
        if not found:
            found = self._head(entry, text, start, end)
            if all(reading.rule == "named-with" for reading in found):  # none, or not the first: `MS With Spasticity`
                found = self._qualified(text, start, end) + found
        return found or self._peeled(text, *before_comma(text, start, end))

    def meanings(self, name: str) -> tuple[str, ...]:
        """The concepts that share this short form by the lexicon's own word; none where it has one meaning."""
        return self._names.meanings(name)

    def may_name(self, keyword: Passage) -> bool:
        """Whether it is worth reading: a name of a disease is in it, or all of it is one; and beside it no deed."""
        text = keyword.text
        hits = self._hits(keyword)
        if not hits and text.islower() and len(text) <= 4:
            return False  # "pain" as an entry is what the trial is about, among keywords it is one word of many
        if hits:
            ends = [0, *(hit.end for hit in hits)]
            starts = [*(hit.start for hit in hits), len(text)]
            return not any(condition_words().deed.search(text, *between) for between in zip(ends, starts, strict=True))
        if text in self._abbreviations:
            return True
        # Labels such as `pain` and `gout` are not looked for in text, nor are those of behaviour and the mind that MeSH
        # has beside diseases: what is above them tells which is which.
        ids = self._vocabulary.lookup(text, "condition")
        concept = self._vocabulary.get(ids[0]) if ids else None
        if concept is None or name_key(concept.label) != name_key(text):
            return False
        above = map(self._vocabulary.get, concept.broader)
        return any(wider is not None and self._vocabulary.scan(wider.label, "condition") for wider in above)

    def _bracketed(self, text: str, start: int, end: int) -> list[Reading]:
        """`X (ABC)`, `X (Y)`: X where it is known, with the list in brackets if it is one; else what stands there."""
        bracket = _BRACKET.search(text, start, end)
        if bracket is None:
            return []
        inner = bracket.span("inner")
        outside = (text[start : bracket.start()] + " " + text[bracket.end() : end]).strip()
        if bracket.end() >= end:
            outer = trimmed(text, start, bracket.start())
            found = self._names.whole(text, *outer, 0.96, "bracketed") or self._peeled(text, *outer)
            if found:  # and with it what it comprises: `Primary Headaches (Migraine, Cluster Headache)`
                inside = self._names.whole(text, *trimmed(text, *inner), 0.9, "in-brackets")
                if inside and self._names.is_kind_of(inside[0].concept, found[0].concept):
                    return inside  # `Lung Cancer (NSCLC)`
                kind = self._kind(text[found[0].start : found[0].end], bracket["inner"], found[0].concept)
                if kind is not None:
                    return [found[0]._replace(concept=kind, end=bracket.end("inner"), rule="bracketed-kind", rivals=())]
                return found + self._listed(text, *trimmed(text, *inner))
        elif ids := self._names.written(outside):
            return [Reading(ids[0], start, end, "lexicon", 0.93, "bracketed", ids[1:3])]
        if _ACRONYM.fullmatch(bracket["inner"]) and len(text[start : bracket.start()].split()) > 1:
            return []  # the short form of something unknown; what it means elsewhere does not count
        return self._names.whole(text, *trimmed(text, *inner), 0.9, "in-brackets")

    def _kind(self, name: str, inner: str, wider: str) -> str | None:
        """The kind of a condition that a bracket tells: `Diabetes (Type 1)`."""
        for written in (f"{name} {inner}", f"{inner} {name}"):
            for concept in self._vocabulary.lookup(written, "condition")[:1]:
                if self._names.is_kind_of(concept, wider):
                    return concept
        return None

    def _peeled(self, text: str, start: int, end: int) -> list[Reading]:
        """The name when words that are no part of it are taken off, as few as will do."""
        words = condition_words()
        queue = [(start, end)]
        seen = {(start, end)}
        while queue:
            following: list[tuple[int, int]] = []
            for low, high in queue:
                piece = text[low:high]
                before = words.before.match(piece)
                after = words.after.search(piece)
                candidates = []
                if before and before.end() < len(piece):
                    candidates.append(trimmed(text, low + before.end(), high))
                if after and after.start() > 0:
                    candidates.append(trimmed(text, low, low + closed(piece, after.start())))
                following.extend(c for c in candidates if c not in seen and c[0] < c[1])
                seen.update(candidates)
            for low, high in following:
                found = self._names.whole(text, low, high, 0.95, "peeled")
                if found and found[0].concept != _DISEASE:
                    return found
                if high == len(text) or _BRACKET.search(text, low, high):
                    found = self._bracketed(text, low, high)
                    if found:
                        return found
            queue = following if len(seen) < 60 else []
        return []

    def _listed(self, text: str, start: int, end: int) -> list[Reading]:
        """Several conditions in one entry, each known; a head shared by the parts is given to each."""
        parts = self._parts(text, start, end)
        if len(parts) < 2 or len(parts) > 12:
            return []
        front = _FRONT.match(text, *parts[0])
        found: list[Reading] = []
        known = 0
        for low, high in parts:
            one = self._with_shared_head(text, low, high, parts[-1])
            one = one or self._names.whole(text, low, high, 0.93, "listed") or self._peeled(text, low, high)
            if not one and front is not None and low > parts[0][0]:
                ids = self._names.written(f"{front.group()}{text[low:high]}")
                one = [Reading(ids[0], low, high, "grammar", 0.85, "listed-shared-front", ids[1:3])] if ids else []
            known += bool(one)
            found.extend(one)
        if known > 1:  # `Gastric Adenocarcinoma or Cancer`
            found = [one for one in found if one.concept != _NEOPLASMS or one is found[0]]
        return found if known == len(parts) or (known >= 2 and known >= len(parts) - 1) else []

    def _parts(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """What the marks and words that join a list leave between them."""
        parts: list[tuple[int, int]] = []
        low = start
        for cut in _SPLIT.finditer(text, start, end):
            if cut.start() > low:
                parts.append(trimmed(text, low, cut.start()))
            low = cut.end()
        parts.append(trimmed(text, low, end))
        return self._joined(text, [part for part in parts if part[0] < part[1]])

    def _with_shared_head(self, text: str, low: int, high: int, last: tuple[int, int]) -> list[Reading]:
        """A part that is no name by itself, with the end of the last one: `Small Cell and Non-small Cell Lung Cancer`,
        `Heart and Kidney Disease`."""
        own, whole = text[low:high], text[slice(*last)]
        head = whole.rpartition(" ")[2]
        if (low, high) == last or len(head) <= 3 or self._vocabulary.lookup(own, "condition"):
            return []
        ids = self._names.written(f"{own} {' '.join(whole.split()[-2:])}")
        if not ids:
            known = condition_words()
            if known.before.fullmatch(own) is not None and known.generic.fullmatch(head) is not None:
                return []  # acute disease is no kidney disease
            ids = self._names.written(f"{own} {head}")
        return [Reading(ids[0], low, high, "grammar", 0.85, "listed-shared-head")] if ids else []

    def _joined(self, text: str, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The parts, those joined that an inverted name was cut into: `Obesity and Diabetes Mellitus, Type 2`."""
        joined: list[tuple[int, int]] = []
        for low, high in parts:
            if joined and "," in text[joined[-1][1] : low]:
                both = text[joined[-1][0] : high]
                ids = self._vocabulary.lookup(both, "condition")
                if ids and not self._names.is_list(both, ids[0]):
                    joined[-1] = (joined[-1][0], high)
                    continue
            joined.append((low, high))
        return joined

    def _head(self, entry: Passage, text: str, start: int, end: int) -> list[Reading]:
        """Names of the vocabulary in the phrase whose head they are."""
        found: list[Reading] = []
        modifier: Hit | None = None
        stop = start
        for hit in self._hits(entry):
            if hit.start < start or hit.end > end or _RULED_OUT.search(text[start : hit.start]):
                continue
            if _NOT_HAD.match(text, hit.end, end):
                continue
            if hit.start < stop and found and self._names.is_kind_of(found[-1].concept, hit.concepts[0]):
                continue  # a `dengue infection` is no other infection beside dengue
            stop = _past_generic(text, hit.end, end)
            if not _ends_phrase(text, stop, end):
                modifier = hit
                continue
            if modifier is not None and _MODIFIES.fullmatch(text, modifier.end, hit.start):
                span = (modifier.start, modifier.end)
                found.append(Reading(modifier.concepts[0], *span, "grammar", 0.7, "modifier", modifier.concepts[1:3]))
                if self._names.is_kind_of(modifier.concepts[0], hit.concepts[0]):
                    continue
            earlier = text[start : hit.start]
            joined = _JOINED.search(earlier)
            if joined and _RISK.match(text, hit.end, end):
                continue
            confidence = 0.86 if not earlier.strip() else 0.7 if joined else 0.8
            rule = "head" if not joined else "named-with"
            found.append(Reading(hit.concepts[0], hit.start, hit.end, "grammar", confidence, rule, hit.concepts[1:3]))
        return found or self._complaint(text, start, end, modifier)

    def _qualified(self, text: str, start: int, end: int) -> list[Reading]:
        """`PBC With Incomplete Response to UDCA`: a name that counts only as a whole, before what qualifies it."""
        stop = condition_words().qualified.search(text, start, end)
        if stop is None or stop.start() <= start:
            return []
        before = trimmed(text, start, stop.start())
        return self._names.whole(text, *before, 0.86, "head") or self._peeled(text, *before)

    def _complaint(self, text: str, start: int, end: int, of: Hit | None) -> list[Reading]:
        """`Stump Pain`, `Pain of the Stump`: what is not looked for in text, since it is said of so much there; and the
        condition right before it, `Chronic Pancreatitis Pain`."""
        match = condition_words().complaint.search(text, start, end)
        if match is None or _RULED_OUT.search(text[start : match.start()]):
            return []
        ids = self._vocabulary.lookup(match.group().capitalize(), "condition")
        found = [Reading(ids[0], *match.span(), "grammar", 0.75, "head", ids[1:3])] if ids else []
        if of is not None and found and not text[of.end : match.start()].strip():
            found.insert(0, Reading(of.concepts[0], of.start, of.end, "grammar", 0.7, "modifier", of.concepts[1:3]))
        return found


def _past_generic(text: str, stop: int, end: int) -> int:
    """Where the words end that say of any condition what it is (`… disease`, `… infection`), behind the name that stops
    there."""
    words = condition_words()
    while words.joint.match(text, stop) is None:
        more = words.generic.match(text, stop)
        if more is None or not stop < more.end() <= end:
            break
        stop = more.end()
    return stop


def _ends_phrase(text: str, stop: int, end: int) -> bool:
    """Whether a phrase ends with the name that stops there: a mark follows, a word that joins, or a kind of it."""
    if stop >= end or text[stop] in ",;:()[]/." or text[stop : stop + 2] == " -":
        return True
    if _CLOSES.match(text, stop, end) is not None:
        return True
    words = condition_words()
    past = _SHORT_FORM.match(text, stop, end)  # "Diabetic Retinopathy (DR) With Edema"
    behind = past.end() if past else stop
    if words.joint.match(text, behind) is not None or words.kind.fullmatch(text, stop, end) is not None:
        return True
    return _OTHERS.match(text, behind, end) is not None
