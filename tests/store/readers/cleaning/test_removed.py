"""What is removed from a page when it is read stays with the article, without being a part of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import Article, Corpus, Translation
from store.article import BoilerplateKind, RemovedLine
from store.readers.article_reader import read_article
from store.readers.cleaning import clean_page
from tests.helpers.cases import each_case
from tests.helpers.fakes import FakeEncoder

BODY = [
    "The council of the island voted for a second lighthouse on Friday evening.",
    "It will stand on the northern cliff, where three boats were lost last year.",
    "Building begins once the storms are over and the money is there.",
]


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@each_case(
    ("line", "kind"),
    [
        ("41 / 7", BoilerplateKind.SIGNS),
        ("Share on Facebook", BoilerplateKind.BUTTON),
        ("القائمة", BoilerplateKind.BUTTON),
        ("Read also: the keeper who never slept", BoilerplateKind.LINKS),
        ("مواضيع ذات صلة", BoilerplateKind.LINKS),
        ("Show summary", BoilerplateKind.SUMMARY),
        ("Boats below the northern cliff (Reuters)", BoilerplateKind.CAPTION),
        ("12 March 2024", BoilerplateKind.DATE),
        ("© 2024 The Island Mail", BoilerplateKind.NOTICE),
        ("جميع الحقوق محفوظة للجزيرة", BoilerplateKind.NOTICE),
    ],
)
def test_each_line_is_kept_with_what_it_was_taken_for(line: str, kind: BoilerplateKind) -> None:
    page = clean_page([BODY[0], line, *BODY[1:]])
    assert (page.lines, page.removed) == (BODY, (RemovedLine(line, kind),))


def test_the_lines_under_a_label_and_below_the_article_are_told_too() -> None:
    page = clean_page([*BODY, "Image caption", "A gull", "Comments", "Storm over the island", "By Ann Ray"])
    assert [(one.line, one.kind) for one in page.removed] == [
        ("Image caption", BoilerplateKind.CAPTION),
        ("A gull", BoilerplateKind.CAPTION),
        ("Comments", BoilerplateKind.BUTTON),
        ("Storm over the island", BoilerplateKind.TAIL),
        ("By Ann Ray", BoilerplateKind.BYLINE),
    ]


def test_what_stands_above_the_title_is_told(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("\n".join(["Islands", "Second lighthouse for the island", "Ann Ray", *BODY]), encoding="utf-8")
    article = read_article(page)
    assert article.title == "Second lighthouse for the island"
    assert article.removed == (
        RemovedLine("Islands", BoilerplateKind.ABOVE),
        RemovedLine("Ann Ray", BoilerplateKind.ABOVE),
    )


def test_of_a_page_of_nothing_but_furniture_only_so_much_is_kept() -> None:
    assert len(clean_page(["Share"] * 10_000 + ["- " * 10_000] + BODY).removed) < 1000
    assert len(clean_page(["=" * 100_000]).removed[0].line) < 10_000


def test_the_store_keeps_it_and_it_changes_nothing_else(corpus: Corpus, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("\n".join(["Second lighthouse for the island", "3 comments", *BODY]), encoding="utf-8")
    (id_,) = corpus.ingest([page]).added
    assert corpus.article(id_).removed == (RemovedLine("3 comments", BoilerplateKind.BUTTON),)
    page.write_text("\n".join(["Second lighthouse for the island", "4 comments", *BODY]), encoding="utf-8")
    assert corpus.ingest([page]).unchanged == (id_,)


def test_a_translation_leaves_it_there(corpus: Corpus) -> None:
    removed = (RemovedLine("Share", BoilerplateKind.BUTTON),)
    article = Article(title="Lighthouse", text="\n".join(BODY), language="en", removed=removed)
    corpus.add([article])
    corpus.translate(article.id, Translation("fr", "Phare", "\n".join(BODY).upper(), by="a model"))
    assert corpus.article(article.id).removed == removed


def test_half_a_character_in_it_is_refused_like_one_in_the_text(corpus: Corpus) -> None:
    from store import ReadingError

    with pytest.raises(ReadingError, match="half a character"):
        corpus.add([Article(title="T", text=BODY[0], removed=(RemovedLine("\ud800", BoilerplateKind.SIGNS),))])
