"""A labelled compound that no vocabulary knows: `[68Ga]Ga-NYM005`, `64Cu-XTR-bis`, `Gallium Ga 68 ABC-R2` are an
isotope and a compound, and a radiopharmaceutical of that name, written `68Ga-NYM005`."""

from __future__ import annotations

import re
from typing import NamedTuple

DRUG_CLASS = "drug-class/radiopharmaceutical"
_ISOTOPES = {
    "Ac": "225", "Al": "18", "As": "72", "At": "211", "Bi": "213", "Br": "76", "C": "11", "Cu": "61 62 64 67",
    "F": "18", "Ga": "67 68", "Ho": "166", "I": "123 124 125 131", "In": "111", "Lu": "177", "N": "13", "O": "15",
    "Pb": "203 212", "Ra": "223", "Re": "186 188", "Sc": "43 44 47", "Sm": "153", "Sn": "117m", "Sr": "89",
    "Tb": "161", "Tc": "99m", "Th": "227", "Y": "86 90", "Zr": "89",
}  # fmt: skip
# 68Ga, [68Ga]Ga, [68Ga], Ga-68, [F-18], Gallium Ga 68
_LABEL = (
    r"\[?(?:(?P<mass>\d{2,3}m?)-?(?P<element>[A-Z][a-z]?)|(?:[A-Z][a-z]{3,10} )?(?P<element_2>[A-Z][a-z]?)[ -]?"
    r"(?P<mass_2>\d{2,3}m?))\]?"
)
_NAME = re.compile(_LABEL + r"[- ]?(?:(?:Ga|Lu|Cu|Ac|Pb|Zr|In|Tc|Tb|Y|AlF)-)?(?P<compound>[A-Za-z][\w.-]{2,24})\Z")
_COMPOUND = re.compile(r"[A-Z]{2}|\d")


class Labelled(NamedTuple):
    """The compound by its one writing."""

    label: str

    @property
    def concept(self) -> str:
        """The id of the compound."""
        return "drug/" + re.sub(r"[^a-z0-9]+", "", self.label.lower())


def labelled(surface: str) -> Labelled | None:
    """The labelled compound that `surface` names and nothing else; what is only a word behind the isotope is none."""
    match = _NAME.match(surface)
    if match is None or _COMPOUND.search(match["compound"]) is None:
        return None
    mass, element = match["mass"] or match["mass_2"], match["element"] or match["element_2"]
    if mass not in _ISOTOPES.get(element, "").split():
        return None
    return Labelled(f"{mass}{element}-{match['compound']}")
