"""What the evidence of a trial is made from, packed and unpacked.

A module of its own: msgspec reads the types of a struct when it runs, and compiled modules keep too few (decision 19).
"""

from __future__ import annotations

import msgspec

from kg.errors import BuildDamaged


class Grounds(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What the evidence of one trial is made from beside its facts: its key, the name of the file that its record came
    in (empty: none), and

    fields      that are written: name, local name, text
    mentions    number of the field, start, end
    assertions  number of the line among the facts, method, confidence, numbers of mentions, rule where it is worth
                saying, paths of rivals
    findings    path, numbers of the mentions that it rests on
    """

    key: str
    file: str
    fields: tuple[tuple[str, str, str], ...]
    mentions: tuple[tuple[int, int, int], ...]
    assertions: tuple[tuple[int, str, float, tuple[int, ...], str, tuple[str, ...]], ...]
    findings: tuple[tuple[str, tuple[int, ...]], ...]


encoded = msgspec.msgpack.Encoder().encode
_decoded = msgspec.msgpack.Decoder(Grounds).decode


def unpack(packed: bytes) -> Grounds | None:
    """The grounds; None where they were kept as lines. Raises `BuildDamaged` where they are neither."""
    if packed.startswith(b"<"):  # a line begins so, no packed array does
        return None
    try:
        return _decoded(packed)
    except msgspec.MsgspecError as error:
        raise BuildDamaged(f"the evidence of a trial cannot be read: {error}; build again") from error
