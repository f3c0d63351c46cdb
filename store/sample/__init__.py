"""Twelve articles written for Isnad, in Arabic with aligned English translations, to try it on."""

from pathlib import Path

SAMPLE = Path(__file__).parent
