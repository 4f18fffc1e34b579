"""The colors, light and dark, and how far they stand out: WCAG 2.2's contrast."""

from __future__ import annotations

# Each is a CSS variable of its name. Text reaches 4.5 on `card` and `page`, marks 3 on `card`.
LIGHT = {
    "page": "#f5f5f2",
    "card": "#ffffff",
    "line": "#e3e3de",
    "ink": "#1c2126",
    "soft": "#586069",
    "answered": "#2f6da8",
    "quiet": "#8a9099",
    "voicemail": "#8663a8",
    "lost": "#c4501b",
    "pale": "#d3dfea",
    "warn": "#fdf1dc",
    "calls0": "#f0f3f6",
    "calls1": "#d6e4f1",
    "calls2": "#a9c8e4",
    "calls3": "#78a8d3",
    "calls4": "#2f6da8",
    "calls5": "#1b4877",
    "lost0": "#f6f2ef",
    "lost1": "#fbe0d1",
    "lost2": "#f6bd9c",
    "lost3": "#ea9263",
    "lost4": "#b9470f",
    "lost5": "#842f06",
}
DARK = {
    "page": "#14171a",
    "card": "#1d2125",
    "line": "#343a40",
    "ink": "#eceef0",
    "soft": "#a9b1b9",
    "answered": "#6aa9e0",
    "quiet": "#7d858e",
    "voicemail": "#b392d6",
    "lost": "#f0874f",
    "pale": "#34475a",
    "warn": "#40331a",
    "calls0": "#23292f",
    "calls1": "#253c52",
    "calls2": "#2c5072",
    "calls3": "#386a98",
    "calls4": "#74b0e6",
    "calls5": "#b5d8f7",
    "lost0": "#2a2623",
    "lost1": "#4a2e20",
    "lost2": "#6b3b22",
    "lost3": "#954b22",
    "lost4": "#f08a52",
    "lost5": "#fbc4a5",
}
STEPS = 6
# From this step on a heat map's figures are written in the color of the card.
TURN = 4


def variable(name: str) -> str:
    """Return what stands in a picture for a color, so that the page's CSS decides on it."""
    if name not in LIGHT:
        raise KeyError(name)
    return f"var(--{name})"


def css(colors: dict[str, str]) -> str:
    """Return the declarations of one mode's variables."""
    return ";".join(f"--{name}:{color}" for name, color in colors.items())


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors, 1 to 21, as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


# Below it, sRGB is linear.
_LINEAR = 0.04045


def _luminance(color: str) -> float:
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= _LINEAR else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
