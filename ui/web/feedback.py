"""Ratings of answers, kept in the store's folder in a file that `isnad eval` reads as a file of questions.

A rating that gives the right answer (this quote answers; the articles have no answer) becomes a question with a known
answer. A rating that only says that something is wrong is stored with `"answerable": null`, and is not evaluated.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from rag import QuestionError
from rag.query import check_question
from rag.results import sendable
from store import Corpus, IsnadError, Span, UnknownArticleError, file_mode, replace_file
from store.text import language_of, words
from ui.messages import Message
from ui.messages import page as page_messages
from ui.server import record

FILE = "feedback.jsonl"
MOST_BYTES = 10_000_000  # of the file: all of it is written anew for each rating
REASONS = ("wrong-quote", "no-answer", "has-answer", "missing", "other")
_LOCK_SECONDS = 5.0
_MOST_QUOTES = 100
_COMMENT_CHARACTERS = 2000
_WORD_CHARACTERS = 200
_PLACE = ("article", "start", "end", "title")

Rating = Mapping[str, Any]
Line = dict[str, Any]


class _UnfitError(IsnadError):
    """A rating that cannot be kept; `sentence` says why."""

    def __init__(self, sentence: Message) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Feedback:
    """The ratings of answers over a corpus."""

    corpus: Corpus

    @property
    def path(self) -> Path:
        """The file of ratings, a JSON object a line."""
        return self.corpus.path / FILE

    def rate(self, given: Rating, language: str) -> str:
        """Keeps a rating, in place of an earlier one of the same answer; returns the sentence to show.

        `given` is what the page has of the answer (question, answered, corpus: the version asked, scope, and quotes:
        article, start, end, and of those that have it `point` [start, end], the number of their `statement` and the
        `title` that they quote), with up, and for an answer rated down a reason and a comment. All of it is checked:
        quoted words are the corpus's.
        """
        try:
            if not self._keep(self._line(given)):
                return page_messages.RATE_FULL.to(language)
        except _UnfitError as error:
            return page_messages.RATE_WRONG.to(language, reason=error.sentence.to(language))
        except QuestionError as error:
            return str(error)
        except (OSError, Timeout) as error:
            return page_messages.RATE_UNWRITABLE.to(language, reason=getattr(error, "strerror", "") or FILE)
        record("rated", rating="up" if given.get("up") is True else "down")
        return page_messages.RATED.to(language)

    def _line(self, given: Rating) -> Line:
        """The rating as a line of a question file, with the fields that only ratings have."""
        if not isinstance(given, Mapping) or not isinstance(given.get("question"), str):
            raise _UnfitError(page_messages.RATE_UNREADABLE)
        question = check_question(_whole(given["question"]))
        up, answered = given.get("up") is True, given.get("answered") is True
        reason = "" if up or given.get("reason") not in REASONS else given["reason"]
        quotes = self._quotes(given) if answered else []
        version, scope = _word(given.get("corpus")), _scope(given.get("scope"))
        truth = _truth(up, answered, reason, scope)
        return {
            "id": _id(question, scope, version),
            "lang": language_of(question),
            "question": question,
            "answerable": truth,
            "facets": _facets(quotes) if truth else [],
            "rated": "up" if up else "down",
            "answered": answered,
            "reason": reason,
            "comment": "" if up else _whole(str(given.get("comment") or ""))[:_COMMENT_CHARACTERS],
            "corpus": version,
            "scope": scope,
            "quotes": [{key: quote[key] for key in _PLACE if key in quote} for quote in quotes],
            "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        }

    def _quotes(self, given: Rating) -> list[Line]:
        """The quotes with the words the corpus has there. Raises _UnfitError where it has none."""
        found = given.get("quotes")
        quotes = [self._quote(quote) for quote in found[:_MOST_QUOTES]] if isinstance(found, list) else []
        if not quotes:
            raise _UnfitError(page_messages.RATE_UNREADABLE)
        return quotes

    def _quote(self, given: Any) -> Line:
        if not isinstance(given, Mapping):
            raise _UnfitError(page_messages.RATE_UNREADABLE)
        whole = _span([given.get("start"), given.get("end")])
        point = _span(given["point"]) if given.get("point") else whole
        try:
            article = self.corpus.article(str(given.get("article")))
        except UnknownArticleError:
            raise _UnfitError(page_messages.RATE_GONE) from None
        title = given.get("title")
        if title and title != sendable(article.title):
            raise _UnfitError(page_messages.RATE_GONE)
        text = article.title if title else article.text
        words_there = text[point.start : point.end]
        is_inside = whole.start <= point.start and point.end <= whole.end <= len(text)
        if not is_inside or not words(words_there):
            raise _UnfitError(page_messages.RATE_GONE)
        place = {"article": str(given["article"]), "start": whole.start, "end": whole.end}
        place |= {"title": title} if title else {}
        return place | {"sentence": words_there, "statement": given.get("statement")}

    def _keep(self, line: Line) -> bool:
        """Replaces the file in one step by one that has this line, and no earlier line of the same id.

        Not where it would have more than MOST_BYTES; then the answer is False.
        """
        with FileLock(self.path.with_suffix(".lock"), timeout=_LOCK_SECONDS, mode=file_mode(self.corpus.path)):
            kept = [other for other in _lines(self.path) if _id_of(other) != line["id"]]
            lines = [*kept, json.dumps(line, ensure_ascii=False)]
            written = "".join(f"{each}\n" for each in lines).encode()
            if len(written) > MOST_BYTES:
                return False
            replace_file(self.path, written)
        return True


def _truth(up: bool, answered: bool, reason: str, scope: Line) -> bool | None:
    """Whether the articles have an answer; None where the rating does not say so, or only for a part of them."""
    if up and answered:
        return True
    refused_rightly = (up and not answered) or (answered and reason == "no-answer")
    return False if refused_rightly and not scope else None  # other articles may have one


def _facets(quotes: Sequence[Line]) -> list[list[Line]]:
    """One facet for each statement, with all quotes that make it; a quote that tells of none makes its own."""
    facets: dict[Any, list[Line]] = {}
    for place, quote in enumerate(quotes):
        number = quote["statement"]
        key = ("statement", number) if isinstance(number, int) else ("quote", place)
        facets.setdefault(key, []).append({"sentence": quote["sentence"], "article": quote["article"]})
    return list(facets.values())


def _span(given: Any) -> Span:
    if not isinstance(given, list) or len(given) != 2 or not all(type(place) is int for place in given):
        raise _UnfitError(page_messages.RATE_UNREADABLE)
    if not 0 <= given[0] < given[1]:
        raise _UnfitError(page_messages.RATE_GONE)
    return Span(*given)


def _scope(given: Any) -> Line:
    """The outlets and days that the question was restricted to; empty where it was not."""
    known = given if isinstance(given, Mapping) else {}
    outlets = known.get("outlets") if isinstance(known.get("outlets"), list) else []
    scope = {key: _word(known.get(key)) for key in ("since", "until") if known.get(key)}
    return scope | ({"outlets": sorted(map(_word, outlets or []))[:_MOST_QUOTES]} if outlets else {})


def _word(given: Any) -> str:
    return _whole(str(given or ""))[:_WORD_CHARACTERS]


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair cannot be written


def _id(question: str, scope: Line, version: str) -> str:
    key = json.dumps([question, scope, version], ensure_ascii=False, sort_keys=True)
    return f"rated-{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def _lines(path: Path) -> Iterator[str]:
    """The lines of the file, including any that other programs wrote."""
    if path.exists():
        yield from filter(str.strip, path.read_text("utf-8", errors="replace").split("\n"))


def _id_of(line: str) -> str:
    try:
        found = json.loads(line)
    except ValueError:
        return ""
    return str(found.get("id", "")) if isinstance(found, dict) else ""
