"""Asking a store: SPARQL as it comes, and the named questions of `ontology/queries`. Answers are `Table`s.

run(store, "SELECT …")                                      → Table
ask(store, "trials-giving-drug", {"drug": "bevacizumab"})   → Table
questions()                                                 → every named question, with its parameters
"""

from __future__ import annotations

from kg.query.naming import resolve
from kg.query.questions import Parameter, Question, ask, question, questions, search
from kg.query.table import Table, run
from kg.query.undefined import undefined

__all__ = ["Parameter", "Question", "Table", "ask", "question", "questions", "resolve", "run", "search", "undefined"]
