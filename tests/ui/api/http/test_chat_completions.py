"""Isnad as a model, by the client that others' programs use for OpenAI's."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import openai
import pytest
from markdown_it import MarkdownIt
from openai import AsyncOpenAI, BadRequestError, NotFoundError, OpenAI

from rag import answer
from rag.results import Fallback
from tests.helpers.cases import each_case
from tests.helpers.ui.doors import READER, SERVED, WRITER, opened, programs_served, two_users
from tests.helpers.ui.newsroom import COPY, DEAL, answer_about_the_deal
from ui.api import read_reference

pytestmark = SERVED
QUESTION = "What does North Korea want in return?"


def client_of(address: str, key: str = "any") -> OpenAI:
    return OpenAI(base_url=f"{address}v1", api_key=key, max_retries=0, timeout=60)


@pytest.fixture(scope="module")
def address(sample) -> Iterator[str]:
    with programs_served(sample) as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[OpenAI]:
    with client_of(address) as client:
        yield client


def ask(client: OpenAI, *said: str, **more: Any) -> Any:
    """A conversation of questions, between which the model said something."""
    messages: list[Any] = [{"role": "system", "content": "Answer briefly."}]
    for text in said:
        messages += [{"role": "user", "content": text}, {"role": "assistant", "content": "So it is."}]
    return client.chat.completions.create(model="isnad", messages=messages[:-1], **more)


def links_in(content: str) -> list[tuple[str, str]]:
    """The links of Markdown, each with its words."""
    found = []
    for block in MarkdownIt().parse(content):
        inside = block.children or []
        for at, token in enumerate(inside):
            if token.type == "link_open":
                end = next(n for n in range(at, len(inside)) if inside[n].type == "link_close")
                found.append((str(token.attrs["href"]), "".join(each.content for each in inside[at:end])))
    return found


def shown(content: str) -> str:
    """The words that a reader sees."""
    lines = {"softbreak": "\n", "hardbreak": "\n"}
    blocks = [block for block in MarkdownIt().parse(content) if block.type == "inline"]
    return "\n\n".join(
        "".join(lines.get(token.type, token.content) for token in block.children or []) for block in blocks
    )


# The answer


def test_there_is_one_model(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["isnad"]
    assert client.models.retrieve("isnad").owned_by == "isnad"


@pytest.mark.parametrize("question", [QUESTION, "ماذا تريد كوريا الشمالية في المقابل؟"])
def test_a_reply_is_the_answers_text_with_its_citations(client: OpenAI, sample, question: str) -> None:
    got = ask(client, question)
    mine = answer(question, corpus=sample)
    [choice] = got.choices
    assert (got.model, choice.finish_reason, choice.message.role) == ("isnad", "stop", "assistant")
    assert shown(choice.message.content) == mine.text
    assert choice.message.isnad["citations"] == mine.to_dict()["citations"] and choice.message.isnad["answered"]
    assert got.usage.total_tokens == got.usage.prompt_tokens + got.usage.completion_tokens > 0


def test_each_mark_is_a_link_and_each_link_an_annotation(client: OpenAI, sample) -> None:
    message = ask(client, QUESTION).choices[0].message
    cited = {f"[{each['number']}]": each["article"] for each in message.isnad["citations"]}
    links = links_in(message.content)
    assert links and {words for _, words in links} == set(cited)
    for (href, words), annotation in zip(links, message.annotations, strict=True):
        told = annotation.url_citation
        assert (told.url, told.title) == (href, cited[words]["title"]) and href.endswith(cited[words]["id"])
        assert message.content[told.start_index : told.end_index].endswith(f"]({href})")


def test_beside_the_page_a_link_opens_the_article_at_the_words(newsroom) -> None:
    with opened(newsroom) as page, client_of(page) as client:
        claimed = {"X-Forwarded-Host": "desk.example"}  # which nobody is to say where there is no proxy
        message = ask(client, "What does it want in return?", extra_headers=claimed).choices[0].message
    [(href, _), *_] = links_in(message.content)
    start, _, mark = href.partition("#")
    reference = read_reference(f"#{mark}")
    assert start == page and reference and reference.article_id == DEAL.id
    assert DEAL.cut(reference.chosen) in newsroom.ask("in return", ()).text


@each_case(
    ("root", "start"),
    [("/isnad", "https://desk.example/isnad/#isnad-"), ("https://news.example/x", "https://news.example/x/#isnad-")],
)
def test_behind_a_proxy_a_link_leads_to_where_readers_are(newsroom, root: str, start: str) -> None:
    proxied = {"X-Forwarded-Host": "desk.example", "X-Forwarded-Proto": "https"}
    with opened(newsroom, root_path=root) as page:
        at = page[: page.index("/", 8) + 1]
        with client_of(at) as client:
            got = ask(client, "What does it want in return?", extra_headers=proxied).choices[0].message.content
    assert all(href.startswith(start) for href, _ in links_in(got)) and links_in(got)


def test_without_the_page_a_link_leads_to_the_articles_own_place(newsroom) -> None:
    with programs_served(newsroom) as address, client_of(address) as client:
        message = ask(client, "What does it want in return?").choices[0].message
    leads = dict((words, href) for href, words in links_in(message.content))
    assert (leads["[1]"], leads["[2]"]) == (DEAL.url, f"{address}api/articles/{COPY.id}")


def test_words_of_articles_are_no_markup(newsroom) -> None:
    with programs_served(newsroom) as address, client_of(address) as client:
        message = ask(client, "<b>?</b>").choices[0].message
    html = MarkdownIt().render(message.content)
    assert "<script" not in html and "<img" not in html and 'href="javascript' not in html
    assert {words for _, words in links_in(message.content)} <= {"[1]"}
    assert message.isnad["citations"][0]["quote"] in newsroom.ask("<b>?</b>", ()).text


def test_a_number_in_brackets_in_an_article_is_no_mark(newsroom) -> None:
    def answers(question: str, /, **_: Any) -> Iterator[Any]:
        yield replace(answer_about_the_deal(question, "en"), scope_note="It was said so [2] by some.")

    with programs_served(newsroom, answers) as address, client_of(address) as client:
        content = ask(client, "deal?").choices[0].message.content
    assert "so \\[2\\] by" in content and "[\\[2\\]](" in content


def test_a_refusal_is_a_reply(client: OpenAI, sample) -> None:
    message = ask(client, "Who won the chess championship in Reykjavik?").choices[0].message
    assert message.isnad["answered"] is False and not message.annotations
    assert shown(message.content) == answer("Who won the chess championship in Reykjavik?", corpus=sample).text


# The conversation


def test_the_users_messages_are_the_history(client: OpenAI, sample) -> None:
    got = ask(client, "Who visited Pyongyang in June 2024?", "and when?").choices[0].message
    mine = answer("and when?", history=["Who visited Pyongyang in June 2024?"], corpus=sample)
    assert got.isnad["understood"] == mine.understood != "" and shown(got.content) == mine.text


def test_a_long_history_is_borne(newsroom) -> None:
    said = [f"What happened on day {n}?" for n in range(500)]
    with programs_served(newsroom) as address, client_of(address) as client:
        ask(client, "x" * 5000, "", *said, "And the fire?")
    [(question, history)] = newsroom.asked
    assert question == "And the fire?" and list(history) == said[-20:]


def test_text_may_come_in_parts(client: OpenAI, sample) -> None:
    parts: list[Any] = [
        {"type": "text", "text": "What does North Korea"},
        {"type": "text", "text": "want in return?"},
    ]
    got = client.chat.completions.create(model="isnad", messages=[{"role": "user", "content": parts}])
    assert got.choices[0].message.isnad["answered"]


def test_articles_can_be_narrowed_by_fields_of_isnads_own(client: OpenAI) -> None:
    late = ask(client, QUESTION, extra_body={"since": "2030"}).choices[0].message
    assert late.isnad["answered"] is False
    with pytest.raises(BadRequestError, match="No Such Outlet"):
        ask(client, QUESTION, extra_body={"outlets": ["No Such Outlet"]})


# In pieces


def joined(pieces: list[Any]) -> str:
    return "".join(piece.choices[0].delta.content or "" for piece in pieces if piece.choices)


def test_a_reply_in_pieces_is_the_same(client: OpenAI) -> None:
    whole = ask(client, QUESTION)
    pieces = list(ask(client, QUESTION, stream=True, stream_options={"include_usage": True}))
    *_, last, usage = pieces
    assert len(pieces) > 4 and joined(pieces) == whole.choices[0].message.content
    assert last.choices[0].finish_reason == "stop" and usage.choices == [] and usage.usage == whole.usage
    assert last.choices[0].delta.isnad == whole.choices[0].message.isnad
    assert last.choices[0].delta.annotations == [each.model_dump() for each in whole.choices[0].message.annotations]
    assert len({piece.id for piece in pieces}) == 1


def test_a_reply_comes_to_programs_that_do_other_things_meanwhile(address: str) -> None:
    async def met() -> tuple[str, str]:
        async with AsyncOpenAI(base_url=f"{address}v1", api_key="any", timeout=60) as client:
            asked: Any = {"model": "isnad", "messages": [{"role": "user", "content": QUESTION}]}
            whole, stream = await asyncio.gather(
                client.chat.completions.create(**asked), client.chat.completions.create(**asked, stream=True)
            )
            return whole.choices[0].message.content, joined([piece async for piece in stream])

    whole, pieces = asyncio.run(met())
    assert whole == pieces != ""


def test_what_a_model_writes_comes_as_it_grows(newsroom) -> None:
    whole = answer_about_the_deal("deal?", "en")
    prose = ["They want food. [1]", "They want food. [1] And fuel. [2]"]

    def answers(question: str, /, **options: Any) -> Iterator[Any]:
        assert options["preliminary"] is False
        yield from (replace(whole, model="small", prose=text, intro="") for text in prose)
        if "fails" in question:
            yield replace(whole, notice="The model stopped.", fallback=Fallback.FAILED)

    with programs_served(newsroom, answers) as address, client_of(address) as client:
        grown = list(ask(client, "deal?", stream=True))
        failed = joined(list(ask(client, "fails?", stream=True)))
        quoted = ask(client, "fails?").choices[0].message.content
    contents = [piece.choices[0].delta.content for piece in grown if piece.choices[0].delta.content]
    assert [shown(text).strip() for text in contents] == ["They want food. [1]", "And fuel. [2]"]
    assert failed.endswith(f"\n\n---\n\n{quoted}") and quoted.startswith("The model stopped")


# What does not fit


@each_case(
    ("given", "error", "code", "said"),
    [
        ({"model": "gpt-5"}, NotFoundError, "model_not_found", "'gpt-5'"),
        ({"messages": []}, BadRequestError, "bad_request", "messages"),
        ({"messages": [{"role": "user", "content": "  "}]}, BadRequestError, "bad_request", "empty"),
        ({"messages": [{"role": "user"}]}, BadRequestError, "bad_request", "empty"),
        (
            {"messages": [{"role": "user", "content": "x " * 1001}]},
            BadRequestError,
            "context_length_exceeded",
            "2,000",
        ),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:,"}}]}]},
            BadRequestError,
            "unsupported_content",
            "only text",
        ),
        (
            {"messages": [{"role": "assistant", "content": "So."}]},
            BadRequestError,
            "bad_request",
            "last message",
        ),
        ({"messages": [{"role": "oracle", "content": "So."}]}, BadRequestError, "bad_request", "'oracle'"),
        ({"messages": "who?"}, BadRequestError, "bad_request", "messages cannot be"),
        ({"n": 2}, BadRequestError, "unsupported_parameter", "n cannot"),
        ({"logprobs": True}, BadRequestError, "unsupported_parameter", "logprobs"),
        ({"tool_choice": "required"}, BadRequestError, "unsupported_parameter", "tool_choice"),
        (
            {"response_format": {"type": "json_object"}},
            BadRequestError,
            "unsupported_parameter",
            "response_format",
        ),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_what_does_not_fit_is_an_error_of_the_protocol(
    client: OpenAI, given: dict[str, Any], error: type[openai.APIStatusError], code: str, said: str, stream: bool
) -> None:
    asked: Any = {"model": "isnad", "messages": [{"role": "user", "content": QUESTION}]} | given
    with pytest.raises(error) as raised:
        client.chat.completions.create(**asked, stream=stream)
    assert raised.value.code == code and said in str(raised.value) and raised.value.body["message"]


def test_how_other_models_are_told_to_write_has_no_effect(client: OpenAI) -> None:
    tool: Any = {"type": "function", "function": {"name": "look", "parameters": {"type": "object"}}}
    told: Any = {"temperature": 0.9, "max_tokens": 5, "seed": 3, "stop": ["Korea"], "tools": [tool], "n": 1}
    told |= {"top_p": 1, "presence_penalty": 0, "frequency_penalty": 0, "parallel_tool_calls": True}
    told |= {
        "tool_choice": "auto",
        "response_format": {"type": "text"},
        "user": "huda",
        "extra_body": {"chat_id": "7", "metadata": {"chat_id": "c1"}, "reasoning_effort": "low"},
    }
    assert ask(client, QUESTION, **told).choices == ask(client, QUESTION).choices


def test_keys_are_the_users_passwords(newsroom) -> None:
    with programs_served(newsroom, users=two_users()) as address:
        for wrong in ("any", "huda:guess", "sk-0123456789abcdef"):
            with client_of(address, wrong) as client, pytest.raises(openai.AuthenticationError) as raised:
                client.models.list()
            assert raised.value.code == "invalid_api_key"
        with client_of(address, ":".join(WRITER)) as client:
            assert ask(client, "the fire?").choices[0].message.isnad["answered"]
        with client_of(address) as client:
            spelled = {"Authorization": b"Bearer " + ":".join(READER).encode()}
            answered = client.with_options(default_headers=spelled)  # type: ignore[arg-type]
            assert list(answered.models.list())


def test_what_fails_inside_is_the_servers_error(newsroom) -> None:
    with programs_served(newsroom) as address, client_of(address) as client:
        for question in ("crash", "busy?"):
            with pytest.raises(openai.InternalServerError) as raised:
                ask(client, question, stream=True)
            assert "unforeseen" not in str(raised.value)


def test_what_fails_on_the_way_is_raised_by_the_client(newsroom) -> None:
    from store import IsnadError

    def answers(question: str, /, **_: Any) -> Iterator[Any]:
        yield replace(answer_about_the_deal(question, "en"), model="small", prose="They want food. [1]")
        raise IsnadError("The model's server is gone.")

    with programs_served(newsroom, answers) as address, client_of(address) as client:
        with pytest.raises(openai.APIError, match="server is gone"):
            list(ask(client, "deal?", stream=True))
