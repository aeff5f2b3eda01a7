"""Which names of a concept are kept, and the line that they stand in. Who is named first keeps a name."""

from __future__ import annotations

import re

from kg.vocab.making.medicines import base_of
from kg.vocab.variants import variants, view

_SYSTEMATIC = re.compile(r"\d,\d|\([0-9RSEZ,*]+\)|\)-|-\(|\[|\]|yl\)|\d-[a-z]+yl|\bprotein, |--|, \(")
_NOISE = re.compile(r"susceptibility|, somatic|\(disease\)|^obsolete |, in$|\bNOS\b")
# Organs, which Mondo lists as synonyms of their cancers.
_ORGANS = frozenset(
    "skin breast lung bowel brain liver kidney bladder prostate ovary uterus cervix testis thyroid stomach pancreas "
    "bone eye penis vulva vagina thymus spleen esophagus colon rectum anus larynx pharynx tongue lip".split()
)


class Names:
    """Writes the lines of concepts, and remembers which names are taken."""

    def __init__(self) -> None:
        self._named: dict[str, str] = {}

    def is_free(self, name: str) -> bool:
        """Whether no concept has the name yet."""
        return view(name) not in self._named

    def line(
        self, concept_id: str, label: str, names: list[str], codes: list[str], broader: list[str], *, text: bool = True
    ) -> str:
        """One concept: id, label, names that say more than the others, codes, broader concepts, use."""
        path_condition = concept_id.startswith("condition/")
        known = set(variants(label))
        kept: list[str] = []
        # Names as spoken first: an inverted one is kept only when nothing kept reads like it.
        for name in sorted(dict.fromkeys(names), key=lambda n: ("," in n, len(n), n)):
            if not 1 < len(name) <= 70 or _NOISE.search(name) or "|" in name or "{" in name or is_systematic(name):
                continue
            if view(name) in _ORGANS and path_condition:
                continue
            forms = variants(name)
            turned = view(" ".join(name.split(", ")[::-1]))
            if name.count(", ") == 1 and self._named.get(turned, concept_id) != concept_id:
                continue  # turned round, it is the name of something else
            if forms <= known or ("," in name and any(_words(name) == _words(k) for k in known)):
                continue
            known |= forms
            kept.append(name)
        for form in known:
            self._named.setdefault(form, concept_id)
        unique = " ".join(dict.fromkeys(codes))
        return "\t".join((concept_id, label, "|".join(kept), unique, " ".join(broader), "text" if text else "field"))

    def below_its_base(self, line: str) -> str:
        """A salt or ester stands below the drug that it is a salt or ester of: `fludarabine phosphate`."""
        concept_id, label, synonyms, codes, broader, use = line.split("\t")
        base = base_of(label)
        above = self._named.get(view(base)) if base else None
        if not concept_id.startswith("drug/") or above is None or above == concept_id or not above.startswith("drug/"):
            return line
        return "\t".join((concept_id, label, synonyms, codes, " ".join(dict.fromkeys([*broader.split(), above])), use))


def is_systematic(name: str) -> bool:
    """Whether it is a chemical name that nobody writes in a record."""
    return _SYSTEMATIC.search(name) is not None and "deficiency" not in name


def _words(name: str) -> frozenset[str]:
    """The words of a name without their plural s: what stays the same when a name is inverted."""
    return frozenset(word.rstrip("s") for word in view(name).replace(",", " ").split())
