"""Files sent to the page, as its endpoints take them: a real corpus, without a page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from store import Article, Corpus
from store.database.folder import write_lock
from tests.helpers.fakes import FakeEncoder
from tests.helpers.rights import no_rights, public_folder
from tests.helpers.ui.sending import BEES, GOATS, LANGUAGES, RIVER, Sender, add, fates
from ui.messages import page as page_messages
from ui.web import uploads
from ui.web.intake import IntakeHandlers
from ui.web.views import intake


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_file_is_told_with_its_fate(handlers: IntakeHandlers, send: Sender, language: str) -> None:
    files = send(bees__txt=BEES, again__txt=BEES, broken__pdf=b"%PDF-1.4 nothing", photo__jpg=b"\xff\xd8")
    steps = list(handlers.add_files(files, language))
    assert [step["total"] for step in steps] == [4] * len(steps) and steps[-1]["done"] == 4
    report = steps[-1]["html"]
    told = fates(report)
    assert told["added"] == [BEES] and told["duplicate"] == ["again.txt"]
    assert [line.split()[0] for line in told["failed"]] == ["broken.pdf", "photo.jpg"]
    assert str(handlers.corpus.path) not in report
    assert not re.search(r"[0-9a-f]{32}", report), "the name it was read under is nobody's business"
    assert page_messages.FATE_ADDED.to(language) in report
    assert 'class="isnad-reason" lang="en" dir="ltr"' in report
    assert (page_messages.REASON_IN_ENGLISH.ar in report) == (language == "ar")


def test_the_same_file_again_is_unchanged_and_under_another_type_a_duplicate(
    handlers: IntakeHandlers, send: Sender
) -> None:
    assert fates(add(handlers, send(bees__txt=BEES))) == {"added": [BEES]}
    assert fates(add(handlers, send(other_name__txt=BEES))) == {"unchanged": [BEES]}
    assert fates(add(handlers, send(bees__md=BEES))) == {"duplicate": [BEES]}
    assert len(handlers.corpus) == 1


def test_nothing_of_what_was_sent_stays(handlers: IntakeHandlers, send: Sender) -> None:
    add(handlers, send(bees__txt=BEES, broken__docx=b"PK nothing"))
    assert send.left == []
    assert not (handlers.corpus.path / uploads.FOLDER).exists()


def test_nor_where_nobody_listens_any_more(handlers: IntakeHandlers, send: Sender) -> None:
    steps = handlers.add_files([send.one(f"{number}.txt", f"{BEES} {number}") for number in range(5)], "en")
    next(steps)
    steps.close()  # the reader closed the page
    while send.left or (handlers.corpus.path / uploads.FOLDER).exists():
        pass
    with write_lock(handlers.corpus.path):
        assert len(handlers.corpus) == 5, "what came whole was read to its end"


def test_while_another_writes_it_says_so_and_keeps_nothing(handlers: IntakeHandlers, send: Sender) -> None:
    with write_lock(handlers.corpus.path):
        assert page_messages.BUSY.ar in add(handlers, send(bees__txt=BEES), "ar")
        assert handlers.paste({"text": BEES}, "en")["message"] == page_messages.BUSY.en
        assert handlers.remove("0" * 16, "ar")["message"] == page_messages.BUSY.ar
    assert send.left == []


def test_two_people_add_at_once(handlers: IntakeHandlers, send: Sender) -> None:
    together = Barrier(2)
    given = [send(bees__txt=BEES, goats__txt=GOATS), send(bees__txt=BEES, river__txt=RIVER)]

    def person(files: list[tuple[Path, str]]) -> dict[str, list[str]]:
        together.wait()
        return fates(add(handlers, files))

    with ThreadPoolExecutor(2) as people:
        reports = list(people.map(person, given))
    assert sorted(sum((report["added"] for report in reports), [])) == sorted([BEES, GOATS, RIVER])
    assert [report["unchanged"] for report in reports if "unchanged" in report] == [[BEES]]


def test_a_translation_beside_its_original_stays_with_it(handlers: IntakeHandlers, send: Sender) -> None:
    other = "The river rose by two metres after two nights of rain, and the town closed the old bridge."
    files = [send.one("news/river.en.md", other), send.one("news/river.md", RIVER), send.one("kim.en.md", GOATS)]
    assert sorted(fates(add(handlers, files))["added"]) == sorted([RIVER, GOATS])
    translated = {article.text: article.translated_into for article in handlers.corpus.articles()}
    assert translated == {RIVER: ("en",), GOATS: ()}
    assert send.left == []


HOSTILE = [
    "../../x.txt",
    "..\\..\\x.txt",
    "/etc/passwd.txt",
    "a\0b\r\n.txt",
    "safe\u202etxt.exe\u202c.txt",
    "<img src=x onerror=alert(1)>.txt",
    "ا" * 300 + ".txt",
    "$(touch x) {{x}} `x`.txt",
    "half \ud800.txt",
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_name_is_only_ever_shown(handlers: IntakeHandlers, send: Sender, tmp_path: Path, name: str) -> None:
    before = {path for path in tmp_path.rglob("*") if handlers.corpus.path not in path.parents}
    report = add(handlers, [send.one(name, ""), send.one("x.txt", "")])
    assert fates(report)["failed"][0].startswith(
        html.unescape(uploads.display_name(name).replace("\ud800", "?"))[:20]
    )
    assert len(re.sub("<[^>]+>", "", report)) < 600
    assert not re.search("[\0\r\u202a-\u202e\u2066-\u2069]|<img|\\{\\{", report)
    after = {path for path in tmp_path.rglob("*") if handlers.corpus.path not in path.parents}
    assert after - before <= {send.cache}


def test_three_hundred_files_and_a_link_to_elsewhere(handlers: IntakeHandlers, send: Sender, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(GOATS)
    link = send.cache / "link"
    send.cache.mkdir()
    link.symlink_to(secret)
    files = [send.one(f"{number}.txt", f"{BEES[:-1]} in the year {1700 + number}.") for number in range(300)]
    told = fates(add(handlers, [*files, (link, "link.txt"), (tmp_path / "never", "never.txt")]))
    assert len(told["added"]) == 300 and len(told["failed"]) == 2
    assert secret.read_text() == GOATS and len(handlers.corpus) == 300


def test_names_that_did_not_come_are_the_files_own() -> None:
    assert uploads.named_uploads(["/x/a.txt", "/x/b.txt"], ["in/one.txt"]) == [
        (Path("/x/a.txt"), "in/one.txt"),
        (Path("/x/b.txt"), "b.txt"),
    ]


# The form


def test_what_is_given_for_all_files_and_what_is_remarked(handlers: IntakeHandlers, send: Sender) -> None:
    *_, last = handlers.add_files(send(bees__txt=BEES), "en", {"outlet": "Elm Ledger", "language": "sw"})
    (article,) = handlers.corpus.articles()
    assert (article.outlet, article.language) == ("Elm Ledger", "sw")
    assert "Without a date: 1." in last["html"] and "Without an outlet" not in last["html"]
    *_, wrong = handlers.add_files(send(goats__txt=GOATS), "en", {"language": "Martian"})
    assert "two-letter code" in wrong["html"] and len(handlers.corpus) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_names_types_and_sizes(handlers: IntakeHandlers, language: str) -> None:
    form = handlers.form(language, True)
    assert f'lang="{language}"' in form and page_messages.CHOOSE_FOLDER.to(language) in form
    assert ".docx" in form and f'data-limit="{intake.UPLOAD_BYTES}"' in form and 'data-limit-txt="8000000"' in form
    assert len(re.findall("<label", form)) == len(re.findall("<(?:input|textarea|select)", form)), (
        "each field has a label"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_may_not_write_is_told_who_may(handlers: IntakeHandlers, language: str) -> None:
    form = handlers.form(language, False)
    assert html.escape(page_messages.MAY_NOT_WRITE.to(language)) in form and "<input" not in form


def listen(steps: Iterator[dict[str, Any]]) -> list[int]:
    return [step["done"] for step in steps]


def test_progress_goes_up(handlers: IntakeHandlers, send: Sender) -> None:
    done = listen(handlers.add_files(send(a__txt=BEES, b__txt=GOATS, c__txt=RIVER), "en"))
    assert done == sorted(done) and done[-1] == 3 and len(done) > 3


def test_a_title_without_a_space_is_shortened_too() -> None:
    assert intake.shorten_title("t" * 9_999) == "t" * 90 + "…"
    assert intake.shorten_title(" two \n words ") == "two words"


def test_a_store_that_cannot_be_written_to_refuses_in_a_sentence(tmp_path: Path) -> None:
    sent = tmp_path / "sent.txt"
    sent.write_text("The beekeepers of the valley lost half of their hives.")
    with public_folder() as folder:
        with Corpus.open(folder / "store", FakeEncoder()) as corpus:
            corpus.add([Article(title="Mill", language="en", text="The mill by the bridge grinds again.")])
        for path in [*(folder / "store").rglob("*"), folder / "store"]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        with no_rights(), Corpus.open(folder / "store", FakeEncoder()) as corpus:
            handlers = IntakeHandlers(corpus)
            *_, last = handlers.add_files([(sent, "sent.txt")], "en")
            pasted = handlers.paste({"text": "The ferry across the lake sails on Sundays."}, "en")
            removed = handlers.remove(corpus.articles()[0].id, "en")
    for told in (last["html"], pasted["message"], removed["message"]):
        assert "Isnad cannot do this at the moment" in told and str(folder) not in told
