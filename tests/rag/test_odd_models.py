"""Models that do not do as they are asked, on a real server: what they write is shown as what it is, or not."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from rag import Answer, SentenceVerdict, Settings, answer
from store import Article, Corpus
from store.embedding.encoder import Encoder
from tests.helpers.openai_server import ModelServer
from tests.helpers.rag.writers import holds

pytestmark = pytest.mark.usefixtures("defaults")
MILL = Article(
    title="The mill of Orn",
    outlet="Vale Post",
    language="en",
    text="The mill of Orn burned down on Sunday. Ada Lind, who owns it, said that she will rebuild it by autumn.\n\n"
    "The fire began in the drying loft. Nobody was hurt, as the mill was shut for the holiday.",
)
ASKED = "What happened to the mill of Orn?"
VERIFIED, UNVERIFIED, REJECTED = SentenceVerdict


@pytest.fixture(scope="module")
def burned(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("burned"), encoder) as corpus:
        corpus.add([MILL])
        yield corpus


def written(burned: Corpus, server: ModelServer, names: dict[str, str], reply: str, **settings: bool) -> Answer:
    server.replies.append(reply)
    got = answer(ASKED, corpus=burned, settings=Settings(llm=names["http"], **settings))
    assert len(server.asked) == 1
    holds(got, burned)
    return got


@pytest.mark.usefixtures("reading")
def test_each_mark_opens_the_words_that_it_quotes(burned: Corpus, server: ModelServer, names: dict[str, str]) -> None:
    reply = (
        'The mill of Orn burned down on Sunday [1 "burned down on Sunday"]. Nobody was hurt [1 "Nobody was hurt"].'
    )
    got = written(burned, server, names, reply)
    assert [each.verdict for each in got.written] == [VERIFIED, VERIFIED]
    assert "Nobody was hurt" in got.citations[-1].quote and not got.notice


@pytest.mark.parametrize(
    "reply",
    [
        '{"answer": "The mill burned down.", "sources": [1]}',
        "The mill burned down. It will be rebuilt.",
        "La mühle von Orn: он сгорел в воскресенье [1].",
        "احترقت الطاحونة يوم الأحد [1].",
        "The mill burned down and " * 400,
        '[1 "' + "burned down " * 400,
        'It burned down on Sunday [1 "was hit by lightning"].',
    ],
)
def test_what_keeps_to_no_form_is_quoted_instead(
    burned: Corpus, server: ModelServer, names: dict[str, str], reply: str
) -> None:
    got = written(burned, server, names, reply)
    assert got.fallback and got.notice and not got.model and got.statements
    assert all(each.verdict is REJECTED and not each.shown for each in got.written)


def test_what_a_model_repeats_is_shown_once(burned: Corpus, server: ModelServer, names: dict[str, str]) -> None:
    got = written(burned, server, names, "Nobody was hurt, as the mill was shut for the holiday [1]. " * 200)
    assert got.prose.count("Nobody was hurt") == 1 and len(got.written) <= 8


def test_passages_that_are_given_back_are_no_answer(
    burned: Corpus, server: ModelServer, names: dict[str, str]
) -> None:
    passage = {"number": 1, "outlet": MILL.outlet, "headline": MILL.title, "text": MILL.text}
    got = written(burned, server, names, json.dumps(passage))
    assert got.fallback and not got.model


@pytest.mark.usefixtures("reading")
def test_strict_answers_show_verified_sentences_alone(
    burned: Corpus, server: ModelServer, names: dict[str, str]
) -> None:
    sure, unsure = (
        'The mill of Orn burned down on Sunday [1 "burned down on Sunday"].',
        "The owner plans to have it built anew [1].",
    )
    got = written(burned, server, names, f"{sure} {unsure}")
    verdicts = [each.verdict for each in got.written]
    assert verdicts == [VERIFIED, UNVERIFIED] and "Not verified: The owner plans" in got.text
    for form in (got.text, got.to_markdown(), got.to_html()):
        assert "Not verified" in form
    assert [each["verdict"] for each in got.to_dict()["written"]] == ["verified", "unverified"]
    server.asked.clear()
    strict = written(burned, server, names, f"{sure} {unsure}", strict=True)
    assert [each.verdict for each in strict.written] == verdicts and "The owner plans" not in strict.text
