"""The ways for programs below /api: the same functions that language models get as tools, over plain HTTP."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from functools import partial
from inspect import getdoc
from typing import Annotated, Any, TypeVar

from anyio import to_thread
from fastapi import APIRouter, Query, Response
from starlette.requests import Request

from rag import Answer
from rag.results import WholeArticleRecord
from ui.api.articles import add_article, list_articles
from ui.api.functions import ApiFunctions
from ui.api.http.arguments import Listing, NewArticle, Question, Search
from ui.api.http.failures import told_in_events
from ui.api.http.records import AddedRecord, AskedRecord, FoundRecord, ListRecord
from ui.api.http.sending import EVENTS, JsonReply, alive, event, started, wants_events

_Way = TypeVar("_Way", bound=Callable[..., Any])
_ERROR = {"type": "object", "properties": {"error": {"type": "object"}}, "required": ["error"]}
_TOLD = {
    400: "The body is no JSON.",
    401: "A name and a password are needed.",
    403: "This user may not do it.",
    413: "The body is too long.",
    415: "The body is not called JSON.",
    422: "An argument does not fit; the sentence names the remedy.",
    429: "Too many questions at once; ask again later.",
    503: "The articles cannot be read or written just now.",
}
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"description": told, "content": {"application/json": {"schema": _ERROR}}}
    for status, told in _TOLD.items()
}


def api_router(functions: ApiFunctions) -> APIRouter:
    """The routes over a corpus. Who may use each is decided at the gate, before them."""
    router = APIRouter(prefix="/api", tags=["articles"], responses=ERRORS)
    ask, search, read_article = functions.raising_errors()

    def way(method: str, path: str, summary: str, told: str, **more: Any) -> Callable[[_Way], _Way]:
        more = {"response_model": None, "summary": summary, "description": told, **more}
        return router.api_route(path, methods=[method], **more)

    @way("POST", "/ask", "Answer a question", _description(ask), responses=_EVENTS)
    async def answer(question: Question, request: Request) -> Response:
        given = question.model_dump(exclude={"stream"}, exclude_none=True)
        if not question.stream and not wants_events(request):
            return JsonReply(await ask(**given))
        return told_in_events(request, _as_events(functions, await started(functions.steps(**given))), "error")

    @way("POST", "/search", "Find passages", _description(search), responses=_FOUND)
    async def find(wanted: Search) -> Response:
        return JsonReply(await search(**wanted.model_dump(exclude_none=True)))

    @way(
        "GET",
        "/articles",
        "List articles",
        _LISTING,
        responses=_LIST,
    )
    async def list_(wanted: Annotated[Listing, Query()]) -> Response:
        return JsonReply(await to_thread.run_sync(partial(list_articles, functions.corpus, **wanted.model_dump())))

    @way("GET", "/articles/{id}", "Read an article", _description(read_article), responses=_NO_ARTICLE)
    async def read(id: str) -> Response:
        return JsonReply(await read_article(id))

    @way("POST", "/articles", "Add an article", _ADDING, status_code=201, responses=_ADDED)
    async def add(article: NewArticle) -> Response:
        got = await to_thread.run_sync(add_article, functions.corpus, article.model_dump())
        return JsonReply(got, 201 if got["status"] == "added" else 200, {"Location": f"articles/{got['id']}"})

    return router


_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "model": AskedRecord,
        "description": "The answer, whole; or as the events preliminary, growing and answer",
        "content": {EVENTS: {"schema": {"type": "string"}}},
    }
}
_FOUND: dict[int | str, dict[str, Any]] = {200: {"model": FoundRecord, "description": "The passages, best first"}}
_LIST: dict[int | str, dict[str, Any]] = {200: {"model": ListRecord, "description": "The articles, newest first"}}
_NO_ARTICLE: dict[int | str, dict[str, Any]] = {
    200: {"model": WholeArticleRecord, "description": "The article"},
    404: {**ERRORS[422], "description": "No article has this id."},
}
_ADDED: dict[int | str, dict[str, Any]] = {
    200: {"model": AddedRecord, "description": "It was there already: `status` is updated, unchanged or duplicate."},
    201: {"model": AddedRecord, "description": "It was added; `id` is its id, and Location its address."},
}
_LISTING = "The newest first; `next` is the offset of those that follow."
_ADDING = "For users who may write. The same text in another outlet becomes a copy of the article that has it."


async def _as_events(functions: ApiFunctions, steps: AsyncGenerator[Answer, None]) -> AsyncGenerator[str, None]:
    """`preliminary` before the reader has read, `growing` while a model writes; at the end `answer`."""
    last: Answer | None = None
    async for step in alive(steps):
        if step is None:
            yield ": still at work\n\n"
            continue
        last = step
        if step.preliminary or step.model:
            yield event(functions.as_dict(step), "preliminary" if step.preliminary else "growing")
    if last:
        yield event(functions.as_dict(last), "answer")


def _description(function: Any) -> str:
    return (getdoc(function) or "").partition("\n\nArgs:")[0]
