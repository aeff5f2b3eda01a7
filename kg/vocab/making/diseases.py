"""Which diseases of MONDO and DOID are which of MeSH, and what they add to its names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.vocab.making.owners import Given, joined
from kg.vocab.sources import Descriptor, Disease, Mappings
from kg.vocab.variants import view

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


def site_names(descriptors: Iterable[Descriptor]) -> dict[str, str]:
    """For each name of a cancer site in MeSH, reduced by `cancer_core`, the descriptor it belongs to."""
    owners: dict[str, str] = {}
    cancers = [d for d in descriptors if any(tree.startswith("C04") for tree in d.trees)]
    for d in cancers:
        if (core := _singular(cancer_core(d.label))) != "neoplasm":
            owners.setdefault(core, d.id)
    for d in cancers:
        for name in d.names:
            if (core := _singular(cancer_core(name))) != "neoplasm":
                owners.setdefault(core, d.id)
    return owners


def _singular(name: str) -> str:
    return name.removesuffix("s")


def matched(
    mondo: dict[str, Disease], doid: dict[str, Disease], mappings: Mappings, cores: dict[str, str], given: Given
) -> dict[str, str]:
    """Which MONDO disease is which MeSH concept.

    A MONDO disease without a MeSH concept of its own is folded into its parent's where the two differ only in saying
    cancer, carcinoma or neoplasm: MeSH makes no such difference, and registries follow MeSH.
    """
    mesh_of = {code: mesh for code, mesh in mappings.mondo().items() if code in mondo}
    for code, mesh in joined(mondo, doid, mesh_of, given).items():
        if mesh not in mesh_of.values():
            mappings.add(mesh, code, mondo[code].label)
        mesh_of[code] = mesh
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
    return mesh_of


def added_names(
    mondo: dict[str, Disease], doid: dict[str, Disease], mesh_of: dict[str, str], cores: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """MeSH concepts with the names that MONDO and DOID list for them."""
    names: dict[str, list[str]] = {}
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
    return ((mesh, name) for mesh, known in names.items() for name in known)


def _ancestors(disease: Disease, diseases: dict[str, Disease], depth: int) -> Iterator[Disease]:
    for parent in disease.parents if depth else ():
        if parent in diseases:
            yield diseases[parent]
            yield from _ancestors(diseases[parent], diseases, depth - 1)


def is_human_disease(disease: Disease, diseases: dict[str, Disease]) -> bool:
    """Whether MONDO has it below disease, but not below the diseases of other animals."""
    above = {ancestor.label for ancestor in _ancestors(disease, diseases, 24)}
    return "disease" in above and "non-human animal disease" not in above
