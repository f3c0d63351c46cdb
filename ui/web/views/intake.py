"""The form that adds articles, and the report of what became of each file, as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from store import Article, Corpus, Span
from store.ingestion import IngestReport
from store.readers import BYTES_OF_TYPE, KNOWN_TYPES, MOST_CHARACTERS
from ui.messages import Message
from ui.messages import page as page_messages
from ui.web.views.anchors import Reference
from ui.web.views.html import close, escape, tag

UPLOAD_BYTES = 50_000_000
"""Of one file that is sent to the page: what `launch(max_file_size=…)` is given."""
_NAMED = 300  # articles of one fate; how many more there are is said
_TITLE = 90

Failed = tuple[str, str, str]
"""A file's name, why it gave no article in the reader's language, "" where that is not known, and in English."""


def short(title: str) -> str:
    """A title in a sentence of the page's own."""
    line = " ".join(title[: 2 * _TITLE].split())
    return line if len(line) <= _TITLE else f"{line[:_TITLE].rstrip()}…"


def report(corpus: Corpus, made: IngestReport, same: Sequence[str], failed: Sequence[Failed], language: str) -> str:
    """What became of everything given, one list for each fate; `same` are files with the content of another."""
    fates = {
        "added": _titles(corpus, made.added, language),
        "updated": _titles(corpus, made.updated, language),
        "unchanged": _titles(corpus, made.unchanged, language),
        "duplicate": [*_titles(corpus, made.duplicates, language), *map(_file, same)],
        "failed": [_failure(*each, language) for each in failed],
    }
    return "".join(_fate(name, items, language) for name, items in fates.items() if items)


def _fate(name: str, items: Sequence[str], language: str) -> str:
    """One list of a report. The script joins those of several reports by their `data-fate`, and counts anew."""
    key = f"FATE_{name.upper()}"
    said = f'<span data-say="{key}">{_say(getattr(page_messages, key), language)}</span>'
    heading = f'<h3>{said} <b class="isnad-count">{len(items):,}</b></h3>'
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f'<section class="isnad-fate" data-fate="{name}">{heading}<ul>{listed}</ul></section>'


def _titles(corpus: Corpus, ids: Sequence[str], language: str) -> list[str]:
    """The articles, each leading to itself; those beyond the first some hundred as dots, so that they count."""
    found = {article.id: article for article in corpus.articles(list(dict.fromkeys(ids))[:_NAMED])}
    return [_title(found[id_], language) if id_ in found else "…" for id_ in ids]


def _title(article: Article, language: str) -> str:
    address = Reference(article.id, Span(0, 0), (), language)
    return f'<a href="{address}" dir="auto">{escape(short(article.title))}</a>'


def _file(name: str) -> str:
    return f"<bdi>{escape(name)}</bdi>"


def _failure(name: str, said: str, reason: str, language: str) -> str:
    why = said or (page_messages.REASON_IN_ENGLISH.to(language) if language != "en" else "")
    return f"{_file(name)} {escape(why)} {_english(reason)}"


def _english(reason: str) -> str:
    return tag("span", escape(reason), "isnad-reason", "en") if reason else ""


def amiss(name: str, reason: str, language: str) -> str:
    """That nothing could be added, by the name of the page's sentence, and what the store said of it."""
    return refused(getattr(page_messages, name).to(language), reason, language)


def refused(said: str, reason: str, language: str) -> str:
    """A sentence that something was not done, and what the store said of it in English."""
    return tag("p", f"{escape(said)} {_english(reason)}".strip(), "isnad-error", language)


def closed(language: str) -> str:
    """What stands there for those who may not add articles."""
    return _whole(tag("p", escape(page_messages.MAY_NOT_WRITE.to(language)), "isnad-note", language), language)


def form(language: str) -> str:
    """The ways to add articles, what is taken, and where the script tells how far it is."""
    return _whole(_drop(language) + _progress() + _paste(language), language)


def _whole(inside: str, language: str) -> str:
    bar = f'<div class="isnad-bar">{close(language)}</div><h2>{_say(page_messages.ADD, language)}</h2>'
    return tag("section", bar + inside, "isnad-view isnad-adding", language)


def _drop(language: str) -> str:
    accept = ",".join(KNOWN_TYPES)
    files = _chooser("files", page_messages.CHOOSE_FILES, f'accept="{accept}"', language)
    folder = _chooser("folder", page_messages.CHOOSE_FOLDER, "webkitdirectory", language)
    limits = " ".join(f'data-limit-{type_[1:]}="{most}"' for type_, most in BYTES_OF_TYPE.items())
    accepted = page_messages.WHAT_IS_TAKEN.to(
        language,
        types=" ".join(f"\u200e{each}\u200e" for each in KNOWN_TYPES),  # a dot stays before its letters
        most=_megabytes(UPLOAD_BYTES),
        text=_megabytes(BYTES_OF_TYPE[".txt"]),
        page=_megabytes(BYTES_OF_TYPE[".html"]),
    )
    return (
        f'<div id="isnad-drop" data-types="{accept}" data-limit="{UPLOAD_BYTES}" {limits}>'
        f"<p>{_say(page_messages.DROP_HERE, language)}</p><p>{files} {folder}</p>"
        f'<p class="isnad-taken">{escape(accepted)}</p></div>'
    )


def _chooser(name: str, said: Message, attributes: str, language: str) -> str:
    """A file field that looks like a button: the field is there, unseen, for keys and screen readers."""
    field = f'<input type="file" multiple {attributes} id="isnad-{name}" class="isnad-do-choose">'
    return f'<label class="isnad-button">{field}<span>{_say(said, language)}</span></label>'


def _progress() -> str:
    """The script fills these: how far it is, then what became of everything."""
    return (
        '<div id="isnad-adding-progress" hidden><p role="status"></p><progress max="1" value="0" '
        'data-say-label="HOW_FAR"></progress><button type="button" class="isnad-do-haltadding" '
        'data-say="STOP"></button></div><div id="isnad-adding-report" tabindex="-1"></div>'
    )


def _paste(language: str) -> str:
    rows = [
        ("title", page_messages.FIELD_TITLE, 'type="text" dir="auto"'),
        ("outlet", page_messages.OUTLET, 'type="text" dir="auto"'),
        ("date", page_messages.FIELD_DATE, 'type="date"'),
        ("url", page_messages.FIELD_URL, 'type="url" dir="ltr" placeholder="https://…"'),
    ]
    fields = "".join(_label(said, f'<input name="{name}" {kind}>', language) for name, said, kind in rows)
    text = f'<textarea name="text" rows="8" dir="auto" required maxlength="{MOST_CHARACTERS}"></textarea>'
    return (
        f"<h3>{_say(page_messages.PASTE_HEADING, language)}</h3>"
        f'<form class="isnad-do-paste" novalidate>{fields}{_label(page_messages.FIELD_TEXT, text, language)}'
        f'<button type="submit">{_say(page_messages.DO_ADD, language)}</button></form>'
        '<div id="isnad-paste-report" role="status"></div>'
    )


def _label(said: Message, field: str, language: str) -> str:
    return f"<label><span>{_say(said, language)}</span>{field}</label>"


def _say(said: Message, language: str) -> str:
    return escape(said.to(language))


def _megabytes(count: int) -> str:
    return f"{count // 1_000_000}"
