"""How well page furniture is learned from what outlets repeat: lines found, and lines of news taken for furniture.

    python benchmarks/furniture.py --articles store/sample [--list]

The pages of benchmarks/outlets were written for this: each outlet repeats lines around and between its articles,
which are furniture, and lines in them, which are news; none of them is known to the rules of store/noise.py. The
thresholds were chosen on those whose files are not named held-out; docs/MEASUREMENTS.md says which two were not. In
the other articles nothing is repeated that is no news.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import synthetic
import yaml

from store import Article
from store.database import repeated_lines as learned
from store.database.database import Database
from store.database.repeated_lines import RepeatedLines
from store.readers.article_reader import read_article
from store.readers.cleaning import clean_page
from store.readers.discovery import article_files

PAGES = sorted((Path(__file__).parent / "outlets").glob("*.yaml"))
SYNTHETIC = 1000


def pages(outlet: Mapping[str, Any]) -> Iterator[Article]:
    """The articles of an outlet, with the lines it repeats, as the rules leave them."""
    for number, story in enumerate(outlet["stories"]):
        there = [line for line in outlet["repeats"] if number in line.get("in", [number])]
        head, middle, last, tail = (
            [line["line"] for line in there if line["at"] == place] for place in ("head", "middle", "last", "tail")
        )
        lines = clean_page([*head, story[0], *middle, *story[1:], *last, *tail]).lines
        text = "\n\n".join(lines)
        yield Article(title="", text=text, outlet=outlet["outlet"], language=outlet["language"])


def furniture_of(articles: Sequence[Article]) -> list[tuple[str, str]]:
    """The lines of these articles that are taken for furniture, as often as they stand there, with their outlets."""
    with tempfile.TemporaryDirectory() as place:
        database = Database(Path(place) / "isnad.sqlite3")
        with database.transaction() as connection:
            for article in articles:
                learned.count(connection, article)
        found = RepeatedLines(database)
        lines = [(a, line) for a in articles for line in found.of([a.id]).get(a.id, [])]
        database.close()
    return [(article.outlet, article.text[line.span.start : line.span.end]) for article, line in lines]


def report(name: str, outlets: Sequence[Mapping[str, Any]], listed: bool) -> None:
    labels = {(outlet["outlet"], line["line"]): line["noise"] for outlet in outlets for line in outlet["repeats"]}
    articles = [article for outlet in outlets for article in pages(outlet)]
    found = furniture_of(articles)
    there = [(a.outlet, line) for a in articles for line in a.text.split("\n\n") if labels.get((a.outlet, line))]
    right = [place for place in found if labels.get(place, False)]
    kinds = set(found)
    print(
        f"{name:10} outlets {len(outlets)}, articles {len(articles)}: lines of furniture found "
        f"{sum(labels.get(kind, False) for kind in kinds)} of {sum(labels.values())}, "
        f"where they stand {len(right) / len(there):.3f}; news taken for furniture "
        f"{len(found) - len(right)} of {sum(len(a.text.split(chr(10) * 2)) for a in articles) - len(there)} lines "
        f"({len(labels) - sum(labels.values())} repeated)"
    )
    if listed:
        for outlet, line in sorted(labels):
            if labels[outlet, line] != ((outlet, line) in kinds):
                print(f"    {'missed' if labels[outlet, line] else 'wrong'}: {outlet}: {line}")


def quiet(name: str, articles: Iterable[Article], listed: bool) -> None:
    articles = list(articles)
    found = furniture_of(articles)
    print(f"{name:10} articles {len(articles)}: lines taken for furniture {len(found)}")
    if listed:
        print(*(f"    {outlet}: {line}" for outlet, line in sorted(set(found))), sep="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, nargs="*", default=[], help="folders of articles of news alone")
    parser.add_argument("--list", action="store_true", help="name what was missed and what was wrong")
    options = parser.parse_args()
    for held_out in (False, True):
        files = [path for path in PAGES if path.name.startswith("held-out") == held_out]
        outlets = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in files]
        report("held out" if held_out else "chosen on", outlets, options.list)
    for folder in options.articles:
        quiet(folder.name, map(read_article, article_files([folder])[0]), options.list)
    quiet("synthetic", itertools.islice(synthetic.articles(SYNTHETIC), SYNTHETIC), options.list)


if __name__ == "__main__":
    main()
