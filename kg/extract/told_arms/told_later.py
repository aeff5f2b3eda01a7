"""What arms get that is told behind the row of their names: `randomized to group A (HAIC) or group B (TACE). HAIC:
oxaliplatin …. TACE: epirubicin …`.

The rule: at least two of the arms are called again, each by the whole of its name at the beginning of a sentence or of
a line and with a colon behind; what stands there, up to the next of them or to a blank line, is given there too.
"""

from __future__ import annotations

import re

from kg.extract.context import folded_text
from kg.extract.document import Document
from kg.extract.told_arms.arm import ToldArm, tell
from kg.model import Passage
from kg.text import fold, holds_any

_NOUN = re.compile(r"^(?:the\s)?|\s(?:group|arm|cohort|therapy|treatment)s?$|\s?\((?:n\s?=\s?\d+|\d+[^()]*)\)")
_BRACKET = re.compile(r"\((?P<name>[^()]{2,60})(?:\)|\Z)")
_LONGEST, _SHORTEST, _FEWEST = 600, 2, 2


def told_later(document: Document, arms: list[ToldArm]) -> list[ToldArm]:
    """The arms with what is told of them later, by their names."""
    if len(arms) < _FEWEST or any(":" in arm.label.text for arm in arms):
        return arms
    names = [_names(arm) for arm in arms]
    if any(set(one) & set(other) for place, one in enumerate(names) for other in names[:place]):
        return arms
    for passage in (document.trial.detailed_description, document.trial.brief_summary):
        if passage is not None and holds_any(folded_text(passage.text), (":", "in the ", "for the ")):
            heads = [_head(passage, own, arm) for own, arm in zip(names, arms, strict=True)]
            if sum(head is not None for head in heads) >= _FEWEST:
                return _with_heads(document, passage, arms, heads)
    return arms


def _names(arm: ToldArm) -> list[str]:
    """What the arm may be called: its label without `group`, or what the bracket behind the label holds."""
    label = fold(arm.label.text)
    told = fold(arm.passage.text)
    found = [_NOUN.sub("", _NOUN.sub("", label)).strip(" \"'")]
    bracket = _BRACKET.search(label) or _BRACKET.match(told, len(label) + 1 if told.startswith(label) else len(told))
    found += [bracket["name"].strip()] if bracket is not None else []
    found += [label.split(" (")[0].strip()]
    return [name for name in dict.fromkeys(found) if len(name) >= _SHORTEST and not name.isdigit()]


def _head(passage: Passage, names: list[str], arm: ToldArm) -> tuple[int, int] | None:
    """Where the passage calls the arm, and where what it gets begins; behind the row itself."""
    folded = folded_text(passage.text)
    floor = arm.passage.start - passage.start + len(arm.label.text) if arm.passage.field == passage.field else 0
    for name in names:
        head = re.compile(
            rf"(?:^|\n|[.;]\s)[\s*•–-]{{0,5}}(?:\d[.)]\s)?(?:(?:the\s)?(?P<name>{re.escape(name)})"
            rf"(?:\s(?:group|arm|treatment|regimen|protocol))?\s?:\s|"
            rf"(?:in|for)\s(?:the\s)?(?P<placed>{re.escape(name)})(?:\s(?:group|arm|cohort))(?:\s\([^()]{{0,40}}\))?,\s)"
        ).search(folded, max(0, floor))
        if head is not None:
            return head.start("name" if head["name"] is not None else "placed"), head.end()
    return None


def _with_heads(
    document: Document, passage: Passage, arms: list[ToldArm], heads: list[tuple[int, int] | None]
) -> list[ToldArm]:
    begins = sorted(head[0] for head in heads if head is not None)
    made = []
    for arm, head in zip(arms, heads, strict=True):
        if head is not None:
            stop = next((begin for begin in begins if begin > head[0]), len(passage.text))
            blank = passage.text.find("\n\n", head[1], stop)
            stop = min(blank if blank >= 0 else stop, head[1] + _LONGEST)
            bounded = stop in begins
            told = tell(
                document, passage, head[0], (head[0], head[1]), head[1], stop, arm.rule, arm.confidence, bounded=bounded
            )
            entries = tuple(dict.fromkeys((*arm.entries, *told.entries)))
            arm = arm._replace(gives=[*arm.gives, *told.gives], entries=entries)
        made.append(arm)
    return made
