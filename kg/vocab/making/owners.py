"""Whose a name of a disease is, and which diseases of MONDO are diseases of MeSH.

MONDO and DOID list broader, narrower and related names as synonyms without telling, as far as the packaged tables go.
So a name counts as theirs only where nobody has a better claim: first MeSH, for the names that it gives itself; then
whoever is labelled so by MONDO; then whoever is labelled so by DOID.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.vocab.sources import Descriptor, Disease, Supplementary
from kg.vocab.variants import view

_FILLERS = frozenset("disease disorder syndrome infectious infection human gland".split())


def spoken(name: str) -> str:
    """The view of a name, turned round where it is inverted, without a plural s.

    >>> spoken("Neoplasms, Muscle Tissue"), spoken("Isaacs Syndromes")
    ('muscle tissue neoplasm', 'isaacs syndrome')
    """
    parts = name.split(", ")
    return view(" ".join(parts[::-1]) if len(parts) == 2 else name).strip().removesuffix("s")


def is_of_the_whole(name: str, label: str) -> bool:
    """Whether a disease with a number lists the name of all of its kind: `Bipolar Disorder` is not `… Disorder 5`."""
    return any(map(str.isdigit, label)) and not any(map(str.isdigit, name))


class Given:
    """The names that MeSH itself gives to its diseases, and to what is no disease. A descriptor goes before what is
    mapped to descriptors."""

    def __init__(
        self, descriptors: Iterable[Descriptor], supplementary: Iterable[Supplementary], others: Iterable[Descriptor]
    ) -> None:
        self.by_name: dict[str, set[str]] = {}
        self.labels: dict[str, str] = {}
        self.names: dict[str, set[str]] = {}
        for table in (descriptors, supplementary):
            before = set(self.by_name)
            for each in table:
                own = [
                    each.label,
                    *(n for n in each.names if table is descriptors or not is_of_the_whole(n, each.label)),
                ]
                self.labels[each.id] = spoken(each.label)
                self.names[each.id] = {form for name in own for form in (spoken(name), view(name))}
                for form in self.names[each.id] - before:
                    self.by_name.setdefault(form, set()).add(each.id)
        self.no_disease = {spoken(name) for each in others for name in (each.label, *each.names)}


def _is_narrower(label: str, other: str) -> bool:
    """Whether a label says more than the other: `congenital mitral valve insufficiency`, `periodontitis 2`."""
    more = set(label.split()) - set(other.split()) - _FILLERS
    return is_of_the_whole(other, label) or (bool(more) and set(other.split()) - _FILLERS <= set(label.split()))


def joined(
    mondo: Mapping[str, Disease], doid: Mapping[str, Disease], mesh_of: Mapping[str, str], given: Given
) -> dict[str, str]:
    """Diseases of MONDO that are diseases of MeSH, though no set of exact matches says so: the labels are the same, or
    one refers to the other (by way of DOID, too) and bears its label among its names. Nothing is joined twice."""
    taken = set(mesh_of.values())
    by_label: dict[str, list[str]] = {}
    for mesh, label in given.labels.items():
        by_label.setdefault(label, []).append(mesh)
    claims: dict[str, list[str]] = {}
    for disease in mondo.values():
        if disease.id in mesh_of:
            continue
        same = by_label.get(spoken(disease.label), [])
        if not same:
            referred = {*disease.mesh, *(mesh for code in disease.doid if code in doid for mesh in doid[code].mesh)}
            same = _named_alike(disease, [mesh for mesh in sorted(referred) if mesh not in taken], given)
        if len(same) == 1:
            claims.setdefault(same[0], []).append(disease.id)
    found = {}
    for mesh, codes in claims.items():
        best = [code for code in codes if spoken(mondo[code].label) == given.labels[mesh]] or codes
        if len(best) == 1:
            found[best[0]] = mesh
    return found


def _named_alike(disease: Disease, referred: list[str], given: Given) -> list[str]:
    """Those of the diseases referred to that bear this one's label among their names; failing those, such as this one
    bears the label of, if it does not say more."""
    label, names = spoken(disease.label), {spoken(name) for name in (disease.label, *disease.names)}
    known = [mesh for mesh in referred if mesh in given.labels]
    return [mesh for mesh in known if label in given.names[mesh]] or [
        mesh for mesh in known if given.labels[mesh] in names and not _is_narrower(label, given.labels[mesh])
    ]


class Owners:
    """Who has the best claim to a name; a disease is known by its MeSH id, else by its MONDO id."""

    def __init__(
        self, given: Given, mondo: Mapping[str, Disease], doid: Mapping[str, Disease], mesh_of: Mapping[str, str]
    ) -> None:
        self._given = given
        self._labelled: dict[str, set[str]] = {}
        self._labelled_by_doid: dict[str, set[str]] = {}
        referring: dict[str, set[str]] = {}
        for disease in mondo.values():
            key = mesh_of.get(disease.id, disease.id)
            self._labelled.setdefault(spoken(disease.label), set()).add(key)
            for code in disease.doid:
                referring.setdefault(code, set()).add(key)
        for disease in doid.values():
            if len(keys := referring.get(disease.id, set())) == 1:
                self._labelled_by_doid.setdefault(spoken(disease.label), set()).update(keys)

    def of(self, name: str) -> set[str] | None:
        """The diseases that have the best claim to a name: none where it names an organ, None where nobody has a better
        claim than whoever lists it."""
        form = spoken(name)
        if given := self._given.by_name.get(form) or self._given.by_name.get(view(name)):
            return given
        if form in self._given.no_disease and " " in form:
            return set()
        return self._labelled.get(form) or self._labelled_by_doid.get(form)

    def placed(self, listed: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
        """Pairs of a disease and a name, every name with whom it belongs to; what several own, they have already."""
        found: dict[str, list[str]] = {}
        for key, name in listed:
            owners = self.of(name)
            if owners is None or key in owners:
                found.setdefault(key, []).append(name)
            elif len(owners) == 1:
                found.setdefault(next(iter(owners)), []).append(name)
        return found
