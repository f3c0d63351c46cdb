"""An answer as a LlamaIndex response: its text with the [n] marks, its quotes as source nodes, itself as metadata."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from llama_index.core.base.response.schema import AsyncStreamingResponse, Response, StreamingResponse
from llama_index.core.types import TokenAsyncGen, TokenGen

from rag.llama_index.nodes import quote_nodes
from rag.results import Answer


def response_of(found: Answer) -> Response:
    """A whole answer. The metadata are `Answer.to_dict()`."""
    return Response(found.text, quote_nodes(found), dict(found.to_dict()))


def streamed(growing: Iterator[Answer]) -> StreamingResponse:
    """An answer as it grows, of which the first is waited for. Source nodes and metadata grow with it."""
    first = next(growing)
    begun = response_of(first)
    return StreamingResponse(_told(chain([first], growing), begun), begun.source_nodes, begun.metadata)


async def astreamed(growing: AsyncIterator[Answer]) -> AsyncStreamingResponse:
    """The same, awaited."""
    first = await anext(growing)
    begun = response_of(first)
    return AsyncStreamingResponse(_atold(first, growing, begun), begun.source_nodes, begun.metadata)


def _told(growing: Iterable[Answer], response: Response) -> TokenGen:
    told = _Told()
    for found in growing:
        _grow(response, found)
        if piece := told.piece(found.text):
            yield piece


async def _atold(first: Answer, growing: AsyncIterator[Answer], response: Response) -> TokenAsyncGen:
    told = _Told()
    yield told.piece(first.text)
    async for found in growing:
        _grow(response, found)
        if piece := told.piece(found.text):
            yield piece


def _grow(response: Response, found: Answer) -> None:
    """The same list and dict with what is new: others hold them already."""
    response.source_nodes[:] = quote_nodes(found)
    assert response.metadata is not None
    response.metadata.update(found.to_dict())


@dataclass(slots=True)
class _Told:
    """What of a growing text has been told."""

    text: str = ""

    def piece(self, text: str) -> str:
        """What to tell next. A text that does not go on with the last, as quotes in its place, is told as a whole."""
        before, self.text = self.text, text
        if not before or text.startswith(before):
            return text[len(before) :]
        return f"\n\n{text}"
