"""Extraction: one file per kind of fact; each reads a `Document` and yields nodes, statements and findings."""
