"""Every citation against its article, before anyone sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.types import Citation, Statement
from store import Corpus, UnknownArticleError


def verified(said: Sequence[Statement], corpus: Corpus) -> tuple[Statement, ...]:
    """The statements with only those citations whose quote stands, character for character, in the stored article.

    A citation that does not is dropped, a statement without any too, and the rest are numbered anew from 1.
    """
    kept = [tuple(citation for citation in statement.citations if _stands(citation, corpus)) for statement in said]
    numbers = iter(range(1, 1 + sum(map(len, kept))))
    places = {old: new for new, old in enumerate(place for place, citations in enumerate(kept) if citations)}
    return tuple(
        Statement(
            tuple(replace(citation, number=next(numbers)) for citation in kept[old]),
            tuple(places[other] for other in said[old].differs_from if other in places),
        )
        for old in places
    )


def _stands(citation: Citation, corpus: Corpus) -> bool:
    try:
        text = corpus.article(citation.article.id).text
    except UnknownArticleError:
        return False
    return bool(citation.quote) and text[citation.start : citation.end] == citation.quote
