"""Where a name within an entry begins and ends: without stray marks, without its own initials behind it, and behind a
bracket that a cut would leave open."""

from __future__ import annotations


def without_initials(text: str, start: int, end: int) -> int:
    """Where a name ends that its own initials follow: `Acute Ischemic Stroke AIS`."""
    *words, last = text[start:end].split()
    if 2 <= len(words) <= 8 and len(last) >= 2 and last.isalpha() and last.isupper():
        initials = "".join(word[0] for word in words if word.lower() not in ("of", "and", "the")).upper()
        if initials == last:
            return text.rindex(last, start, end)
    return end


def closed(piece: str, cut: int) -> int:
    """Where to cut, behind the bracket that the cut would leave open: `Acute Leukemia (AL) patients`."""
    if piece.count("(", 0, cut) == piece.count(")", 0, cut):
        return cut
    return piece.find(")", cut) + 1 or cut


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without white space and stray punctuation at its ends."""
    while start < end and (text[start].isspace() or text[start] in ",;:.-/*•\"'"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:.-/*•\"'"):
        end -= 1
    return start, end


def before_comma(text: str, start: int, end: int) -> tuple[int, int]:
    """Several words before the first comma (`CKD Stage 3b-4, Non-dialysis`). It is the last resort, empty for one word:
    `LARC, Contraception` is no cancer."""
    comma = text.find(", ", start, end)
    return trimmed(text, start, comma) if comma >= 0 and " " in text[start:comma] else (start, start)
