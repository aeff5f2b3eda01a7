"""Cells of outcomes: where measure, description and time frame begin in one text, and where one outcome ends."""
