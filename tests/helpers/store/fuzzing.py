"""What must hold of every input to a reader: articles that are whole or one clear refusal, soon, and nothing else."""

from __future__ import annotations

import json
import signal
import time
import traceback
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from store import Article, FieldMap, ReadingError
from store.database.articles import keys_of
from store.ingestion import validation
from store.readers.containers.containers import KNOWN_TYPES, Piece, read_articles
from store.readers.formats.encodings import decode_text
from store.readers.limits import MOST_CHARACTERS
from store.readers.sandbox.protocol import decode_piece, encode_piece
from store.text import date_mentions, hijri_day, is_date_line, month_mentions, parse_day, weekday_mentions
from store.text.chunking import divide_text

SECONDS = 5.0
"""Of the processor, so that a busy machine makes no difference; the largest inputs have 300 kB."""
NAME = "odd"
_LONGEST_FAULT = 1100
_DECLARED = (None, "utf-8", "windows-1256", "utf-7", "utf-16", "iso-2022-jp", "idna", "hex", "\0", "x" * 100)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an input gave; `wrong` is a traceback where it gave what it must not, and `seconds` what it took."""

    articles: int = 0
    refused: int = 0
    wrong: str = ""
    seconds: float = 0.0


class SlowError(BaseException):
    """An input takes too long. No reader can take it for broken data."""


def judged(kind: str, data: bytes, folder: Path, seconds: float = SECONDS) -> Outcome:
    """What the reader of a kind makes of an input, which is written into `folder`. Never raises an Exception."""
    started = time.process_time()
    wrong, articles, refused = "", 0, 0
    try:
        with _alarm(seconds):
            for piece, got in _pieces(kind, data, folder):
                articles += isinstance(got, Article)
                refused += isinstance(got, ReadingError)
                _check_piece(piece, got)
    except (Exception, SlowError):
        wrong = traceback.format_exc()
    return Outcome(articles, refused, wrong, time.process_time() - started)


def _pieces(kind: str, data: bytes, folder: Path) -> Iterator[Piece]:
    if kind in FUNCTIONS:
        yield from FUNCTIONS[kind](data, folder)
        return
    path = folder / f"{NAME}{kind}"
    path.write_bytes(data)
    yield from read_articles(path, _fields(data))


def _fields(data: bytes) -> FieldMap:
    """No map for most inputs, for others one that their own bytes choose."""
    maps = [FieldMap(text="body.content"), FieldMap(title="a", text="b"), FieldMap(text="text", date="title")]
    return [*maps, *[FieldMap()] * 13][sum(data[-8:]) % 16]


def _check_piece(piece: str, got: Article | ReadingError) -> None:
    assert isinstance(piece, str)
    if isinstance(got, ReadingError):
        said = str(got)
        assert NAME in said and said.endswith(".") and len(said) < _LONGEST_FAULT, said[:_LONGEST_FAULT]
        assert all(c.isprintable() or unicodedata.category(c) == "Cf" for c in said), said  # one line, no escapes
    else:
        check_article(got)
    back, again = decode_piece(json.loads(encode_piece(NAME, (piece, got))))
    assert back == piece and (again == got or isinstance(got, ReadingError))


def check_article(article: Article) -> None:
    """Fail unless the article is such as the store takes, or is refused there in one sentence."""
    text = article.text
    assert text.strip() and len(text) <= MOST_CHARACTERS and not set(text) & set("\0\r\x85\u2028")
    try:
        validation.check_article(article)
    except ReadingError as error:
        assert "half a character" in str(error)
        return
    division, end = divide_text(text), 0
    for sentence in division.sentences:
        assert end <= sentence.start < sentence.end <= len(text)
        assert text[sentence.start : sentence.end] == text[sentence.start : sentence.end].strip()
        end = sentence.end
    assert division.passages and all(
        isinstance(keys_of(article, span, title=True), str) for span in division.passages
    )


def _decode(data: bytes, folder: Path) -> Iterator[Piece]:
    for declared in _DECLARED:
        try:
            text = decode_text(data, NAME, declared)
        except ReadingError as error:
            yield "", error
        else:
            assert isinstance(text, str) and not set(text) & set("\0\r\x85\u2028")


def _map_fields(data: bytes, folder: Path) -> Iterator[Piece]:
    """The first line is the map, the rest the records."""
    given, _, rest = data.partition(b"\n")
    try:
        fields = FieldMap.parse([given.decode("utf-8", "surrogateescape")])
    except ReadingError:
        return
    path = folder / f"{NAME}.jsonl"
    path.write_bytes(rest)
    yield from read_articles(path, fields)


def _find_dates(data: bytes, folder: Path) -> Iterator[Piece]:
    text = data.decode("utf-8", "surrogateescape")
    for day_first in (True, False):
        parse_day(text, day_first=day_first)
    hijri_day(text)
    is_date_line(text), month_mentions(text), weekday_mentions(text)
    assert all(mention.start < mention.end for mention in date_mentions(text))
    yield from ()


FUNCTIONS: dict[str, Callable[[bytes, Path], Iterator[Piece]]] = {
    "decoder": _decode,
    "fields": _map_fields,
    "dates": _find_dates,
}
"""Parts of readers that take bytes from outside, by the names they have here."""
KINDS = (*KNOWN_TYPES, *FUNCTIONS)


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise SlowError(f"more than {seconds:g} s")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
