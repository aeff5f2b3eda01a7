"""Extraction: one file per kind of fact; each reads a `Document` and yields nodes, statements and findings.

The files here are those kinds and what all of them use. What only some share, or one has much of, lies in rooms:
`names` of interventions, `giving`, `told_arms`, `diseases`, `patients`, `measures`, `times`, `study_design`, `claimed`.
"""
