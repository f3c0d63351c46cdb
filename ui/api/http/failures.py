"""What goes wrong with a request, as a status and a sentence."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import StreamingResponse

from rag import RagError
from store import IsnadError, ReadingError, StoreBusyError, UnknownArticleError
from ui.api.articles import ArticleError
from ui.api.for_readers import told_to_readers
from ui.api.functions import ApiError, fault_sentence
from ui.api.http.sending import JsonReply, event, stream
from ui.messages import Message
from ui.messages import server as messages
from ui.server import TooManyError, error_form

_AGAIN = {"Retry-After": "10"}
_SENTENCES: dict[int, Message] = {
    400: messages.NOT_JSON,
    404: messages.NO_WAY,
    405: messages.NO_METHOD,
    413: messages.TOO_LARGE,
    415: messages.SEND_JSON,
    500: messages.FAILED,
}


class Refused(Exception):
    """A request cannot be answered: the status of the reply, a sentence, and the argument that does not fit."""

    def __init__(self, status: int, message: str, argument: str | None = None, code: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.argument = argument
        self.code = code


def _refused(error: IsnadError) -> Refused:
    """What Isnad raises on purpose, as a refusal."""
    told = told_to_readers(error)
    if isinstance(error.__cause__, UnknownArticleError):
        return Refused(404, told, "id", "unknown_article")
    if isinstance(error, TooManyError):
        return Refused(429, told)
    if isinstance(error, ArticleError):
        return Refused(422, told, error.argument)
    if isinstance(error, (RagError, ApiError, ReadingError)) and not error.inside:
        return Refused(422, told)
    return Refused(503, told, code="busy" if isinstance(error, StoreBusyError) else "")


def misfit(faults: Sequence[Mapping[str, Any]]) -> Refused:
    """The first argument that does not fit, as a refusal."""
    fault = faults[0]
    place = ".".join(str(part) for part in fault["loc"][1:])  # without "body" or "query"
    if fault["type"] == "json_invalid":
        return Refused(400, messages.NOT_JSON.en, code="invalid_json")
    if not place:
        return Refused(422, messages.NO_OBJECT.en)
    return Refused(422, fault_sentence({**fault, "loc": fault["loc"][1:]}), place)


def offer_errors(app: FastAPI) -> None:
    """Has the app answer with errors in the one form, whatever raises them."""

    async def on_refused(request: Request, error: Refused) -> JsonReply:
        return reply_to(request, error)

    async def on_misfit(request: Request, error: RequestValidationError) -> JsonReply:
        return reply_to(request, misfit(error.errors()))

    async def on_isnad_error(request: Request, error: IsnadError) -> JsonReply:
        return reply_to(request, _refused(error))

    async def on_http_error(request: Request, error: HTTPException) -> JsonReply:
        sentence = _SENTENCES.get(error.status_code)
        return reply_to(
            request, Refused(error.status_code, sentence.en if sentence else str(error.detail)), error.headers
        )

    async def on_failure(request: Request, error: Exception) -> JsonReply:
        return reply_to(request, Refused(500, messages.FAILED.en))

    handlers: dict[type[Exception], Any] = {
        Refused: on_refused,
        RequestValidationError: on_misfit,
        IsnadError: on_isnad_error,
        HTTPException: on_http_error,
        Exception: on_failure,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


def told_in_events(request: Request, events: AsyncIterator[str], name: str = "") -> StreamingResponse:
    """The reply in events; where they fail, the last is one of this name that tells of it: the status is sent."""

    async def all_events() -> AsyncIterator[str]:
        try:
            async for each in events:
                yield each
        except Exception as error:
            told = Refused(500, messages.FAILED.en)
            if isinstance(error, IsnadError):
                told = _refused(error)
            else:
                request.state.failure = repr(error)  # the log of requests tells it, in its one line
            status = _as_told(request.url.path, told.status)
            yield event(error_form(status, str(told), told.argument, told.code), name)

    return stream(all_events())


def reply_to(request: Request, error: Refused, headers: Mapping[str, str] | None = None) -> JsonReply:
    """The reply that tells of a refusal."""
    status = _as_told(request.url.path, error.status)
    return JsonReply(
        error_form(status, str(error), error.argument, error.code),
        status,
        {**(headers or {}), **(_AGAIN if status in (429, 503) else {})},
    )


def _as_told(path: str, status: int) -> int:
    """The status as the protocol of a path has it: OpenAI's calls every misfit a bad request."""
    return 400 if status == 422 and "/v1/" in path else status
