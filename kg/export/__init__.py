"""A finished graph in the forms that other tools take. Modules are imported when they are used."""

from __future__ import annotations
