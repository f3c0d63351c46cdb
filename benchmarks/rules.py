"""What each rule about scope, syndication and disagreement gives: the same questions, with one left out at a time.

    python benchmarks/rules.py [--shared ../shared] [--parts "as it is" "no outlets" …] [--list]

The questions and articles of benchmarks/data/rules are invented for this: outlets and days named in the question,
reports printed by several outlets, and reports that differ. Half of the questions (`split` "held") are only counted;
--list prints what goes wrong in the other half. Beside them stand the sample questions and, with --shared, news-dev.

Each question says what is right: `quote` stands in the first citation, and each citation lies `within` outlets and
days; `refuse`: the articles of that scope do not say; `once`: said by one statement, of all these `outlets`;
`differ`: both are shown, as differing; `agree`: one is shown, and the other not as differing from it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from ablation import without

import rag.chain
import rag.query.filters.outlets
import rag.query.plan
import rag.retrieval.evidence
import rag.synthesis.contradiction
import rag.synthesis.selection
from rag import Answer, answer
from rag.evaluation import SAMPLE_QUESTIONS, Judged
from rag.evaluation.dataset import read_questions
from rag.evaluation.metrics import Verdict, judge_answer, score_answers
from rag.linguistics import extract_facts
from rag.query import query
from rag.settings import Settings, load_settings
from store import Article, Corpus
from store.sample import SAMPLE
from store.text import fold

DATA = Path(__file__).parent / "data" / "rules"
NEVER = re.compile(r"(?!)")
KINDS = ("scoped", "refused", "syndication", "differ", "agree")

Row = dict[str, Any]


def replaced(*changes: tuple[Any, str, Any]) -> Callable[[], ExitStack]:
    """These attributes of modules, replaced."""

    def left_out() -> ExitStack:
        stack = ExitStack()
        for module, name, value in changes:
            stack.enter_context(patch.object(module, name, value))
        return stack

    return left_out


def gives(value: Any) -> Callable[..., Any]:
    return lambda *_, **__: value


PLAN, EVIDENCE, COMPARED = rag.query.plan, rag.retrieval.evidence, rag.synthesis.contradiction

PARTS: Mapping[str, Callable[[], Any]] = {
    "as it is": ExitStack,
    "no outlets": replaced((PLAN, "find_outlets", gives(None))),
    "outlets in one alphabet": replaced(
        (rag.query.filters.outlets, "same_name", lambda one, other: "".join(one) == "".join(other))
    ),
    "no days": replaced((PLAN, "find_time_bound", gives(None))),
    "no days counted from today": replaced((rag.query.filters.time, "relative_days", gives(()))),
    "no fit to a period": replaced((EVIDENCE, "period_fit", gives(0.5))),
    "no overviews": replaced((PLAN, "is_open_question", gives(False))),
    "no newest first": replaced((PLAN, "NEWEST", NEVER), (PLAN, "LAST_TIME", NEVER)),
    "grouped without the reader": replaced((COMPARED.Comparisons, "_judged", gives(()))),
    "numbers not compared": replaced((COMPARED, "extract_facts", gives(extract_facts("")))),
    "all compared": replaced((COMPARED, "NEAR", -1.0)),
    "no missing answer type": replaced((EVIDENCE, "missing_answer_type", lambda _: lambda _: 0.0)),
    "no list introductions": replaced((EVIDENCE, "list_intro", gives([]))),
    "no word bridge": replaced((query, "BRIDGED_COSINE", 2.0)),
    "no BM25": lambda: without("passage", "bm25"),
}


def is_right(row: Row, given: Answer) -> bool:
    """Whether an answer is as its row says."""
    within = row.get("within", {})
    if not all(_lies(citation.article, within) for citation in given.citations):
        return False
    if row.get("refuse"):
        return not given.answered
    if not given.answered:
        return False
    if "quote" in row:
        return _says(given.citations[0].quote, row["quote"])
    said = [[c.quote for c in statement.citations] for statement in given.statements]
    if "once" in row:
        holding = [
            s for s, quotes in zip(given.statements, said, strict=True) if _says(" ".join(quotes), row["once"])
        ]
        return len(holding) == 1 and set(row["outlets"]) <= set(holding[0].outlets)
    places = [[i for i, quotes in enumerate(said) if _says(" ".join(quotes), words)] for words in _pair(row)]
    differing = [(one, other) for one in places[0] for other in places[1] if _differ(given, one, other)]
    return bool(differing) if "differ" in row else any(places) and not differing


def _pair(row: Row) -> Sequence[str]:
    pair: Sequence[str] = row.get("differ") or row["agree"]
    return pair


def _differ(given: Answer, one: int, other: int) -> bool:
    return other in given.statements[one].differs_from or one in given.statements[other].differs_from


def _says(quote: str, words: str) -> bool:
    return fold(words) in fold(quote)


def _lies(article: Article, within: Mapping[str, Any]) -> bool:
    date = article.date or dt.date.min
    since, until = (dt.date.fromisoformat(within.get(end, str(date))) for end in ("since", "until"))
    return article.outlet in within.get("outlets", [article.outlet]) and since <= date <= until


def kind_of(row: Row) -> str:
    if row["kind"] == "scoping":
        return "refused" if row.get("refuse") else "scoped"
    return row["kind"] if row["kind"] == "syndication" else "differ" if "differ" in row else "agree"


def read_rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def articles() -> list[Article]:
    return [Article(**{name: value for name, value in row.items() if name != "key"}) for row in read_rows("articles")]


@contextmanager
def corpora(shared: Path | None) -> Iterator[dict[str, Corpus]]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        made = {
            name: stack.enter_context(Corpus.open(Path(folder) / name)) for name in ("rules", "samples", "news-dev")
        }
        made["rules"].add(articles())
        made["samples"].ingest([SAMPLE])
        if shared:
            made["news-dev"].ingest([shared / "corpus"])
        yield made


def rule_cells(rows: Sequence[Row], corpus: Corpus, listed: bool) -> list[str]:
    """For each kind how many are right of both halves, then of the held half of all kinds."""
    right: list[tuple[str, str, bool]] = []
    for row in rows:
        given = answer(row["question"], corpus=corpus)
        right.append((kind_of(row), row["split"], is_right(row, given)))
        if listed and row["split"] == "look" and not right[-1][2]:
            print(f"--- {row['id']} {row['question']}\n{given.text}\n")
    cells = [[good for kind, _, good in right if kind == each] for each in KINDS]
    cells.append([good for _, split, good in right if split == "held"])
    return [f"{sum(cell)}/{len(cell)}" for cell in cells]


def score_cells(path: Path, corpus: Corpus) -> list[str]:
    """The figures of a question file; each question is asked once, at threshold 0."""
    threshold, judged = load_settings().threshold, []
    for question in read_questions(path):
        given = answer(question.question, corpus=corpus, settings=Settings(threshold=0.0))
        whole = judge_answer(question, given.answered, [citation.quote for citation in given.citations])
        shown = whole if given.confidence >= threshold else Verdict(False)
        judged.append(Judged(question, given.confidence, shown, whole))
    scores = score_answers(judged)
    figures = (scores.evidence_first, scores.evidence_cited, scores.false_refusals, scores.false_answers, scores.auc)
    return [" ".join("–" if value is None else f"{value:.3f}".lstrip("0") for value in figures)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, help="a folder with corpus/ and eval/news-dev.jsonl")
    parser.add_argument("--parts", nargs="+", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--only-rules", action="store_true", help="leave out the samples and news-dev")
    parser.add_argument("--list", action="store_true", help="print what is wrong in the half for looking at")
    options = parser.parse_args()
    if options.shared is None:
        print("news-dev is left out: name its folder with --shared\n")
    rows, figures = read_rows("questions"), "first, cited, false refusals, false answers, AUC"
    print(f"| | {' | '.join(KINDS)} | held half | samples: {figures} | news-dev: the same |")
    print("| --- " * (9 if options.shared else 8) + "|")
    with corpora(options.shared) as made:
        for name in options.parts:
            with PARTS[name]():
                cells = rule_cells(rows, made["rules"], options.list)
                if not options.only_rules:
                    cells += score_cells(SAMPLE_QUESTIONS, made["samples"])
                    if options.shared:
                        cells += score_cells(options.shared / "eval" / "news-dev.jsonl", made["news-dev"])
            print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
