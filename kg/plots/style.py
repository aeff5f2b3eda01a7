"""How plots look and how they are written: quiet axes, colours that colour-blind readers tell apart, no clock.

Text comes from records: it is never read as mathematics, and long names are cut.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.files import write_whole

try:
    import matplotlib as mpl
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
except ModuleNotFoundError as error:
    raise InputError(f"plots need {error.name}: pip install 'trialkg[plots]'") from error

# The palette of Okabe and Ito (2008).
BLUE, ORANGE, GREEN, VERMILION, SKY, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#767676"
FORMATS = ("png", "svg", "pdf")
_LONGEST = 40
_LOOK: Any = {
    "text.parse_math": False,
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11.0,
    "axes.titleweight": "bold",
    "axes.edgecolor": "#555555",
    "svg.hashsalt": "trialkg",
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
}


@contextmanager
def look() -> Iterator[None]:
    """The project's look while the block draws; the user's own settings are left as they were."""
    with mpl.rc_context(_LOOK):
        yield


def figure(width: float, height: float) -> Figure:
    """An empty figure of that size in inches, of no window system."""
    return Figure(figsize=(width, height), layout="constrained")


def cut(text: str, longest: int = _LONGEST) -> str:
    """A name on one line, no longer than that."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def name_rows(axes: Axes, names: list[str], raw: list[str] | None = None) -> None:
    """Names of the rows, and in grey below each how records call it."""
    axes.set_yticks(range(len(names)), [cut(name) + ("\n" if raw and raw[n] else "") for n, name in enumerate(names)])
    if not axes.yaxis_inverted():  # the first row on top; a picture has it there already
        axes.invert_yaxis()
    for row, words in enumerate(raw or ()):
        if words:
            axes.annotate(
                cut(words, 48), (0, row), xycoords=("axes fraction", "data"), xytext=(-4, -7),
                textcoords="offset points", ha="right", va="center", fontsize=6.5, color=GREY,
            )  # fmt: skip


def save(drawn: Figure, out: str | Path) -> None:
    """Write a figure as png, svg or pdf, by the name's ending; whole or not at all, without the day of writing.

    Raises `InputError` for another ending.
    """
    path = Path(out)
    form = path.suffix.removeprefix(".").lower()
    if form not in FORMATS:
        raise InputError(f"{path.name}: expected a name that ends in .{', .'.join(FORMATS)}")
    content = io.BytesIO()
    nothing = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None, "Producer": None}}
    with look(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # a name in a script that the font lacks
        drawn.savefig(content, format=form, dpi=160, metadata=nothing[form])
    write_whole(path, content.getvalue())
