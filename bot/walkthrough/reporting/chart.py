"""The picture of a walkthrough: for every theme, how many of its topics stand how."""

from __future__ import annotations

import textwrap
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font

from bot.walkthrough.reporting.report import cleaned
from bot.walkthrough.reporting.wording import label
from bot.walkthrough.results import STANDINGS, Coverage, Results, Standing

WIDTH_PX = 800
_DPI = 100
_BAR_IN, _FRAME_IN = 0.42, 1.0
_TITLE_CHARS = 30
_FONT = "DejaVu Sans"
# Libraries for fonts keep state of their own, so pictures are drawn one at a time.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Look:
    """How a standing looks. Every one differs by pattern too, and the number in its bar is dark on light or back."""

    colour: str
    pattern: str
    number: str


# Colours that people with any colour vision tell apart.  Source: Okabe and Ito (2008), https://jfly.uni-koeln.de/color/
_LOOKS: Mapping[Standing, _Look] = {
    "settled": _Look("#0072B2", "", "white"),
    "partly": _Look("#56B4E9", "//", "black"),
    "open": _Look("#E69F00", "..", "black"),
    "not_applicable": _Look("#BBBBBB", "xx", "black"),
    "unanswered": _Look("#FFFFFF", "", "black"),
}


def draw_chart(results: Results) -> bytes:
    """A PNG of `WIDTH_PX`, the first theme at the top."""
    with _ONE_AT_A_TIME:
        return _drawn(results.coverage)


def _drawn(coverage: Sequence[Coverage]) -> bytes:
    titles = [_title(each.theme.title) for each in coverage]
    lines = sum(max(1.0, 0.75 * (title.count("\n") + 1)) for title in titles)
    figure = Figure(figsize=(WIDTH_PX / _DPI, _FRAME_IN + _BAR_IN * lines), dpi=_DPI, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    _draw_bars(axes, coverage)
    _draw_frame(axes, titles)
    figure.legend(loc="outside lower center", ncols=len(STANDINGS), frameon=False, fontsize=9, handlelength=1.6)
    figure.suptitle(label("chart"), fontsize=12, fontfamily=_FONT)
    written = BytesIO()
    figure.savefig(written, format="png", dpi=_DPI, metadata={"Software": None})
    return written.getvalue()


def _draw_bars(axes: Axes, coverage: Sequence[Coverage]) -> None:
    places = range(len(coverage))
    before = [0] * len(coverage)
    for standing in STANDINGS:
        look, counts = _LOOKS[standing], [each.counts[standing] for each in coverage]
        bars = axes.barh(
            places, counts, left=before, height=0.7, color=look.colour, hatch=look.pattern,
            edgecolor="#333333", linewidth=0.8, label=label(standing),
        )  # fmt: skip
        for bar in bars:
            bar.set_hatch_linewidth(0.6)
        numbers = axes.bar_label(bars, [str(count) if count else "" for count in counts], label_type="center")
        for number in numbers:
            # A box of the bar's own colour keeps the number clear of the pattern.
            number.set(color=look.number, fontsize=9, fontweight="bold")
            if number.get_text():
                number.set_bbox({"facecolor": look.colour, "edgecolor": "none", "pad": 1.5})
        before = [done + count for done, count in zip(before, counts, strict=True)]


def _draw_frame(axes: Axes, titles: Sequence[str]) -> None:
    # Without `parse_math`, dollar signs in a title would make it a formula.
    axes.set_yticks(range(len(titles)), titles, fontsize=10, fontfamily=_FONT, parse_math=False)
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    axes.margins(y=0.01)
    # The numbers in the bars are all there is to read; an axis would only add them up.
    axes.xaxis.set_visible(False)
    axes.spines[["top", "right", "bottom"]].set_visible(False)


def _title(text: str) -> str:
    """The title over as many lines as it needs; signs that the font lacks are shown as boxes."""
    known = get_font(findfont(_FONT)).get_charmap()
    drawable = "".join(sign if ord(sign) in known or sign.isspace() else "\u25a1" for sign in cleaned(text))
    return textwrap.fill(drawable, _TITLE_CHARS)
