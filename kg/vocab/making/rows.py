"""The lines of the backbone, table after table: MeSH first, then diseases and medicines that it does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.vocab.making.diseases import added_names, is_human_disease, matched, site_names
from kg.vocab.making.medicines import Medicines, has_stem_of_today, without_salt
from kg.vocab.making.names import Names, is_systematic
from kg.vocab.making.owners import Given, Owners, is_of_the_whole
from kg.vocab.sources import Descriptor, Disease, Mappings, Substance, Supplementary, is_company_code
from kg.vocab.trees import is_for_fields, path_of_trees

_REGIMEN = re.compile(r"\b(?:protocol|regimen|combination)\b", re.IGNORECASE)
_DISEASE_WORD = re.compile(
    r"(?:syndrome|disease|dystroph|dysplasia|deficiency|deafness|anemia|atrophy|ataxia|retard|epilep|neuropath|myopath|"
    r"cardiomyopath|tumou?r|carcinoma|lymphoma|leukemia|cancer|palsy|paraplegia|glaucoma|cataract|retin|dermat|emia\b|"
    r"uria\b|itis\b|osis\b|opathy|malformation|familial|congenital|hereditary|autosomal|juvenile|infection|disorder)",
    re.IGNORECASE,
)
# Parents that say nothing: disease, syndrome, inborn genetic disease.
_TOO_BROAD = frozenset({"condition/mesh-D004194", "condition/mesh-D013577", "condition/mesh-D030342"})


class Builder:
    """Collects the rows of the backbone from the published tables."""

    def __init__(
        self,
        descriptors: dict[str, Descriptor],
        supplementary: dict[str, Supplementary],
        substances: dict[str, Substance],
        mappings: Mappings,
        mondo: dict[str, Disease],
        doid: dict[str, Disease],
    ) -> None:
        self._descriptors = descriptors
        self._supplementary = supplementary
        self._substances = substances
        self._mappings = mappings
        self._mondo = mondo
        self._by_tree = {tree: d.id for d in descriptors.values() for tree in d.trees}
        self._parents_of_any = {tree.rpartition(".")[0] for tree in self._by_tree}
        self._medicines = Medicines(substances)
        self._names = Names()
        paths = {d.id: path for d in descriptors.values() if (path := self._descriptor_path(d)) is not None}
        self._ids = {mesh: f"{path}/mesh-{mesh}" for mesh, path in paths.items()}
        found = [c for c in supplementary.values() if self._is_disease(c)]
        self._ids |= {c.id: f"condition/mesh-{c.id}" for c in found}
        given = Given(
            [d for d in descriptors.values() if paths.get(d.id) == "condition"],
            found,
            (d for d in descriptors.values() if any(tree.startswith("A") for tree in d.trees)),
        )
        cores = site_names(descriptors.values())
        self._mondo_mesh = matched(mondo, doid, mappings, cores, given)
        self._own = {d.id: d for d in mondo.values() if d.id not in self._mondo_mesh and is_human_disease(d, mondo)}
        known = {code: disease for code, disease in mondo.items() if code in self._mondo_mesh or code in self._own}
        owners = self._owners = Owners(given, known, doid, self._mondo_mesh)
        listed = [(mesh, name) for mesh in self._ids for name in mappings.labels(mesh)]
        listed += added_names(mondo, doid, self._mondo_mesh, cores)
        listed += [(d.id, name) for d in self._own.values() for name in (d.label, *d.names)]
        self._also = owners.placed(listed)

    def rows(self) -> Iterator[str]:
        """The lines of the file, sorted by id."""
        lines: dict[str, str] = {}
        for descriptor in self._descriptors.values():
            if descriptor.id in self._ids:
                lines[self._ids[descriptor.id]] = self._descriptor_line(descriptor)
        for concept in self._supplementary.values():
            line = self._supplementary_line(concept)
            if line is not None:
                lines[line.partition("\t")[0]] = line
        for disease in self._own.values():
            line = self._disease_line(disease)
            if line is not None:
                lines[line.partition("\t")[0]] = line
        for substance in self._substances.values():
            line = self._substance_line(substance)
            if line is not None:
                lines[line.partition("\t")[0]] = line
        for concept_id in sorted(lines):
            yield self._names.below_its_base(lines[concept_id])

    def _descriptor_path(self, descriptor: Descriptor) -> str | None:
        path = path_of_trees(descriptor.trees)
        if path == "drug" and (self._is_class(descriptor) or descriptor.label.endswith("Agents")):
            return "drug-class"
        return path

    def _is_class(self, descriptor: Descriptor) -> bool:
        if all(tree.startswith("D27") for tree in descriptor.trees if tree.startswith("D")):
            return True
        if self._medicines.called(descriptor.label, ()):
            return False
        has_children = any(tree in self._parents_of_any for tree in descriptor.trees)
        return has_children or descriptor.label.endswith(("Compounds", "Derivatives"))

    def _descriptor_line(self, d: Descriptor) -> str:
        path = self._ids[d.id].partition("/")[0]
        parents = {tree.rpartition(".")[0] for tree in d.trees}
        broader = sorted({self._ids[self._by_tree[p]] for p in parents if self._by_tree.get(p) in self._ids})
        label, text = d.label, True
        extra: list[str] = []
        codes = [f"mesh:{d.id}", *self._mappings.codes(d.id)]
        if path == "drug":
            label, extra, more = self._medicines.names_of(d.label, d.names)
            codes += more
            text = bool(more)
        elif path == "condition":
            extra = self._also.get(d.id, [])
        placed = [tree for tree in d.trees if path_of_trees([tree]) is not None]
        relevant = [tree for tree in placed if (path == "condition") == tree.startswith(("C", "F03"))] or placed
        if not (path == "drug" and text) and is_for_fields(relevant):
            text = False
        return self._names.line(self._ids[d.id], label, [*d.names, *extra], codes, broader, text=text)

    def _is_disease(self, c: Supplementary) -> bool:
        above = (self._ids.get(mesh, "") for mesh in c.mapped)
        if self._mappings.is_disease(c.id) or any(each.startswith("condition/") for each in above):
            return True
        if not re.match(r"C5(3[1-8]|6[2-7])", c.id) or "protein" in c.label:
            return False
        return bool(_DISEASE_WORD.search(c.label)) and not self._medicines.called(c.label, c.names)

    def _supplementary_line(self, c: Supplementary) -> str | None:
        broader = sorted({self._ids[m] for m in c.mapped if m in self._ids})
        if c.id in self._ids:
            broader = [b for b in broader if b.startswith("condition/")]
            codes = [f"mesh:{c.id}", *self._mappings.codes(c.id)]
            own = [n for n in c.names if not is_of_the_whole(n, c.label) or self._owners.of(n) is None]
            return self._names.line(self._ids[c.id], c.label, [*own, *self._also.get(c.id, ())], codes, broader)
        if _REGIMEN.search(c.label) and not is_systematic(c.label):
            path = "combination-product" if "combination" in c.label.lower() else "regimen"
            return self._names.line(f"{path}/mesh-{c.id}", c.label, list(c.names), [f"mesh:{c.id}"], broader)
        return self._new_drug_line(c, broader) if "protein," not in c.label else None

    def _new_drug_line(self, c: Supplementary, broader: list[str]) -> str | None:
        """The line of a substance that is a medicine by its codes, its kind or its names; None of any other."""
        label, extra, codes = self._medicines.names_of(c.label, c.names)
        herbal = "D004365" in c.mapped or any("vaccine" in n.lower() for n in (c.label, *c.names))
        inn = has_stem_of_today(c.label)
        known = codes or herbal or inn or self._medicines.has_salt_of(c.label)
        if not known and not any(is_company_code(n) for n in (c.label, *c.names)):
            return None
        if is_systematic(label) and extra:
            label = min(extra, key=len)
        codes = [f"mesh:{c.id}", *codes, *self._mappings.codes(c.id)]
        broader = [b for b in broader if b.startswith(("drug/", "drug-class/"))]
        return self._names.line(f"drug/mesh-{c.id}", label, [c.label, *c.names, *extra], codes, broader)

    def _disease_line(self, disease: Disease) -> str | None:
        broader = sorted(self._nearest(disease, set()))
        if not broader and not disease.parents:
            return None
        concept_id = f"condition/mondo-{disease.id.partition(':')[2]}"
        names = [name for name in self._also.get(disease.id, ()) if self._names.is_free(name)]
        if len(broader) > 1:  # a parent above another parent is no news
            above = {a for b in broader for a in self._above(b)}
            broader = [b for b in broader if b not in above]
        if not names or (disease.label not in names and len(names) < 2):
            return None
        codes = [disease.id, *(disease.codes if len(disease.codes) == 1 else ())]
        return self._names.line(concept_id, disease.label, names, codes, broader)

    def _above(self, concept_id: str) -> Iterator[str]:
        descriptor = self._descriptors.get(concept_id.rpartition("-")[2])
        for tree in descriptor.trees if descriptor else ():
            while "." in tree:
                tree = tree.rpartition(".")[0]
                if (mesh := self._by_tree.get(tree)) in self._ids:
                    yield self._ids[mesh]

    def _nearest(self, disease: Disease, seen: set[str]) -> set[str]:
        """Ids of the nearest broader diseases that are in MeSH."""
        found: set[str] = set()
        for parent in disease.parents:
            if parent in seen or parent not in self._mondo:
                continue
            seen.add(parent)
            mesh = self._ids.get(self._mondo_mesh.get(parent, ""))
            if mesh is not None and mesh.startswith("condition/"):
                if mesh not in _TOO_BROAD:
                    found.add(mesh)
            else:
                found |= self._nearest(self._mondo[parent], seen)
        return found

    def _substance_line(self, substance: Substance) -> str | None:
        known = substance.is_medicine or substance.is_dispensed
        if substance.id in self._medicines.used or not known or is_systematic(substance.label):
            return None
        names = substance.short_names()
        if substance.is_dispensed:
            names += substance.dispensed_as
        base = without_salt(substance.label)
        if base != substance.label and (self._medicines.knows(base) or not self._names.is_free(base)):
            return None  # a salt: its base is there, and lookups strip the salt's name
        label = substance.label.lower() if not is_company_code(substance.label) else substance.label
        if not self._names.is_free(substance.label):
            return None
        code = f"UNII:{substance.id}"
        return self._names.line(f"drug/unii-{substance.id}", label, names, [code], [], text=substance.is_medicine)
