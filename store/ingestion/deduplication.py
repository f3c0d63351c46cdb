"""Which article another is a copy of, among those stored and those on their way into the store.

The fuller of two is the article, the first of two that say the same. One outlet's text of another day is an update.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from store.article import Article
from store.database import Database, articles, copies
from store.text import fold, minhash_bands, says_all_of


@dataclass(frozen=True, slots=True)
class Alike:
    """The id of the article that says all that one says, "" where none does; then the ids of those it says all of."""

    original: str = ""
    parts: tuple[str, ...] = ()


def alike(article: Article, database: Database, pending: Mapping[str, Article], leaving: Collection[str]) -> Alike:
    """What a new article is to those stored, and to the `pending` ones; those of `leaving` count no more.

    An article that has translations is nobody's copy: what they say would be lost.
    """
    wanted = minhash_bands(article.text)
    near = [other for other in pending.values() if not wanted.isdisjoint(minhash_bands(other.text))]
    near += _stored(database, article.text)
    near = [other for other in near if other.id not in leaving and not _update(article, other)]
    whole = (other.id for other in near if not article.translations and says_all_of(other, article))
    if original := next(whole, ""):
        return Alike(original)
    parts = [other.id for other in near if not other.translations and says_all_of(article, other)]
    return Alike(parts=tuple(dict.fromkeys(parts)))


def _stored(database: Database, text: str) -> list[Article]:
    ids = copies.similar(database, text)
    return sorted(articles.read(database, ids), key=lambda article: ids.index(article.id)) if ids else []


def _update(one: Article, other: Article) -> bool:
    """Whether one outlet printed both, and not on one day."""
    return bool(one.outlet) and fold(one.outlet) == fold(other.outlet) and one.date != other.date


def other_outlet(one: Article, other: Article) -> bool:
    """Whether both name their outlets, and not the same one."""
    return bool(one.outlet and other.outlet) and fold(one.outlet) != fold(other.outlet)
