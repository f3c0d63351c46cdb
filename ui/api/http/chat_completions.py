"""Isnad as a model: OpenAI's protocol, so that any client of it can chat with the archive.

The last message is the question, the user's messages before it are the history. What tells other models how to write
(`temperature`, `max_tokens`, `tools`, …) has no effect; what would have the reply in a form that Isnad does not have
is refused, as servers of other models do.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable, Sequence
from secrets import token_hex
from typing import Any, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from rag import Answer, QuestionError
from rag.query import MOST_CHARACTERS, check_question
from ui.api.functions import ApiFunctions
from ui.api.http.chat_message import Link, Reply, reply_with
from ui.api.http.failures import Refused, told_in_events
from ui.api.http.routes import ERRORS
from ui.api.http.sending import JsonReply, alive, event, started
from ui.messages import server as messages

MODEL = "isnad"
_RULE = "\n\n---\n\n"
_STARTED = int(time.time())


class _Open(BaseModel):
    """What clients send beside this is let pass, as other servers do."""

    model_config = ConfigDict(extra="allow")


class Part(_Open):
    """A part of a message; only text can be read."""

    type: str
    text: str | None = None


class ChatMessage(_Open):
    """A message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None


class StreamOptions(_Open):
    """How a reply in pieces ends."""

    include_usage: bool | None = False


class ChatRequest(_Open):
    """A conversation, of which the last message is a question; and which articles to ask."""

    model: str = Field(examples=[MODEL])
    messages: list[ChatMessage] = Field(min_length=1, description="The last is the question, and is the user's.")
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: int | None = 1
    logprobs: bool | None = False
    tool_choice: str | dict[str, Any] | None = None
    response_format: dict[str, Any] | None = None
    modalities: list[str] | None = None
    outlets: list[str] | None = Field(None, description="Isnad's own: ask only these outlets.")
    since: str | None = Field(None, description="Isnad's own: only articles from this day, month or year on.")
    until: str | None = Field(None, description="Isnad's own: only articles up to this day, month or year.")


def models_router() -> APIRouter:
    """The one model there is."""
    router = APIRouter(prefix="/v1/models", tags=["as a model"], responses=ERRORS)
    told = {"id": MODEL, "object": "model", "created": _STARTED, "owned_by": MODEL}

    @router.get("", summary="List the models", response_model=None)
    async def list_models() -> Response:
        return JsonReply({"object": "list", "data": [told]})

    @router.get("/{id}", summary="Tell of a model", response_model=None)
    async def model(id: str) -> Response:
        _check_model(id)
        return JsonReply(told)

    return router


def chat_router(functions: ApiFunctions, link_from: Callable[[Request], Link]) -> APIRouter:
    """The way to chat. `link_from` makes the links of a reply to a request."""
    router = APIRouter(prefix="/v1/chat", tags=["as a model"], responses=ERRORS)

    @router.post("/completions", summary="Answer the last message", response_model=None)
    async def complete(asked: ChatRequest, request: Request) -> Response:
        """A chat completion of OpenAI's protocol; `message.isnad` is the answer as `/api/ask` gives it."""
        _check_model(asked.model)
        _check_form(asked)
        question, history = conversation(asked.messages)
        scope = {"outlets": asked.outlets, "since": asked.since, "until": asked.until}
        steps = functions.steps(question, history, preliminary=False, **scope)
        completion = _Completion(functions, question, history, link_from(request))
        if asked.stream:
            wants_usage = bool(asked.stream_options and asked.stream_options.include_usage)
            return told_in_events(request, completion.pieces(await started(steps), wants_usage))
        whole = [step async for step in steps][-1]
        return JsonReply(completion.whole(whole))

    return router


def conversation(sent: Sequence[ChatMessage]) -> tuple[str, list[str]]:
    """The question, and the questions before it that can have been asked.

    Raises Refused where the last message is no question that can be asked.
    """
    last = f"messages.{len(sent) - 1}"
    if sent[-1].role != "user":
        raise Refused(422, messages.LAST_IS_USERS.en, f"{last}.role")
    question = _text(sent[-1], f"{last}.content")
    try:
        check_question(question)
    except QuestionError as error:
        code = "context_length_exceeded" if len(question) > MOST_CHARACTERS else ""
        raise Refused(422, str(error), f"{last}.content", code) from error
    asked = [_text(message, f"messages.{n}.content") for n, message in enumerate(sent[:-1]) if message.role == "user"]
    return question, [text for text in asked if text.strip() and len(text) <= MOST_CHARACTERS]


def _text(message: ChatMessage, place: str) -> str:
    if not isinstance(message.content, list):
        return message.content or ""
    for part in message.content:
        if part.type != "text":
            raise Refused(422, messages.ONLY_TEXT.en.format(kind=f"{part.type!r:.40}"), place, "unsupported_content")
    return "\n".join(part.text or "" for part in message.content)


def _check_model(name: str) -> None:
    if name != MODEL:
        raise Refused(404, messages.NO_MODEL.en.format(name=f"{name!r:.80}"), "model", "model_not_found")


def _check_form(asked: ChatRequest) -> None:
    """Raises Refused for what the reply cannot be."""
    choice, form = asked.tool_choice, asked.response_format or {}
    wrong = {
        "n": asked.n not in (None, 1),
        "logprobs": bool(asked.logprobs),
        "tool_choice": choice not in (None, "none", "auto"),
        "response_format": form.get("type", "text") != "text",
        "modalities": asked.modalities not in (None, ["text"]),
    }
    for name, is_wrong in wrong.items():
        if is_wrong:
            raise Refused(422, messages.NOT_SUPPORTED.en.format(name=name), name, "unsupported_parameter")


class _Completion:
    """One reply: whole, or in pieces."""

    def __init__(self, functions: ApiFunctions, question: str, history: Sequence[str], link: Link) -> None:
        self._as_dict = functions.as_dict
        self._link = link
        self._frame = {"id": f"chatcmpl-{token_hex(12)}", "created": int(time.time()), "model": MODEL}
        self._asked = sum(len(each.split()) for each in (question, *history))

    def whole(self, answer: Answer) -> dict[str, Any]:
        reply = reply_with(answer, self._link)
        message = {"role": "assistant", "content": reply.content, "refusal": None, **self._cited(answer, reply)}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return {**self._frame, "object": "chat.completion", "choices": [choice], "usage": self._usage(reply.content)}

    async def pieces(self, steps: AsyncGenerator[Answer, None], wants_usage: bool) -> AsyncGenerator[str, None]:
        """What a model writes comes as it grows; the rest a paragraph at a time, once it is settled."""
        sent, answer = "", None
        yield self._piece({"role": "assistant", "content": ""})
        async for step in alive(steps):
            if step is None:
                yield ": still at work\n\n"
                continue
            answer = step
            for piece in _growth(sent, reply_with(step, self._link).content):
                yield self._piece({"content": piece})
                sent += piece
        if answer:
            yield self._piece(self._cited(answer, reply_with(answer, self._link)), "stop")
        if wants_usage:
            yield event({**self._chunk, "choices": [], "usage": self._usage(sent)})
        yield "data: [DONE]\n\n"

    def _cited(self, answer: Answer, reply: Reply) -> dict[str, Any]:
        return {"annotations": list(reply.annotations), "isnad": self._as_dict(answer)}

    @property
    def _chunk(self) -> dict[str, Any]:
        return {**self._frame, "object": "chat.completion.chunk"}

    def _piece(self, delta: dict[str, Any], finish: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return event({**self._chunk, "choices": [choice]})

    def _usage(self, content: str) -> dict[str, int]:
        """Words in the place of tokens: nothing is paid for."""
        words = len(content.split())
        return {"prompt_tokens": self._asked, "completion_tokens": words, "total_tokens": self._asked + words}


def _growth(sent: str, now: str) -> list[str]:
    """What has to follow what was sent: what is new; or, below a rule, the quotes that take its place."""
    more = now.removeprefix(sent) if now.startswith(sent) else f"{_RULE}{now}"
    paragraphs = more.split("\n\n")
    return [part for part in [*(f"{each}\n\n" for each in paragraphs[:-1]), paragraphs[-1]] if part]
