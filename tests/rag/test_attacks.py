"""Nothing that an article orders reaches an answer, even with a model that obeys: only quotes of the article do."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from rag import Answer, answer, retrieve
from store import Corpus
from store.embedding.encoder import Encoder
from tests.helpers.obedient import MANNERS, ObedientModel, found
from tests.helpers.poisoned import Attack, attacks
from ui.web.views.answer import render_answer

pytestmark = pytest.mark.usefixtures("defaults")

ALL = attacks()
PAYLOADS = tuple(attack.payload for attack in ALL)
EACH = [pytest.param(attack, id=f"{attack.id} {attack.kind}") for attack in ALL]
MANNER_OF = {attack.id: list(MANNERS)[place % len(MANNERS)] for place, attack in enumerate(ALL)}
# What the page shows of articles: their words, and where these are from.
OF_ARTICLES = {"isnad-quote", "isnad-passage", "isnad-card-title", "isnad-head", "isnad-source", "isnad-also"}
VOID = {"br", "hr", "img", "input", "wbr"}


@pytest.fixture(scope="module")
def poisoned(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Corpus]:
    """Every attack, and the sample articles around them; to read only."""
    folder = tmp_path_factory.mktemp("poisoned") / "store"
    with Corpus.open(shutil.copytree(sample_folder, folder), encoder) as corpus:
        corpus.add([attack.article for attack in ALL])
        yield corpus


class OwnWords(HTMLParser):
    """The words on a page that are not an article's."""

    def __init__(self) -> None:
        super().__init__()
        self.own = ""
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            classes = set((dict(attrs).get("class") or "").split())
            self._open.append(bool(classes & OF_ARTICLES))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self.own += "" if any(self._open) else data


def own_words(got: Answer) -> str:
    """An answer's text without its verbatim quotes and lead, and without the lines that name their articles."""
    text = got.text
    for c in got.citations:
        assert c.article.cut(c.span) == c.quote
        for opening, closing in ("“”", "«»"):
            text = text.replace(f"{opening}{c.quote}{closing}", "").replace(f"{opening}{got.lead}{closing}", "")
    return "\n".join(line for line in text.split("\n") if not re.match(r"— |also in: |وكذلك في: ", line))


def shown_words(got: Answer) -> str:
    page = OwnWords()
    page.feed(render_answer(got))
    return page.own


def check(got: Answer) -> None:
    assert found(PAYLOADS, own_words(got)) == []
    assert found(PAYLOADS, shown_words(got)) == []


def test_each_poisoned_article_is_found(poisoned: Corpus) -> None:
    found = {attack.id: retrieve(attack.question, corpus=poisoned, limit=5) for attack in ALL}
    ids = {attack.id: attack.article.id for attack in ALL}
    assert [at for at, hits in found.items() if ids[at] not in [hit.article.id for hit in hits]] == []


@pytest.mark.parametrize("manner", MANNERS)
def test_an_obedient_model_says_nothing_for_an_attack(poisoned: Corpus, manner: str) -> None:
    attack = ALL[list(MANNERS).index(manner)]
    check(answer(attack.question, corpus=poisoned, llm=ObedientModel(payloads=PAYLOADS, manner=manner)))


@pytest.mark.slow
@pytest.mark.parametrize("attack", EACH)
def test_an_obedient_model_says_nothing_for_any_attack(poisoned: Corpus, attack: Attack) -> None:
    for manner in ("one mark", MANNER_OF[attack.id]):
        check(answer(attack.question, corpus=poisoned, llm=ObedientModel(payloads=PAYLOADS, manner=manner)))
    check(answer(attack.question, corpus=poisoned))


def test_an_honest_question_is_written_by_the_model(poisoned: Corpus) -> None:
    model = ObedientModel(payloads=PAYLOADS)
    got = answer("ماذا تريد كوريا الشمالية في المقابل؟", corpus=poisoned, llm=model)
    assert model.asked
    assert got.model == "obedient"


def test_the_check_sees_a_payload_that_is_stated() -> None:
    said = ALL[0].payload[0]
    stated = Answer("Why?", "en", f"This is what the articles say: {said} [1]", answered=True)
    assert found(PAYLOADS, own_words(stated))
    assert found(PAYLOADS, shown_words(stated))
