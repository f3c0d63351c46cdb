"""The development set of real news, joined with its articles and written in `../shared/eval`'s format.

    python benchmarks/real_news.py --out /tmp/real-news.jsonl --split look
    python ../shared/eval/score.py --articles ../shared/news/articles.jsonl --questions /tmp/real-news.jsonl

The set (`real_news*.jsonl` beside this script) holds no sentence of an article: a sentence is named by its
article, field, start, end and a hash of its words. An article's id is the first 16 hex digits of the sha256 of its
address, or of title and text where it has none. Where a hash does not match, one sentence says which, and nothing is
written. Without `--near-misses` the questions without an answer are written to `--out` too, as in `news-dev.jsonl`.
"claims", a key more than `../shared/eval` has, lists the sentences which tell a rumour that their article checks: to
cite one of them without a supporting sentence is wrong, though `score.py` does not see it.
Half of the set ("look") may be looked at while working, the other half ("figures") serves only for figures.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
DATA = HERE / "data"
NEWS = HERE.parent.parent / "shared" / "news" / "articles.jsonl"
SPLITS = ("look", "figures")
DETAILS = ("kind", "split", "across", "features")

Row = dict[str, Any]


class SetError(ValueError):
    """The set and the articles do not belong together."""


def short_hash(text: str) -> str:
    """The first 16 hex digits of the sha256 of a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def article_id(article: Row) -> str:
    """The id under which the set names an article."""
    return short_hash(article["url"] or article["title"] + article["text"])


def read_rows(path: Path) -> list[Row]:
    """The rows of a file with one JSON object a line."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise SetError(f"{path} cannot be read ({error.strerror}); give its place with --news or --sets.") from error
    return [json.loads(line) for line in lines if line.strip()]


def named_sentence(place: Row, question: str, articles: dict[str, Row]) -> dict[str, str]:
    """The sentence which a place of the set names, with its article's id; `question` is the id told in an error."""
    article = articles.get(place["article"])
    if article is None:
        raise SetError(f"{question}: no article has the id {place['article']}; take those the set was made on.")
    sentence = article[place["field"]][place["start"] : place["end"]]
    if short_hash(sentence) != place["words"]:
        where = f"{place['field']} {place['start']}-{place['end']} of article {place['article']}"
        raise SetError(f"{question}: the words at {where} are not those the set was made on (hash {place['words']}).")
    return {"article": place["article"], "sentence": sentence}


def join(rows: Iterable[Row], articles: Iterable[Row]) -> list[Row]:
    """The set's rows in `../shared/eval`'s format: one facet a question, a list of what supports it."""
    by_id = {article_id(article): article for article in articles}
    out = []
    for row in rows:
        if row["about"] not in by_id:
            raise SetError(f"{row['id']}: no article has the id {row['about']}; take those the set was made on.")
        facet, claims = (
            [named_sentence(place, row["id"], by_id) for place in row[key]] for key in ("support", "claims")
        )
        joined = {key: row[key] for key in ("id", "lang", "question", "answerable")}
        out.append(
            joined | {"facets": [facet] if facet else [], "claims": claims} | {key: row[key] for key in DETAILS}
        )
    return out


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Write one JSON object a line."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--sets", type=Path, nargs="+", default=sorted(DATA.glob("real_news*.jsonl")))
    p.add_argument("--news", type=Path, default=NEWS)
    p.add_argument("--split", choices=SPLITS, help="only this half")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--near-misses", type=Path, help="write the questions without an answer to this file instead")
    args = p.parse_args()
    try:
        if not args.sets:
            raise SetError(f"No real_news*.jsonl lies in {DATA}; name the set with --sets.")
        rows = join([row for path in args.sets for row in read_rows(path)], read_rows(args.news))
    except SetError as error:
        sys.exit(str(error))
    rows = [row for row in rows if args.split in (None, row["split"])]
    apart = [row for row in rows if not row["answerable"]] if args.near_misses else []
    write_rows(args.out, [row for row in rows if row not in apart])
    if args.near_misses:
        write_rows(args.near_misses, apart)
    print(f"{len(rows)} questions, {sum(not row['answerable'] for row in rows)} of them without an answer")


if __name__ == "__main__":
    main()
