"""Every color stands out from what it stands on, light and dark."""

from __future__ import annotations

import pytest

from ringcentral_report.palette import DARK, LIGHT, STEPS, TURN, contrast


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_marks_stand_out(colors: dict[str, str]) -> None:
    for text in ("ink", "soft"):
        assert all(
            contrast(colors[text], colors[behind]) >= 4.5 for behind in ("page", "card", "warn")
        )
    for mark in ("answered", "quiet", "voicemail", "lost"):
        assert contrast(colors[mark], colors["card"]) >= 3
    for colored in ("answered", "lost"):  # words at the ends of lines
        assert contrast(colors[colored], colors["card"]) >= 4.5
    for ramp in ("calls", "lost"):
        for step in range(STEPS):
            ink = colors["ink" if step < TURN else "card"]
            assert contrast(colors[f"{ramp}{step}"], ink) >= 4.5


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
