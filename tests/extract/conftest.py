"""What the tests of facts told in prose share: a record of some texts, read, and what one predicate points to in it."""

from __future__ import annotations

from typing import Protocol

import pytest

from kg.extract import design, population
from tests.extract.reading import facts, read, trial


class Told(Protocol):
    """The fixture `told`."""

    def __call__(self, predicate: str, summary: str = "", **texts: object) -> list[str]: ...


@pytest.fixture
def told() -> Told:
    """`told(predicate, summary, title=…)`: the words, or the last parts of the ids, that the design and the population
    of a record with these texts hold, in the order found."""

    def read_and_ask(predicate: str, summary: str = "", **texts: object) -> list[str]:
        record = trial(summary=summary, **texts)  # type: ignore[arg-type]
        document = read(record, population.extract, design.extract)
        return [name if " " in name else name.rpartition("/")[2] for name in facts(document, predicate)]

    return read_and_ask
