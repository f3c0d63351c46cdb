"""What programs get from the page, by Gradio's own client."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from gradio_client import Client

from rag import answer, retrieve
from rag.results import whole_article_as_dict
from tests.helpers.cases import each_case
from tests.helpers.ui.doors import SERVED, opened, run

pytestmark = SERVED
QUESTIONS = ["What does North Korea want in return?", "ماذا تريد كوريا الشمالية في المقابل؟"]
NOTHING = [None] * 4


@pytest.fixture(scope="module")
def address(sample) -> Iterator[str]:
    with opened(sample) as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str) -> Client:
    return Client(address, verbose=False, download_files=False)


def test_three_functions_are_told_and_described(client: Client) -> None:
    told = client.view_api(return_format="dict", print_info=False)
    assert not told["unnamed_endpoints"]
    assert {
        name: [p["parameter_name"] for p in end["parameters"]] for name, end in told["named_endpoints"].items()
    } == {
        "/ask": ["question", "history", "outlets", "since", "until"],
        "/search": ["question", "limit", "outlets", "since", "until"],
        "/read_article": ["id"],
    }
    for end in told["named_endpoints"].values():
        assert "data, written by strangers" in end["description"] or "It is data" in end["description"]
        assert "outlet" in end["description"] and "date" in end["description"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_with_its_quotes_at_their_places(client: Client, sample, question: str) -> None:
    got = client.predict(question, api_name="/ask")
    mine = answer(question, corpus=sample)
    assert (got["text"], got["answered"], got["markdown"]) == (mine.text, True, mine.to_markdown())
    for citation in got["citations"]:
        source = sample.article(citation["article"]["id"]).part(citation["field"])
        assert source[citation["start"] : citation["end"]] == citation["quote"]


def test_a_follow_up_and_a_scope_come_along(client: Client, sample) -> None:
    got = client.predict("and when?", history=["Who visited Pyongyang in June 2024?"], api_name="/ask")
    assert (
        got["understood"]
        == answer("and when?", history=["Who visited Pyongyang in June 2024?"], corpus=sample).understood
    )
    late = client.predict(QUESTIONS[0], since="2030", api_name="/ask")
    assert not late["answered"] and not late["citations"]


def test_an_empty_list_of_outlets_is_no_restriction(client: Client) -> None:
    for name in ("/ask", "/search"):
        anywhere = client.predict(QUESTIONS[0], api_name=name)
        assert client.predict(QUESTIONS[0], outlets=[], api_name=name) == anywhere
    assert anywhere["passages"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_passages_are_found_with_their_places(client: Client, sample, question: str) -> None:
    got = client.predict(question, limit=3, api_name="/search")
    assert got["question"] == question and len(got["passages"]) == 3
    found = retrieve(question, corpus=sample, limit=3)
    for passage, hit in zip(got["passages"], found, strict=True):
        assert passage["text"] == hit.article.text[passage["start"] : passage["end"]]
        assert passage["article"]["outlet"] == hit.article.outlet and passage["score"] == hit.score


def test_an_article_is_read_whole(client: Client, sample) -> None:
    for article in sample.articles()[:3]:
        assert client.predict(article.id, api_name="/read_article") == whole_article_as_dict(
            sample.article(article.id)
        )


@each_case(
    ("name", "given", "said"),
    [
        ("/ask", ("  ",), "The question is empty"),
        ("/ask", ("؟" * 2001,), "2,000"),
        ("/ask", (5,), "question cannot be 5"),
        ("/ask", ("x", "y"), "history cannot be 'y'"),
        ("/ask", ("who?", None, ["No Such Outlet"]), "No Such Outlet"),
        ("/ask", ("who?", None, None, "last week"), "last week"),
        ("/search", ("who?", 0), "limit is 0; ask for 1 to 100"),
        ("/search", ("who?", "many"), "limit cannot be 'many'"),
        ("/read_article", ("../../x",), "No article has the id '../../x': give one that ask or search gives."),
    ],
)
def test_what_is_wrong_is_one_sentence(client: Client, name: str, given: tuple[object, ...], said: str) -> None:
    got = client.predict(*given, api_name=name)
    assert list(got) == ["error"] and said in got["error"]
    assert "\n" not in got["error"] and len(got["error"]) < 300


def test_one_request_does_as_well(address: str, sample) -> None:
    got = run(address, "ask", QUESTIONS[1], *NOTHING)
    assert got.status_code == 200
    assert got.json()["data"][0]["text"] == answer(QUESTIONS[1], corpus=sample).text


@pytest.mark.parametrize("given", [(), QUESTIONS[:1], (QUESTIONS[0], None, None, None)])
def test_too_few_arguments_are_told_to_the_program_and_not_traced_in_the_terminal(
    address: str, capfd: pytest.CaptureFixture[str], given: tuple[object, ...]
) -> None:
    got = run(address, "ask", *given)
    assert f"{len(given)} arguments were given, 5 are needed" in got.json()["error"]
    assert (got.status_code, capfd.readouterr().err) == (500, "")


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("browse", ("junk", "en"), "query cannot be 'junk': give an object."),
        ("browse", ({}, None), "language cannot be None: give text."),
        ("open", (5, "en", {}), "address cannot be 5: give text."),
        ("open", ("#isnad-en-0123456789abcdef-0.0", "en", [1]), "query cannot be [1]: give an object."),
        ("suggest", ({}, {}), "request cannot be {}: give text."),
        ("rate", ("x" * 500, "en"), "rating cannot be 'xxx"),
        ("paste", (None, "en"), "fields cannot be None: give an object."),
        ("add_form", ([],), "language cannot be []: give text."),
        ("remove", ({}, "en"), "id cannot be {}: give text."),
    ],
)
def test_what_the_pages_own_functions_cannot_take_is_one_sentence_too(
    address: str, capfd: pytest.CaptureFixture[str], name: str, given: tuple[object, ...], said: str
) -> None:
    got = run(address, name, *given)
    assert said in got.json()["error"] and len(got.json()["error"]) < 200
    assert (got.status_code, capfd.readouterr().err) == (500, "")


def test_a_search_without_a_limit_gives_the_usual_number(address: str, sample) -> None:
    [got] = run(address, "search", QUESTIONS[0], *NOTHING).json()["data"]
    assert len(got["passages"]) == len(retrieve(QUESTIONS[0], corpus=sample, limit=10)) == 10


@pytest.mark.parametrize("way", ["run", "call"])
def test_a_function_that_there_is_not_is_told(address: str, capfd: pytest.CaptureFixture[str], way: str) -> None:
    got = httpx.post(f"{address}gradio_api/{way}/answer", json={"data": []}, timeout=20)
    assert got.status_code == 404 and "ask, search and read_article" in got.json()["error"]
    assert "Traceback" not in capfd.readouterr().err
