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
class Containment:
    """The id of an article that says all that a new one says, "" for none; and the ids of those that it contains."""

    container: str = ""
    contained: tuple[str, ...] = ()


def find_containment(
    article: Article, database: Database, pending: Mapping[str, Article], leaving: Collection[str]
) -> Containment:
    """Compare a new article with those stored and the `pending` ones, without those of `leaving`.

    An article that has translations is nobody's copy: what they say would be lost.
    """
    bands = minhash_bands(article.text)
    near = [other for other in pending.values() if not bands.isdisjoint(minhash_bands(other.text))]
    near += _stored(database, article.text)
    near = [other for other in near if other.id not in leaving and not _is_update(article, other)]
    if not article.translations:
        for other in near:
            if says_all_of(other, article):
                return Containment(other.id)
    contained = [other.id for other in near if not other.translations and says_all_of(article, other)]
    return Containment(contained=tuple(dict.fromkeys(contained)))


def _stored(database: Database, text: str) -> list[Article]:
    ids = copies.similar(database, text)
    return sorted(articles.read(database, ids), key=lambda article: ids.index(article.id)) if ids else []


def _is_update(one: Article, other: Article) -> bool:
    """Whether one outlet printed both, and not on one day."""
    return bool(one.outlet) and fold(one.outlet) == fold(other.outlet) and one.date != other.date


def other_outlet(one: Article, other: Article) -> bool:
    """Whether both name their outlets, and not the same one."""
    return bool(one.outlet and other.outlet) and fold(one.outlet) != fold(other.outlet)
