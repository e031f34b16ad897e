"""The played day as a picture: who came and what became of them, the line, the seats. One SVG without scripts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

from contactcenter.simulation.day import STEP_S, Day, Desk, Step

WIDTH, HEIGHT, LEFT, RIGHT, GAP = 960, 150, 48, 24, 54
INK, QUIET, LINE = "#1d2527", "#5d6b6f", "#d5d9d6"
ARRIVED, SERVED, GAVE_UP = "#9aa5a8", "#0f5c6b", "#b3392f"
Row = tuple[str, Callable[[Step], float], str]


def plot(desk: Desk, day: Day) -> str:
    """The whole picture; each panel has a scale of its own and says in words what its colours are."""
    panels: tuple[tuple[str, tuple[Row, ...], float], ...] = (
        ("Inquiries in a quarter of an hour", (
            ("came", lambda one: one.arrived, ARRIVED), ("answered", lambda one: one.served, SERVED),
            ("gave up", lambda one: one.gave_up, GAVE_UP),
        ), 0),
        ("Longest line", (("waiting", lambda one: one.longest_line, SERVED),), 0),
        (f"Busy seats, of {desk.seats}", (("busy", lambda one: one.busy_s / STEP_S, SERVED),), desk.seats),
    )
    height = len(panels) * (HEIGHT + GAP) + 12
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" font-family="sans-serif">',
        "<title>A day at the desk</title>", f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    for place, (title, rows, least) in enumerate(panels):
        parts += _panel(title, rows, day.steps, top=place * (HEIGHT + GAP) + 30, least=least)
    return "\n".join([*parts, "</svg>", ""])


def _panel(title: str, rows: Sequence[Row], steps: Sequence[Step], *, top: float, least: float) -> list[str]:
    most = max([least, 1.0, *(value(step) for _, value, _ in rows for step in steps)])
    across = (WIDTH - LEFT - RIGHT) / max(1, len(steps))
    parts = [_text(LEFT, top - 12, title, colour=INK, size=14)]
    at = LEFT + 8 * len(title) + 30.0
    for name, _, colour in rows:
        parts += [f'<rect x="{at:.0f}" y="{top - 21:.0f}" width="10" height="10" fill="{colour}"/>',
                  _text(at + 15, top - 12, name)]
        at += 30.0 + 8 * len(name)
    for share in (0.0, 0.5, 1.0):
        y = top + HEIGHT * (1 - share)
        parts += [f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{LINE}"/>',
                  _text(LEFT - 6, y + 4, f"{most * share:g}", size=11, anchor="end")]
    for _, value, colour in rows:
        dots = " ".join(
            f"{LEFT + across * (place + 0.5):.1f},{top + HEIGHT * (1 - value(step) / most):.1f}"
            for place, step in enumerate(steps)
        )
        parts.append(f'<polyline points="{dots}" fill="none" stroke="{colour}" stroke-width="1.8"/>')
    hours = len(steps) * STEP_S / 3600
    for hour in range(0, int(hours) + 1, max(1, round(hours / 12))):
        x = LEFT + (WIDTH - LEFT - RIGHT) * hour / hours
        parts.append(_text(x, top + HEIGHT + 15, f"{hour} h", size=11, anchor="middle"))
    return parts


def _text(x: float, y: float, words: str, *, colour: str = QUIET, size: int = 12, anchor: str = "start") -> str:
    style = f'fill="{colour}" font-size="{size}" text-anchor="{anchor}"'
    return f'<text x="{x:.0f}" y="{y:.0f}" {style}>{escape(words)}</text>'
