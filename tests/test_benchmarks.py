"""The benchmarks import only what there is; the questions about rules ask for what their articles say."""

from __future__ import annotations

import ast
import importlib
import json
from pathlib import Path

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
RULES = BENCHMARKS / "data" / "rules"


def test_no_benchmark_imports_what_has_moved() -> None:
    missing = []
    for path in sorted(BENCHMARKS.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {"rag", "store", "ui"}:
                names = [alias.name for alias in node.names if not _is_there(node.module, alias.name)]
                missing += [f"{path.name}: {node.module}.{name}" for name in names]
    assert missing == []


def _is_there(module: str | None, name: str) -> bool:
    try:
        if hasattr(importlib.import_module(str(module)), name):
            return True
        importlib.import_module(f"{module}.{name}")
    except ImportError:
        return False
    return True


def test_each_quote_that_a_rule_question_wants_stands_in_an_article() -> None:
    articles, questions = (
        [json.loads(line) for line in (RULES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        for name in ("articles", "questions")
    )
    wanted = [
        (row["id"], quote)
        for row in questions
        for quote in (row.get("quote"), row.get("once"), *row.get("differ", []), *row.get("agree", []))
        if quote
    ]
    assert len(wanted) >= len(questions)
    assert [pair for pair in wanted if not any(pair[1] in article["text"] for article in articles)] == []
    assert {row["split"] for row in questions} == {"look", "held"}
