"""One name of an intervention while it is read: its text, and a mask of it in which what has been dealt with is
spaces."""

from __future__ import annotations

from kg.extract.giving.administration import Fact
from kg.extract.names.parts import Bracket
from kg.extract.names.patterns import CONTENT
from kg.ground import Grounding
from kg.text import fold
from kg.vocab.vocabulary import Vocabulary
from kg.wording import words


class Reading:
    """`mask` is the folded name; `brackets` and `facts` are what the steps of the reading set aside, `told` all facts,
    also those inside names, `refused` the names that stand in it and are not given. The steps are functions in modules
    of their own, each with one rule; they share nothing but this."""

    def __init__(self, text: str, vocabulary: Vocabulary, registry_type: str, own: tuple[tuple[str, str], ...]) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.registry_type = registry_type
        self.own = own
        self.mask = fold(text)
        self.brackets: list[Bracket] = []
        self.facts: list[Fact] = []
        self.told: list[Fact] = []
        self.refused: list[tuple[int, int]] = []

    def blank(self, start: int, end: int) -> None:
        """Set the stretch aside: no later step sees it."""
        self.mask = self.mask[:start] + " " * (end - start) + self.mask[end:]

    def kind(self, grounding: Grounding) -> str:
        """The kind of the concept, or nothing."""
        concept = self.vocabulary.get(grounding.concept or "")
        return concept.kind if concept is not None else ""

    def content(self, start: int, end: int) -> list[tuple[int, int]]:
        """Places of the words in the stretch that could name something."""
        trimmed = words("trim")
        places = [
            match.span()
            for match in CONTENT.finditer(self.mask, start, end)
            if len(word := match.group().strip(".'-")) > 1 and word not in trimmed and not word.isdigit()
        ]
        without_salts = [(a, b) for a, b in places if self.mask[a:b] not in words("salt")]
        return without_salts or places
