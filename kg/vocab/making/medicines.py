"""Which substances are medicines, what they are called, and which are salts or esters of others."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.vocab.sources import Substance
from kg.vocab.variants import view

_SALT = re.compile(
    r"\s(?:(?:di|mono|tri|hemi|sesqui|bis)?(?:hydrochloride|hydrobromide|mesylate|mesilate|tosylate|besylate|besilate|maleate|"
    r"malate|fumarate|succinate|tartrate|bitartrate|citrate|phosphate|sulfate|sulphate|nitrate|acetate|sodium|potassium|"
    r"calcium|magnesium|chloride|bromide|iodide|lactate|gluconate|palmitate|propionate|furoate|valerate|benzoate|"
    r"pamoate|embonate|esylate|edisylate|camsylate|napsylate|xinafoate|decanoate|meglumine|tromethamine|lysine|arginine|"
    r"olamine|hydrate|monohydrate|dihydrate|trihydrate|hemihydrate|anhydrous|trometamol|stearate|oxalate|ditosylate|"
    r"dimaleate|dimesylate|hemifumarate|hydroxide|disodium|trisodium))+$",
    re.IGNORECASE,
)
_ESTER = re.compile(
    r"\s(?:axetil|cilexetil|medoxomil|proxetil|pivoxil|dipivoxil|etexilate|mofetil|disoproxil|alafenamide|valerate|butyrate|"
    r"acetonide|dipropionate|hexacetonide|enanthate|cypionate|undecanoate|undecylate|lauroxil|caproate|hexanoate|"
    r"hemisuccinate|medocaril|etabonate|buteprate|ethylsuccinate|estolate|stearate|isethionate|glucuronate)\b(?=$|\s)",
    re.IGNORECASE,
)
# Endings that only names of medicines have; older ones (-mycin, -sterol) also end what a laboratory finds.
_STEM_OF_TODAY = re.compile(
    r"[a-z]{3,16}(?:mab|tinib|ciclib|parib|gliptin|gliflozin|lisib|kinra|lutamide|zomib|sertib|rafenib|metostat|toclax|"
    r"gepant|nersen|siran|orexant|glutide|caftor|buvir|asvir|previr|tegravir|leucel|parvovec|vaptan|grastim|"
    r"setron|sartan|glitazone|fermin|nacept|cercept|tercept)"
)


class Medicines:
    """The substances of the UNII list by name; `used` are those that a concept of MeSH stands for."""

    def __init__(self, substances: dict[str, Substance]) -> None:
        self._substances = substances
        self._by_name: dict[str, set[str]] = {}
        for substance in substances.values():
            for name in (substance.label, *substance.names):
                self._by_name.setdefault(view(name), set()).add(substance.id)
        self._bases = {view(base) for s in substances.values() if s.is_medicine and (base := without_salt(s.label))}
        self.used: set[str] = set()

    def knows(self, name: str) -> bool:
        """Whether the list has the name."""
        return view(name) in self._by_name

    def has_salt_of(self, name: str) -> bool:
        """Whether the list has a medicine that is a salt of it: `bemiparin sodium` for bemiparin."""
        return view(name) in self._bases

    def called(self, label: str, names: Iterable[str]) -> list[Substance]:
        """The medicines of the UNII list that carry this label, else one of these names."""
        found = [self._substances[u] for u in sorted(self._by_name.get(view(label), ()))]
        if not found:
            ids = sorted({u for name in names for u in self._by_name.get(view(name), ())})
            found = [self._substances[u] for u in ids]
        return [substance for substance in found if substance.is_medicine]

    def names_of(self, label: str, names: Iterable[str]) -> tuple[str, list[str], list[str]]:
        """Label in lower case, names and codes of the medicine; codes are empty where it is not a known medicine."""
        medicines = self.called(label, names)
        extra: list[str] = []
        codes = []
        for substance in medicines[:4]:
            self.used.add(substance.id)
            extra += substance.short_names()
        if medicines and view(medicines[0].label) == view(label):
            codes.append(f"UNII:{medicines[0].id}")
        elif medicines:
            codes.append(f"~UNII:{medicines[0].id}")
        plain = label.lower() if medicines and re.fullmatch(r"[A-Z][a-z-]{4,}(?: [a-zA-Z-]+)?", label) else label
        return plain, extra, codes


def has_stem_of_today(name: str) -> bool:
    """Whether only a medicine can be called so, and one of our time."""
    return _STEM_OF_TODAY.fullmatch(name) is not None


def without_salt(name: str) -> str:
    """The name without the salt.

    >>> without_salt("imatinib mesylate")
    'imatinib'
    """
    return _SALT.sub("", name)


def base_of(name: str) -> str:
    """What it is a salt or ester of; empty where it is none: `sodium nitrate` is no salt of sodium."""
    base = without_salt(_ESTER.sub("", name))
    return base if base != name and base.lower() != "sodium" else ""
