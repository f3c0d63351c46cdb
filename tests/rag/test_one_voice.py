"""A report that several outlets print: one voice in answers, and every outlet that has its words named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rag import Settings, answer
from rag.results import Answer, corroboration_note, source_line
from rag.retrieval.evidence import select_evidence
from rag.retrieval.hybrid import hybrid_search, to_hits
from rag.synthesis import build_statements
from rag.synthesis.selection import cluster_evidence
from store import Article, Corpus
from store.scope import Scope
from tests.helpers.fakes import FakeEncoder
from tests.helpers.made import evidence
from tests.helpers.store.syndicated import ARABIC, CUT, LINES, REPRINT, RESPELLED, WIRE

REPORT = replace(WIRE, copies=(REPRINT, CUT))
OWN = Article(
    title="Boats at the harbour mouth",
    text="Fishermen moored their boats across the harbour mouth for 3 hours in protest. Gulls watched.",
    outlet="Evening Star",
    date="2024-04-17",
    language="en",
)


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as opened:
        opened.add([WIRE, REPRINT, CUT])
        yield opened


def test_a_quote_names_the_outlets_whose_copy_has_it() -> None:
    ((first,), (second,)) = (
        build_statements([evidence(REPORT, line)], "what of the lighthouse?", "en")[0].citations
        for line in (LINES[3], LINES[5])
    )
    assert first.printed_by == ("Morning Mail", "Valley Post")
    assert second.printed_by == ("Morning Mail",)
    assert source_line(second, "en") == "Coast Agency, 16 April 2024 (also printed by Morning Mail)"


def test_copies_are_one_voice() -> None:
    (said,) = build_statements([evidence(REPORT, LINES[3])], "who moored boats?", "en")
    assert said.outlets == ("Coast Agency", "Morning Mail", "Valley Post")
    assert corroboration_note(said, "en") == ""
    assert "outlets" not in Answer("?", "en", "", True, (said,)).text


def test_another_report_is_another_voice() -> None:
    own = evidence(OWN, LINES[3], score=0.1)
    (said,) = build_statements([own, evidence(REPORT, LINES[3])], "who moored boats?", "en")
    assert corroboration_note(said, "en") == "reported by 2 outlets"
    assert said.outlets == ("Evening Star", "Coast Agency", "Morning Mail", "Valley Post")


def test_copies_put_nothing_ahead() -> None:
    alone = evidence(replace(OWN, text=f"{OWN.text}\nThe keeper has a cat."), "The keeper has a cat.", score=0.2)
    printed = evidence(REPORT, LINES[4])
    assert [group[0] for group in cluster_evidence([alone, printed], "what about the keeper and the tower?")][
        0
    ] == alone


def test_in_arabic() -> None:
    report = replace(ARABIC, copies=(RESPELLED,))
    line = ARABIC.text.split("\n")[2]
    (said,) = build_statements([evidence(report, line)], "ماذا قالت حارسة المنارة؟", "ar")
    text = Answer("?", "ar", "", True, (said,)).text
    assert "(وكالة الساحل، 16 أبريل 2024)\nونشرته أيضًا: صحيفة الرصيف" in text


def test_an_outlet_is_asked_only_for_what_it_printed(corpus: Corpus) -> None:
    scope = Scope(outlets=("Valley Post",))
    kept = hybrid_search("who moored boats at the lighthouse?", corpus, scope)
    found = [(candidate.article, row.row.span) for candidate in kept for row in candidate.sentences]
    assert [article.text[span.start : span.end] for article, span in found] == list(LINES[:4])
    assert {article.outlet for article, _ in found} == {"Valley Post"}
    (hit,) = to_hits(kept, corpus, 1)
    assert hit.article.outlet == "Valley Post" and hit.article.copies[0].id == WIRE.id
    assert hit.article.text[hit.passage.start : hit.passage.end] == hit.passage.text
    assert hybrid_search("who moored boats?", corpus, Scope(("Valley Post",), until=WIRE.date)) == []


@pytest.mark.parametrize(
    ("scope", "outlet"),
    [
        ({"outlets": ["Morning Mail"]}, "Morning Mail"),
        ({"outlets": ["Valley Post"]}, "Valley Post"),
        ({"since": "2024-04-18"}, "Valley Post"),
        ({"since": "2024-04-17", "until": "2024-04-17"}, "Morning Mail"),
        ({"until": "2024-04-16"}, "Coast Agency"),
    ],
)
def test_the_printing_that_lies_in_the_scope_is_cited(corpus: Corpus, scope: dict[str, Any], outlet: str) -> None:
    got = answer(
        "Who moored boats across the harbour mouth?", corpus=corpus, settings=Settings(threshold=0.0), **scope
    )
    assert got.citations and {citation.article.outlet for citation in got.citations} == {outlet}
    for citation in got.citations:
        assert citation.article.cut(citation.span) == citation.quote
        assert corpus.article(citation.article.id).text == citation.article.text


def test_in_a_cut_copy_each_sentence_has_its_own_cosine(corpus: Corpus) -> None:
    """The stored passage has sentences that the copy lacks; with the vectors of all, those after them would shift."""
    dropped = replace(WIRE, text="\n".join([*LINES[:1], *LINES[2:]]), outlet="Ridge Radio", date="2024-04-20")
    corpus.add([dropped])
    question = "who moored boats at the lighthouse?"
    kept = hybrid_search(question, corpus, Scope(outlets=("Ridge Radio",)))
    found = {one.sentence: one.measures["cosine"] for one in select_evidence(kept, corpus)}
    vector = corpus.encoder.encode_questions([question])[0]
    assert found
    for sentence, cosine in found.items():
        assert cosine == pytest.approx(float(corpus.encoder.encode_passages([sentence])[0] @ vector), abs=0.01)
