"""From files to articles: which files, what their front matter says, their titles, days and translations."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from store.article import Article, Remark, RemarkKind, Translation
from store.errors import ReadingError
from store.readers.article_reader import read_article
from store.readers.discovery import article_files
from store.sample import SAMPLE
from tests.helpers.rights import no_rights, public_folder

Write = Callable[..., Path]

BODY = (
    "The harbour council approved the new breakwater on Monday.\n"
    "Fishermen had asked for it since the winter storms.\n\n"
    "Work begins in the spring."
)
BODY_AR = "أقر مجلس الميناء بناء حاجز الأمواج الجديد يوم الاثنين.\nوكان الصيادون قد طالبوا به منذ الشتاء."


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of that name, and gives its path."""

    def write(name: str, content: str | bytes = BODY) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def names(paths: list[Path]) -> list[str]:
    return [path.name for path in paths]


def test_folders_are_walked_in_order_without_hidden_files_and_readmes(write: Write, tmp_path: Path) -> None:
    for name in ["b.txt", "a.MD", "c/d.md", ".git/e.md", ".f.md", "README.md", "readme.txt", "g.rtf", "h"]:
        write(name)
    files, failures = article_files([tmp_path])
    assert names(files) == ["a.MD", "b.txt", "d.md"]
    assert failures == []


def test_a_readme_and_a_hidden_file_are_read_when_given(write: Write) -> None:
    given = [write("README.md"), write(".notes.txt")]
    assert article_files(given) == (given, [])


def test_a_file_given_twice_is_listed_once(write: Write, tmp_path: Path) -> None:
    path = write("a.md")
    assert article_files([path, tmp_path, tmp_path / "x" / ".." / "a.md"])[0] == [path]


def test_paths_without_articles_are_reported_and_do_not_stop_the_others(write: Write, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    rich, bare = write("a.rtf"), write("bare")
    wrong = [tmp_path / "none.md", rich, bare, tmp_path / "empty"]
    files, failures = article_files([*wrong, write("b.md")])
    assert names(files) == ["b.md"]
    assert [path for path, _ in failures] == wrong
    reasons = [reason for _, reason in failures]
    assert all(str(path) in reason for path, reason in failures)
    for reason, words in zip(reasons, ["does not exist", ".rtf", "without a type", "no articles"], strict=True):
        assert words in reason
    assert all(".csv or .zip" in reason for reason in reasons[1:])


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    files, failures = article_files([tmp_path / "pipe.txt", tmp_path])
    assert files == [] and len(failures) == 2


def test_what_may_not_be_read_is_reported() -> None:
    with public_folder() as folder:
        for name in ("closed/a.md", "b.md"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text("افتتح العمدة حديقة جديدة قرب النهر.", encoding="utf-8")
        (folder / "b.md").chmod(0)
        (folder / "closed").chmod(0)
        with no_rights():
            files, failures = article_files([folder])
            with pytest.raises(ReadingError, match=r"b\.md cannot be read .*permissions"):
                read_article(folder / "b.md")
        assert names(files) == ["b.md"]
        assert failures[0][0] == folder / "closed" and "permissions" in failures[0][1]


def test_translations_stand_behind_their_originals(write: Write, tmp_path: Path) -> None:
    original, translation = write("kim.md"), write("kim.en.md")
    write("alone.en.md")
    assert names(article_files([tmp_path])[0]) == ["alone.en.md", "kim.md"]
    assert article_files([translation])[0] == [original]


def test_front_matter_gives_everything(write: Write) -> None:
    path = write(
        "a.md",
        "---\ntitle: 'Vote: the breakwater'\ndate: 2024-09-13\noutlet: Harbour Post\nurl: https://example.org/a\n"
        f"language: en\nsources: [Harbour Radio, وكالة الميناء]\nauthor: Jane Doe\n---\n\n{BODY}\n",
    )
    assert read_article(path) == Article(
        title="Vote: the breakwater",
        text=BODY,
        outlet="Harbour Post",
        date=dt.date(2024, 9, 13),
        url="https://example.org/a",
        language="en",
        sources=("Harbour Radio", "وكالة الميناء"),
    )


@pytest.mark.parametrize(
    "date",
    [
        "2024-09-13",
        "2024-09-13 10:30:00",
        "'2024-09-13T23:30:00-05:00'",
        "20240913",
        "2024/09/13",
        "13/09/2024",
        "13 سبتمبر 2024",
        "١٣ سبتمبر ٢٠٢٤",
        "13 أيلول 2024",
        "الجمعة 13 سبتمبر/أيلول 2024",
        "13 شتنبر 2024",
        "13 September 2024",
        "Fri, Sept. 13, 2024 10:00 GMT",
        "September 13th, 2024",
    ],
)
def test_days_are_read_as_people_write_them(write: Write, date: str) -> None:
    quoted = date if date[0] in "'2" else f'"{date}"'
    assert read_article(write("a.md", f"---\ndate: {quoted}\n---\n{BODY}")).date == dt.date(2024, 9, 13)


def test_a_day_of_two_numbers_is_read_where_the_language_settles_it(write: Write) -> None:
    assert read_article(write("a.md", f"---\ndate: 03/04/2024\n---\n{BODY_AR}")).date == dt.date(2024, 4, 3)
    unsettled = read_article(write("b.md", f"---\ndate: 03/04/2024\n---\n{BODY}"))
    assert unsettled.date is None and Remark("date", RemarkKind.UNREADABLE, "03/04/2024") in unsettled.remarks


@pytest.mark.parametrize(
    ("matter", "message"),
    [
        ("title: @a: b", "at `title: @a: b`"),
        ('title: A\nurl: "x', 'at `url: "x`'),
        ("title: A\nsources: [x", r"at `sources: \[x`"),
        ("title: [a, b]", "title.*plain text"),
        ("outlet: {a: b}", "outlet.*plain text"),
        ("language: no", "language.*quotes"),
        ("language: Arabic", "language.*two-letter code"),
        ("sources: {a: b}", "sources.*list of names"),
    ],
)
def test_bad_front_matter_is_refused_by_name(write: Write, matter: str, message: str) -> None:
    with pytest.raises(ReadingError, match=rf"^a\.md: .*{message}"):
        read_article(write("a.md", f"---\n{matter}\n---\n{BODY}"))


@pytest.mark.parametrize("date", ["2024-13-45", "yesterday", "2024", "31 شباط 2024", "20/20/2024"])
def test_a_day_that_cannot_be_read_leaves_the_article_undated(write: Write, date: str) -> None:
    article = read_article(write("a.md", f"---\ndate: {date}\n---\n{BODY}"))
    assert article.date is None and Remark("date", RemarkKind.UNREADABLE, date) in article.remarks


@pytest.mark.parametrize(
    ("matter", "title"),
    [
        ("title: Flood: six dead\ndate: 2024-05-03", "Flood: six dead"),
        ("title: المدير: لن نبيع المسرح\ndate: 2024-05-03", "المدير: لن نبيع المسرح"),
        ("title: The mayor's word: 'no': never\r\ndate: 2024-05-03", "The mayor's word: 'no': never"),
        ("date: 2024-05-03\ntitle: What is to come:", "What is to come:"),
        ('title: "No" to the breakwater, say fishermen\ndate: 2024-05-03', '"No" to the breakwater, say fishermen'),
        ('title: "المدير": لن نبيع "المسرح"\ndate: 2024-05-03', '"المدير": لن نبيع "المسرح"'),
        ("title: 'Never': the harbour master's word\ndate: 2024-05-03", "'Never': the harbour master's word"),
        ("title: «لن نبيع»: كلمة المدير\ndate: 2024-05-03", "«لن نبيع»: كلمة المدير"),
        ("title: [Video] The breakwater from above\ndate: 2024-05-03", "[Video] The breakwater from above"),
        ('title: "Quoted as YAML has it"\ndate: 2024-05-03', "Quoted as YAML has it"),
        ("title: Flood # a note: of mine\ndate: 2024-05-03", "Flood"),
    ],
)
def test_text_with_a_colon_needs_no_quotes(write: Write, matter: str, title: str) -> None:
    article = read_article(write("a.md", f"---\n{matter}\nurl: https://news.example/1\n---\n{BODY}"))
    assert (article.title, article.date) == (title, dt.date(2024, 5, 3))
    assert article.url == "https://news.example/1"


def test_front_matter_that_never_ends_is_refused(write: Write) -> None:
    with pytest.raises(ReadingError, match=r"a\.md.*two --- lines"):
        read_article(write("a.md", f"---\ntitle: A\n{BODY}"))


def test_a_rule_of_dashes_is_not_front_matter(write: Write) -> None:
    article = read_article(write("a.txt", f"---\n\nCouncil approves a new breakwater\n---\n{BODY}"))
    assert (article.title, article.text) == ("Council approves a new breakwater", BODY)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_bytes_become_lines(write: Write, encoding: str, end: str) -> None:
    page = f"\n---\ntitle: A\n---\n\n\n{BODY}  \n\n".replace("\n", end)
    assert read_article(write("a.md", page.encode(encoding))).text == BODY


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"GIF89a\x80\x02\x00\x01\xf7\xff\x00\x91", "a.txt is not text in UTF-8"),
        (BODY_AR.encode().replace(b" ", b"\xff "), "a.txt is UTF-8 with broken characters"),
        (BODY.replace(" ", "\0").encode(), "a.txt is not text"),
        (b"", "a.txt is empty"),
        (b"\xef\xbb\xbf \r\n\t\n", "a.txt is empty"),
        (b"---\ntitle: A\n---\n", "a.txt is empty"),
        (b"Share\n41\nRead more\n", "a.txt has no sentence"),
        (b"Harbour vote\n", "a.txt has no sentence"),
    ],
)
def test_a_file_that_is_no_article_is_refused(write: Write, content: bytes, message: str) -> None:
    with pytest.raises(ReadingError) as refusal:
        read_article(write("a.txt", content))
    assert str(refusal.value).startswith(message)
    assert str(refusal.value).endswith("ingest it again.")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in [tmp_path / "none.md", tmp_path]:
        with pytest.raises(ReadingError, match="cannot be read"):
            read_article(path)


def test_a_copied_page_becomes_an_article(write: Write) -> None:
    page = (
        "آخر تحديث\nمجلس الميناء يقر بناء حاجز الأمواج\n\nسمير الراوي\n١٣ أيلول ٢٠٢٤\n+ الخط -\n41\n\n\n"
        f"{BODY_AR}\n\n\n\nثمن باهظ\n\nوقال الوزير في 1 مايو 2020 إن الكلفة كبيرة جدا.\n\nأضف تعليق\nأخبار المدينة"
    )
    article = read_article(write("a.txt", page))
    assert article == Article(
        title="مجلس الميناء يقر بناء حاجز الأمواج",
        text=f"{BODY_AR}\n\nثمن باهظ\n\nوقال الوزير في 1 مايو 2020 إن الكلفة كبيرة جدا.",
        date=dt.date(2024, 9, 13),
        language="ar",
    )


def test_the_text_keeps_its_characters(write: Write) -> None:
    text = "قالَ  «نعم» ـــ ثم “two  words”\u00a0وانصرف إلى داره.\n  وبقي الباب   مفتوحا حتى الصباح."
    assert read_article(write("a.md", f"---\ntitle: A\n---\n{text}")).text == text


def test_a_day_in_prose_is_not_the_day_of_the_article(write: Write) -> None:
    article = read_article(write("a.txt", f"{BODY}\nThe council had met on 3 May 2024 to hear them."))
    assert article.date is None


def test_a_page_without_a_title_is_titled_by_its_first_line(write: Write) -> None:
    article = read_article(write("a.txt"))
    assert article.text == BODY
    assert article.title == BODY.split("\n")[0]


def test_a_translation_keeps_its_lines(write: Write) -> None:
    page = f"---\ntitle: حاجز الأمواج\n---\n{BODY_AR}\n\n\nShare\nثمن باهظ"
    path = write("a.md", page)
    write("a.en.md", "---\ntitle: The breakwater\n---\nOne.\nTwo.\n\n\nمشاركة\nA heavy price\n")
    write("b.en.md")
    article = read_article(path)
    assert article.text == f"{BODY_AR}\n\n\nShare\nثمن باهظ"
    assert article.translations == (Translation("en", "The breakwater", "One.\nTwo.\n\n\nمشاركة\nA heavy price"),)


def test_a_translation_with_other_lines_is_refused(write: Write) -> None:
    path = write("a.md")
    write("a.en.md", "One.\nTwo.")
    with pytest.raises(ReadingError, match=r"a\.md has 4 lines and its translation a\.en\.md has 2; give both"):
        read_article(path)


def test_a_broken_translation_is_refused_by_its_own_name(write: Write) -> None:
    path = write("a.md")
    write("a.en.md", b"\xff\xfe\xff")
    with pytest.raises(ReadingError, match=r"^a\.en\.md says that it is UTF-16"):
        read_article(path)


def test_the_samples_come_out_line_for_line() -> None:
    files, failures = article_files([SAMPLE])
    assert failures == [] and len(files) == len(list(SAMPLE.glob("*.en.md")))
    for file in files:
        article = read_article(file)
        body = file.read_text(encoding="utf-8").split("---\n", 2)[2].strip("\n")
        assert article.text == body
        assert article.date and article.sources and article.translations[0].language == "en"


@pytest.mark.slow
def test_dateparser_is_loaded_only_for_days_in_words() -> None:
    code = "import store.readers.article_reader, sys; sys.exit('dateparser' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


CORPUS = Path(__file__).resolve().parents[3].parent / "shared" / "corpus"
TITLES = {"000": 1, "001": 4, "002": 1, "003": 1, "004": 1}
"""The line of each file that is its title."""
GONE = {"001": [1, 6, 7, 8, *range(56, 64)], "002": [47], "003": [*range(3, 15), 26], "004": [3, 24, 52, 54]}
"""The lines of each file that are page furniture."""


@pytest.mark.skipif(not CORPUS.is_dir(), reason="other people's articles are not in the repository")
@pytest.mark.parametrize("number", TITLES)
def test_the_pages_of_the_shared_corpus(number: str) -> None:
    (path,) = CORPUS.glob(f"{number}_*.txt")
    page = [line.rstrip() for line in path.read_text(encoding="utf-8").split("\n")]
    article = read_article(path)
    gone = {*GONE.get(number, []), TITLES[number]}
    assert article.title == page[TITLES[number] - 1]
    assert [line for line in article.text.split("\n") if line] == [
        line for n, line in enumerate(page, 1) if line and n not in gone
    ]
    assert article.date == (dt.date(2024, 9, 13) if number == "003" else None)
    assert article.language == "ar"
