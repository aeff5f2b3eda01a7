from __future__ import annotations


def update() -> None: ...
