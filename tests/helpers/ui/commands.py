"""What the tests of the commands have in common: articles, and how to read what a command said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.testing import Result

ISNAD = Path(sys.executable).with_name("isnad")
LIBRARY = """---
title: مكتبة عامة في حي الميناء
date: 2024-03-10
outlet: صحيفة المرفأ
url: https://news.example/library
---
افتتحت بلدية مدينة الساحل يوم الأحد مكتبة عامة في حي الميناء بعد ثلاث سنوات من أعمال البناء.
وقال رئيس البلدية سامي الحلو إن بناء المكتبة كلّف أربعة ملايين دينار دفعتها البلدية كاملة.

وتضم المكتبة ستين ألف كتاب وقاعة للأطفال ومختبرًا لترميم المخطوطات القديمة.
"""
BRIDGE = """---
title: إغلاق الجسر القديم
date: 2024-05-02
outlet: إذاعة الضفة
---
أغلقت الشرطة الجسر القديم أمام الشاحنات بسبب شقوق ظهرت في إحدى ركائزه الحجرية.
وأوضح المهندس نادر العلي أن إصلاح الجسر سيستغرق خمسة أشهر على الأقل.
"""
HOSTILE_FILE = (
    "---\ntitle: 'سوق السمك [bold red]يحترق[/] \u202eمقلوب'\noutlet: '[link=x]وكالة[/link]'\ndate: 2024-06-01\n---\n"
    "شبّ حريق كبير في سوق السمك \x1b[31mليلة\x1b[0m الجمعة \x9b2J والتهم عشرين متجرًا [bold]كاملًا[/bold] \u202eمقلوب.\n"
)
QUESTION = "متى افتتحت البلدية المكتبة في حي الميناء؟"
REFUSED = "من فاز ببطولة الشطرنج في ريكيافيك؟"


Run = Callable[..., Result]


def articles(run: Run, store: Path) -> dict[str, dict[str, Any]]:
    listed = json.loads(run("list", "--json", "--store", store).stdout)
    return {article["date"]: article for article in listed}


def articles_of(run: Run, store: Path) -> list[str]:
    return run("list", "--store", store).stdout.splitlines()


def complaint_about(stderr: str, path: Path) -> bool:
    [line] = stderr.splitlines()
    return line.startswith(f"isnad: {path} ") and ";" in line


def complaint(got: Result) -> str:
    """The one sentence of a command that failed; it said nothing else."""
    assert (got.exit_code, got.stdout) == (1, "")
    assert got.stderr.startswith("isnad: ") and got.stderr.count("\n") == 1
    return got.stderr


def environment(store: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ISNAD_", "LC_", "LANG"))}
    return kept | {"ISNAD_STORE": str(store), "ISNAD_READER": "off", "LC_ALL": "C.UTF-8"}


def start(command: list[Any], store: Path) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, encoding="utf-8", env=environment(store))
