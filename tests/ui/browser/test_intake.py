"""Adding, pasting and removing articles in a real browser, in both languages, over a real store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from store import Article, Corpus
from tests.helpers.fakes import FakeEncoder
from tests.helpers.ui.reader import IN_A_BROWSER, NARROW, WIDE, Reader
from ui.messages import general as messages
from ui.messages import page as page_messages
from ui.server.address import Serving
from ui.web import app
from ui.web.respondent import CorpusRespondent

pytestmark = [*IN_A_BROWSER, pytest.mark.filterwarnings("ignore:The copy keyword is deprecated")]  # Gradio's
LANGUAGES = ["en", "ar"]
BEES = "The beekeepers of the valley lost forty hives to the April frost this year."
RIVER = "ارتفع منسوب النهر مترين بعد ليلتين من المطر فأغلقت البلدية الجسر القديم."


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("corpus"), FakeEncoder()) as opened:
        opened.add([Article(title="Bees", text=BEES, outlet="Valley Post", date="2024-04-16")])
        yield opened


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where Gradio puts what is sent."""
    with pytest.MonkeyPatch.context() as environment:
        folder = tmp_path_factory.mktemp("cache")
        environment.setenv("GRADIO_TEMP_DIR", str(folder))
        yield folder


@pytest.fixture(scope="module")
def served(articles: Corpus, cache: Path) -> Iterator[str]:
    open_page = app.serve(articles, CorpusRespondent(articles), Serving(port=None), wait=False)
    yield open_page.local_url
    open_page.close()


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


class Editor:
    """A person at the view in which articles are added."""

    def __init__(self, reader: Reader, language: str) -> None:
        self.page = reader.page
        self.language = language
        if language == "ar":
            self.page.locator(".isnad-do-language").click()
        self.page.locator(".isnad-plate .isnad-do-add").click()
        self.form = self.page.locator(".isnad-adding")
        expect(self.form).to_have_attribute("lang", language)
        self.told = self.page.locator("#isnad-report [role=status]")
        self.status = self.form.locator("#isnad-adding-progress p")

    def fate(self, name: str) -> list[str]:
        return self.form.locator(f'[data-fate="{name}"] li').all_inner_texts()

    def done(self, **counts: int) -> None:
        """Wait until all is read; so many of each fate, and none of the others."""
        fates = dict.fromkeys(["added", "updated", "unchanged", "duplicate", "failed"], 0) | counts
        told = page_messages.ALL_READ.to(self.language, **fates)
        expect(self.status).to_have_text(told, timeout=120_000)  # hundreds of files are read
        assert {name: len(self.fate(name)) for name in fates} == fates


def test_files_and_what_became_of_each(visit, articles: Corpus, cache: Path, tmp_path: Path, language: str) -> None:
    editor = Editor(visit(WIDE), language)
    text = f"{RIVER} ({language})"
    big = tmp_path / "big.pdf"
    with big.open("wb") as file:
        file.truncate(200_000_001)
    files = [
        {"name": "../../x.txt", "mimeType": "text/plain", "buffer": text.encode()},
        {"name": "safe\u202etxt.exe", "mimeType": "text/plain", "buffer": b"x"},
        {"name": "<img src=x onerror=alert(1)>.pdf", "mimeType": "text/plain", "buffer": b"%PDF-1.4 broken"},
        {"name": "empty.txt", "mimeType": "text/plain", "buffer": b""},
        {"name": f"{'a' * 296}.txt", "mimeType": "text/plain", "buffer": BEES.encode()},
    ]
    with editor.page.expect_request("**/gradio_api/upload") as upload:
        editor.form.locator("#isnad-files").set_input_files(files)
    editor.done(added=1, duplicate=1, failed=3)
    assert "img" not in (upload.value.post_data_buffer or b"").decode("utf-8", "replace")
    assert editor.fate("added") == [text]
    assert [said.split()[0] for said in editor.fate("failed")][1:] == ["<img", "empty.txt"]
    assert page_messages.UNKNOWN_TYPE.to(language).split("{")[0] in editor.fate("failed")[0]
    editor.form.locator("#isnad-files").set_input_files([big])
    editor.done(failed=1)
    assert page_messages.TOO_LARGE.to(language, most=50) in editor.fate("failed")[0]
    assert [path for path in cache.rglob("*") if path.is_file() and path.stat().st_size] == []
    assert {article.text for article in articles.articles()} >= {text, BEES}


DROP = """(zone) => {
    const carried = new DataTransfer();
    carried.items.add(new File(["The ferry left the harbour an hour late on Sunday."], "ferry.txt"));
    for (const kind of ["dragover", "drop"]) {
        zone.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried }));
    }
}"""


def test_what_is_dropped_stands_in_the_report_also_after_the_language_is_switched(visit) -> None:
    editor = Editor(visit(NARROW), "en")
    editor.form.locator("[name=title]").fill("Half typed")
    editor.form.locator("#isnad-drop").evaluate(DROP)
    editor.done(added=1)
    assert page_messages.FATE_ADDED.en in editor.form.inner_text()
    editor.page.evaluate("isnad.actions.language()")
    expect(editor.form).to_have_attribute("lang", "ar")
    expect(editor.form.locator(".isnad-fate[data-fate] h3")).to_contain_text(page_messages.FATE_ADDED.ar)
    expect(editor.form.locator(".isnad-remarks")).to_contain_text("1")
    assert "Without" not in editor.form.inner_text(), "what is remarked on is told in the language of the page"
    expect(editor.form.locator("[name=title]")).to_have_value("Half typed")


def test_stopping_keeps_what_was_read(visit, articles: Corpus) -> None:
    editor = Editor(visit(WIDE), "en")
    halted = False

    def hold(route: Route) -> None:
        while not halted:
            editor.page.wait_for_timeout(50)
        route.continue_()

    editor.page.route("**/gradio_api/upload", hold)
    files = [
        {"name": f"{n}.txt", "mimeType": "text/plain", "buffer": f"Stop {n}: {BEES}".encode()} for n in range(60)
    ]
    editor.form.locator("#isnad-files").set_input_files(files)
    editor.form.locator(".isnad-do-haltadding").click()
    halted = True
    expect(editor.status).to_have_text(page_messages.STOPPED_ADDING.en.format(left=10, total=60))
    assert len(editor.fate("added")) == 50


@pytest.mark.parametrize(
    ("language", "status", "said"), [("en", 413, "UPLOAD_TOO_LARGE"), ("ar", None, "UPLOAD_LOST")]
)
def test_an_upload_that_fails_is_told(visit, language: str, status: int | None, said: str) -> None:
    reader = visit(WIDE)
    editor = Editor(reader, language)
    refuse = (lambda route: route.fulfill(status=status)) if status else (lambda route: route.abort())
    editor.page.route("**/gradio_api/upload", refuse)
    files = [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": b"What is lost"} for n in range(2)]
    editor.form.locator("#isnad-files").set_input_files(files)
    editor.done(failed=2)
    assert getattr(page_messages, said).to(language) in editor.fate("failed")[0]
    reader.troubles.clear()  # the browser itself tells the console of a failed request


def test_an_article_is_pasted(visit, articles: Corpus, language: str) -> None:
    editor = Editor(visit(WIDE), language)
    form, report = editor.form.locator("form"), editor.form.locator("#isnad-paste-report")
    form.locator("button").click()
    expect(report).to_have_text(page_messages.NO_TEXT.to(language))
    text = f"{RIVER} أُلصق ({language})"
    form.locator("[name=text]").fill(text)
    form.locator("[name=url]").fill("javascript:alert(1)")
    form.locator("button").click()
    expect(report).to_have_text(page_messages.NO_URL.to(language))
    form.locator("[name=url]").fill("https://news.example/1")
    form.locator("[name=title]").fill("<b>النهر</b>")
    form.locator("[name=date]").fill("2024-05-01")
    form.locator("button").click()
    expect(report.locator("[data-fate=added] li")).to_have_text("<b>النهر</b>")
    expect(form.locator("[name=text]")).to_have_value("")
    (article,) = [article for article in articles.articles() if article.text == text]
    assert (str(article.date), article.url) == ("2024-05-01", "https://news.example/1")


def test_two_tabs_remove_one_article_and_one_puts_it_back(visit, articles: Corpus) -> None:
    (id_,) = [article.id for article in articles.articles() if article.text == BEES]
    one, other = Editor(visit(WIDE), "en"), Editor(visit(WIDE), "ar")
    for tab in (one, other):
        tab.page.locator(".isnad-do-browse").click()
        expect(tab.page.locator(f'.isnad-do-remove[value="{id_}"]')).to_have_count(1)
    for tab in (one, other):
        tab.page.locator(f'.isnad-do-remove[value="{id_}"]').click()
        expect(tab.page.locator(f'.isnad-do-remove[value="{id_}"]')).to_have_count(0)
    expect(one.told).to_have_text(messages.REMOVED.en.format(title="Bees"))
    expect(other.told).to_have_text(page_messages.GONE_ALREADY.ar)
    expect(other.page.locator("#isnad-report button")).to_be_hidden()
    one.page.locator("#isnad-report button").click()
    expect(one.told).to_have_text(page_messages.PUT_BACK.en.format(title="Bees"))
    expect(one.page.locator(f'.isnad-do-remove[value="{id_}"]')).to_have_count(1)
    assert articles.article(id_).outlet == "Valley Post"


def test_an_answer_is_rated_by_keyboard(visit, articles: Corpus) -> None:
    reader = visit(WIDE)
    reader.page.locator(".isnad-do-language").click()
    answer = reader.ask("Who won the chess tournament of the moon?")
    answer.locator(".isnad-do-up").click()
    told = reader.page.locator("#isnad-report [role=status]")
    expect(told).to_have_text(page_messages.RATED.ar)
    answer.locator(".isnad-do-down").focus()
    reader.page.keyboard.press("Enter")
    dialog = reader.page.locator("#isnad-rate")
    expect(dialog).to_contain_text(page_messages.WHY_HAS_ANSWER.ar)
    expect(dialog).to_have_css("direction", "rtl")
    for key in ("Space", "Tab", "Tab"):
        reader.page.keyboard.press(key)
    with reader.page.expect_response("**/run/rate"):
        reader.page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    (line,) = (articles.path / "feedback.jsonl").read_text("utf-8").splitlines()
    rating = json.loads(line)
    assert (rating["rated"], rating["reason"], rating["answerable"]) == ("down", "has-answer", None)


def test_a_folder_of_three_hundred_files(visit, articles: Corpus, tmp_path: Path) -> None:
    editor = Editor(visit(WIDE), "en")
    folder = tmp_path / "news"
    (folder / "deep").mkdir(parents=True)
    for number in range(300):
        (folder / "deep" / f"{number}.txt").write_text(f"Report {number}: {BEES[:-1]} in year {1700 + number}.")
    (folder / "river.md").write_text(f"{RIVER} من مجلد")
    (folder / "river.en.md").write_text("The river rose by two metres, and the town closed the old bridge.")
    (folder / ".hidden.txt").write_text("hidden")
    (folder / "README.md").write_text("read me")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    editor.form.locator("#isnad-folder").set_input_files(folder)
    editor.done(added=301, failed=1)
    (river,) = [article for article in articles.articles() if article.text == f"{RIVER} من مجلد"]
    assert river.translated_into == ("en",)
    for number in range(1, 300):
        (folder / "deep" / f"{number}.txt").unlink()
    editor.form.locator("#isnad-folder").set_input_files(folder / "deep")
    editor.done(unchanged=1)
