"""For the tests of written answers: sentences that the sample articles bear out or not, and what always holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag import Answer, Citation, answer, stream_answer
from rag.results.phrases import PHRASES
from store import Corpus
from store.text import split_sentences
from tests.helpers.fake_models import QueuedModel
from tests.helpers.rag.asking import marks

ENGLISH, ARABIC = "What does North Korea want in return?", "ماذا تريد كوريا الشمالية في المقابل؟"
QUESTIONS = {"en": ENGLISH, "ar": ARABIC}
FALSE = {"en": "Kim wants 700 elephants from Iceland [{n}].", "ar": "يريد كيم 700 فيل من آيسلندا [{n}]."}


def said(citation: Citation) -> str:
    """A sentence of a citation, its longest, in the question's language, on one line.

    A quote may be several, of which each that a model writes is checked by itself and needs a mark of its own.
    """
    text = citation.translation or citation.quote
    return max((" ".join(text[span.start : span.end].split()) for span in split_sentences(text)), key=len)


def true(citation: Citation) -> str:
    """A sentence that its citation bears out."""
    return f"{said(citation)} [{citation.number}]"


def false(language: str, number: int = 1) -> str:
    return FALSE[language].format(n=number)


def quote(citation: Citation, language: str) -> str:
    """A citation as it is shown in the place of a sentence that it does not bear out."""
    phrases = PHRASES[language]
    return f"{phrases.opening}{citation.translation or citation.quote}{phrases.closing}"


def grown(question: str, corpus: Corpus, *sentences: str, model: QueuedModel | None = None) -> list[Answer]:
    """Every snapshot of the answer that a model writes with these sentences."""
    model = model or QueuedModel([" ".join(sentences)])
    snapshots = list(stream_answer(question, corpus=corpus, llm=model))
    for snapshot in snapshots:
        holds(snapshot, corpus)
    return snapshots


def quoting(question: str, corpus: Corpus) -> Answer:
    """The answer without a model."""
    return answer(question, corpus=corpus)


def holds(got: Answer, corpus: Corpus) -> None:
    """What is true of every snapshot: its marks and citations belong together and stand in stored articles."""
    assert [c.number for c in got.citations] == list(range(1, 1 + len(got.citations)))
    for c in got.citations:
        assert c.quote and corpus.article(c.article.id).cut(c.span) == c.quote
    assert set(marks(got)) <= {c.number for c in got.citations}
    for statement in got.statements:
        assert {c.number for c in statement.citations} & set(marks(got)), "nothing leans on it"
    for place, statement in enumerate(got.statements):
        assert all(place in got.statements[other].differs_from for other in statement.differs_from)


def only_checked(snapshots: Sequence[Answer], allowed: Iterable[str]) -> None:
    """Of a written answer nothing is left when what was passed, quotes and marks are taken away."""
    pieces = sorted(allowed, key=len, reverse=True)
    for snapshot in snapshots:
        rest = snapshot.text
        for piece in pieces:
            rest = rest.replace(piece, "")
        for number in range(1, 20):
            rest = rest.replace(f"[{number}]", "")
        assert not rest.strip(), rest
