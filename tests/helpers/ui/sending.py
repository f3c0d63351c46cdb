"""Sending files to the page's intake, without a page, and reading what it reports."""

from __future__ import annotations

import html
import re
from pathlib import Path

from ui.web.intake import IntakeHandlers

LANGUAGES = ["en", "ar"]
BEES = "The beekeepers of the valley lost forty hives to the April frost."
GOATS = "Goats from the upper farm walked into the town hall on Tuesday morning."
RIVER = "ارتفع منسوب النهر مترين بعد ليلتين من المطر فأغلقت البلدية الجسر القديم."


class Sender:
    """Puts files where Gradio puts those it is sent: each in a folder of its own, under a name of its making."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        self.sent = 0

    def __call__(self, **files: str | bytes) -> list[tuple[Path, str]]:
        return [self.one(name.replace("__", "."), content) for name, content in files.items()]

    def one(self, name: str, content: str | bytes) -> tuple[Path, str]:
        self.sent += 1
        folder = self.cache / f"{self.sent:064x}"
        folder.mkdir(parents=True)
        path = folder / f"upload{self.sent}"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path, name

    @property
    def left(self) -> list[Path]:
        return list(self.cache.iterdir()) if self.cache.exists() else []


def add(desk: IntakeHandlers, files: list[tuple[Path, str]], language: str = "en") -> str:
    *_, last = desk.add_files(files, language)
    return str(last["html"])


def fates(report: str) -> dict[str, list[str]]:
    """What a person reads in a report, fate by fate."""
    found = {}
    for name, inside in re.findall(r'data-fate="(\w+)".*?<ul>(.*?)</ul>', report):
        items = re.findall(r"<li>(.*?)</li>", inside)
        found[name] = [html.unescape(re.sub("<[^>]+>", "", item)).strip() for item in items]
    return found
