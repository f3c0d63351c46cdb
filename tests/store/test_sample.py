"""The sample articles keep to their format, and share no sentence with other people's text."""

import datetime as dt
import re
import unicodedata
from pathlib import Path

import frontmatter
import pytest

from store.sample import SAMPLE

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
ARTICLES = sorted(p for p in SAMPLE.glob("*.md") if not p.name.endswith(".en.md"))
OUTLETS = {
    "AFP",
    "Al-Araby Al-Jadeed",
    "BBC News Arabic",
    "CNN",
    "Elaph",
    "Foreign Policy",
    "Roayah News",
    "The New York Times",
}

each_article = pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)


def load(path: Path) -> tuple[dict[str, object], list[str]]:
    post = frontmatter.loads(path.read_text(encoding="utf-8"))
    return post.metadata, post.content.split("\n")


def translation_of(path: Path) -> Path:
    return path.with_name(f"{path.stem}.en.md")


def words(text: str) -> list[str]:
    """The words of a text, the spellings of one Arabic letter made equal and vowel marks dropped."""
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c) and c != "\u0640")
    return re.findall(r"\w+", text.translate(str.maketrans("ىةٱ", "يها")))


def runs(text: str, length: int = 9) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + length]) for i in range(len(found) - length + 1)}


def test_there_are_enough_articles() -> None:
    assert len(ARTICLES) >= 10


def test_every_translation_has_its_article() -> None:
    assert {translation_of(p) for p in ARTICLES} == set(SAMPLE.glob("*.en.md"))


@each_article
def test_front_matter_is_complete(path: Path) -> None:
    meta, _ = load(path)
    assert str(meta["title"]).strip()
    assert isinstance(meta["date"], dt.date)
    assert dt.date(2023, 9, 5) <= meta["date"] <= dt.date(2024, 9, 14)
    assert path.name.startswith(meta["date"].isoformat())
    assert meta["outlet"] == "Isnad samples"
    assert meta["language"] == "ar"
    assert isinstance(meta["sources"], list) and meta["sources"]
    assert set(meta["sources"]) <= OUTLETS


@each_article
def test_length(path: Path) -> None:
    _, lines = load(path)
    assert 200 <= len(" ".join(lines).split()) <= 400


@each_article
def test_one_sentence_a_line(path: Path) -> None:
    for side in (path, translation_of(path)):
        for line in filter(None, load(side)[1]):
            assert line == line.strip()
            assert re.search(r"[.؟?!]$", line), line
            assert not re.search(r"[.؟?!]\s", line), line


@each_article
def test_translation_is_aligned(path: Path) -> None:
    _, lines = load(path)
    meta, english = load(translation_of(path))
    assert meta["language"] == "en"
    assert meta["translation_of"] == path.name
    assert str(meta["title"]).strip()
    assert [not line for line in english] == [not line for line in lines]


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="shared/corpus, other people's articles, is not beside this repository"
)
@each_article
def test_nothing_is_copied(path: Path) -> None:
    shared = set().union(*(runs(p.read_text(encoding="utf-8")) for p in SHARED.glob("*.txt")))
    assert shared
    meta, lines = load(path)
    for line in [str(meta["title"]), *lines]:
        assert not runs(line) & shared, line
