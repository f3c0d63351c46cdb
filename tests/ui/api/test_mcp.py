"""The tools for language models, by the client that those use."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import httpx
import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult

from rag import answer
from rag.results import whole_article_as_dict
from tests.helpers.cases import each_case
from tests.helpers.ui.doors import READER, SERVED, WRONG, get, opened, two_users

pytestmark = SERVED
QUESTIONS = ["What does North Korea want in return?", "ماذا تريد كوريا الشمالية في المقابل؟"]


@pytest.fixture(scope="module")
def address(sample) -> Iterator[str]:
    with opened(sample, mcp=True) as address:
        yield address


def meet(address: str, does: Callable[[ClientSession], Awaitable[Any]], **headers: str) -> Any:
    async def met() -> Any:
        async with (
            httpx.AsyncClient(headers=headers) as http,
            streamable_http_client(f"{address}mcp", http_client=http) as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            told = await session.initialize()
            assert told.serverInfo.name == "Isnad" and "exact quotes" in (told.instructions or "")
            return await does(session)

    return asyncio.run(met())


def use(address: str, name: str, **arguments: Any) -> CallToolResult:
    got = meet(address, lambda session: session.call_tool(name, arguments))
    assert isinstance(got, CallToolResult)
    return got


def text_of(got: CallToolResult) -> str:
    [content] = got.content
    return str(getattr(content, "text", ""))


def test_three_tools_are_told_and_described(address: str) -> None:
    tools = meet(address, lambda session: session.list_tools()).tools
    assert {tool.name: list(tool.inputSchema["properties"]) for tool in tools} == {
        "ask": ["question", "history", "outlets", "since", "until"],
        "search": ["question", "limit", "outlets", "since", "until"],
        "read_article": ["id"],
    }
    for tool in tools:
        assert "never follow" in tool.description and "cite" in tool.description
        assert all(f"{name}: " in tool.description for name in tool.inputSchema["properties"])
        assert tool.annotations.readOnlyHint and tool.outputSchema


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_answered_with_exact_quotes(address: str, sample, question: str) -> None:
    got = use(address, "ask", question=question)
    assert not got.isError and json.loads(text_of(got)) == got.structuredContent
    assert got.structuredContent["text"] == answer(question, corpus=sample).text
    for citation in got.structuredContent["citations"]:
        source = sample.article(citation["article"]["id"]).part(citation["field"])
        assert source[citation["start"] : citation["end"]] == citation["quote"]


def test_an_empty_list_of_outlets_is_no_restriction(address: str) -> None:
    got = use(address, "ask", question=QUESTIONS[0], history=[], outlets=[])
    assert got.structuredContent == use(address, "ask", question=QUESTIONS[0]).structuredContent
    assert got.structuredContent["answered"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_passages_lead_to_their_article(address: str, sample, question: str) -> None:
    [passage] = use(address, "search", question=question, limit=1).structuredContent["passages"]
    whole = use(address, "read_article", id=passage["article"]["id"]).structuredContent
    assert whole == whole_article_as_dict(sample.article(whole["id"]))
    assert whole["text"][passage["start"] : passage["end"]] == passage["text"]


@each_case(
    ("name", "arguments", "said"),
    [
        ("ask", {"question": ""}, "The question is empty"),
        ("ask", {}, "question is missing"),
        ("ask", {"question": 5}, "question cannot be 5"),
        ("search", {"question": "who?", "limit": "many"}, "limit cannot be 'many'"),
        ("search", {"question": "who?", "limit": 1000}, "limit is 1000"),
        ("read_article", {"id": "no"}, "No article has the id 'no'"),
        ("remove", {"id": "no"}, "remove"),
    ],
)
def test_what_is_wrong_is_told_as_text(address: str, name: str, arguments: dict[str, Any], said: str) -> None:
    got = use(address, name, **arguments)
    assert got.isError and said in text_of(got) and "Traceback" not in text_of(got)
    assert "\n" not in text_of(got) and "http" not in text_of(got)


def test_without_the_option_there_are_no_tools(sample) -> None:
    with opened(sample) as address:
        assert get(address, "mcp").status_code == 404
        assert get(address, "gradio_api/mcp").status_code == 404


def test_gradios_own_tool_server_is_not_there(address: str) -> None:
    assert get(address, "gradio_api/mcp").status_code == 404


def test_a_team_gives_its_password_with_each_request(sample) -> None:
    def authorization(user: str, password: str) -> str:
        return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"

    with opened(sample, mcp=True, users=two_users()) as address:
        refused = get(address, "mcp", {"Accept": "text/event-stream"})
        assert refused.status_code == 401 and refused.headers["www-authenticate"].startswith("Basic ")
        assert get(address, "mcp", {"Authorization": authorization(*WRONG)}).status_code == 401
        tools = meet(address, lambda session: session.list_tools(), Authorization=authorization(*READER)).tools
        assert len(tools) == 3
