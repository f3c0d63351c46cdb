"""What the tests of evaluations have in common: a tiny corpus, questions about it, and how to read what was made."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
BRIDGE = """أغلقت الشرطة الجسر القديم أمام الشاحنات بسبب شقوق ظهرت في إحدى ركائزه الحجرية.
وأوضح المهندس نادر العلي أن إصلاح الجسر سيستغرق خمسة أشهر على الأقل.
"""
REASON, MONTHS = BRIDGE.splitlines()
SUMMIT = {"id": "visit", "lang": "en", "question": "When did Putin visit Pyongyang?", "answerable": False}
ROWS = [
    {
        "id": "months",
        "lang": "ar",
        "question": "كم شهرا سيستغرق إصلاح الجسر؟",
        "answerable": True,
        "facets": [[{"article": "1", "sentence": MONTHS}]],
    },
    {
        "id": "reason",
        "lang": "en",
        "question": "Why did the police close the old bridge to lorries?",
        "answerable": True,
        "facets": [[{"sentence": REASON}], [{"sentence": "Nothing says this [bold]sentence[/]."}]],
    },
    {"id": "chess", "lang": "en", "question": "Which prize did the engineer win in Reykjavik?", "answerable": False},
]


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def is_png(path: Path) -> bool:
    head = path.read_bytes()[:24]
    return head.startswith(b"\x89PNG") and struct.unpack(">II", head[16:]) == (1500, 750)


def table(stdout: str) -> dict[str, list[str]]:
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in stdout.splitlines() if line.startswith("|")]
    return {row[0]: row[1:] for row in rows}


def made_articles(folder: Path) -> Path:
    folder.mkdir()
    (folder / "bridge.txt").write_text(f"إغلاق الجسر القديم\n\n{BRIDGE}", "utf-8")
    return folder
