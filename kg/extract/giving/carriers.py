"""What a drug is dissolved in is not given by itself, and what it is poured in with says by which way: `1 g of A in
100 ml of saline`, `HIPEC with A`.

The rule: saline, glucose or water right behind an amount of fluid (`in 100 ml of`) or a word of dissolving (`diluted
in`), with a drug named before it in the clause, is no intervention there; the amount is no dose. A drug right behind a
perfusion of the peritoneum (`HIPEC with`, `PIPAC using`) is given into the peritoneum.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.giving.administration import Fact
from kg.extract.giving.lists import Named

_FLUIDS = frozenset(f"drug/{name}" for name in ("saline", "dextrose", "glucose", "sterile-water", "ringer-s-lactate"))
_DISSOLVED = re.compile(
    r"\b(?:(?:diluted|dissolved|mixed|suspended|reconstituted|prepared|added)\s(?:(?:up\s)?to\s\d+(?:\.\d+)?\s?(?:ml|cc)\s)?"
    r"(?:in|with|into|to|by)\s(?:an?\s)?(?:\d+(?:[.-]\d+)?\s?(?:ml|cc|l)(?:\s?/\s?m2)?\s)?|in\s(?:an?\s)?\d+(?:[.-]\d+)?\s?(?:ml|cc|l|lit(?:er|re)s?)(?:\s?/\s?m2)?\s)"
    r"(?:of\s)?(?:(?:\d(?:\.\d)?\s?%|normal|sterile|isotonic|physiological)\s){0,2}\Z"
)
_ANOTHER = re.compile(r"[;:]\s|\.\s|\b(?:or|versus|vs|while|whereas|group|placebo)\b")
POURED = frozenset(
    f"procedure/{name}"
    for name in (
        "hyperthermic-intraperitoneal-chemotherapy", "pressurized-intraperitoneal-aerosol-chemotherapy",
        "intraperitoneal-chemotherapy", "early-postoperative-intraperitoneal-chemotherapy",
    )
)  # fmt: skip
INTO = "route/intraperitoneal"
_WITH = re.compile(r"\s?(?:\([^()]{2,12}\)\s)?(?:with|using|of|\()\s?(?:the\s)?")
_LOOK_BACK = 70


def carried(folded: str, names: Sequence[Named]) -> list[tuple[int, int]]:
    """The stretches that name what a drug before is dissolved in, with its amount."""
    found = []
    for place, name in enumerate(names):
        if not place or name.concept not in _FLUIDS:
            continue
        before = names[place - 1]
        dissolved = _DISSOLVED.search(folded, max(before.end, name.start - _LOOK_BACK), name.start)
        if dissolved is None or not before.concept.startswith(("drug/", "drug-class/", "combination-product/")):
            continue
        told = before.end + folded.startswith(":", before.end)  # "A: 40 mg, in 250 ml of saline"
        if before.concept not in _FLUIDS and _ANOTHER.search(folded, told, dissolved.start()) is None:
            found.append((dissolved.start(), name.end))
    return found


def poured(folded: str, names: Sequence[Named], belonging: list[list[Fact]]) -> None:
    """Add the way to each drug right behind the name of a perfusion."""
    for place in range(1, len(names)):
        before, name = names[place - 1], names[place]
        if before.concept not in POURED or not name.concept.startswith("drug/"):
            continue
        if _WITH.fullmatch(folded, before.end, name.start) and not any(f.kind == "route" for f in belonging[place]):
            belonging[place].append(Fact("route", INTO, before.start, before.end))
