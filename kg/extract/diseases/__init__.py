"""Conditions: what a name of the registry's list means, and which ones running text names, of whom and where."""
