"""How well copies are told from other reports: the sample articles, printed again and altered in many ways.

    python benchmarks/copies.py

Printings get what outlets do to an agency's text. Others are the same text with one thing changed, reports made from
one template, and each pair of samples of one language, most of which tell of the same days and people. For each
threshold: the share of the printings that are found, and of what is found the share that are printings; by the share
of shingles alone, and as the store decides.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

from synthetic import articles

import store.text.near_duplicates
from store import Article
from store.database.copies import index_bands, similar
from store.database.database import Database
from store.readers.article_reader import read_article
from store.sample import SAMPLE
from store.text.near_duplicates import minhash_bands, says_all_of, shingle_share
from store.text.sentences import split_sentences

Pair = tuple[str, Article, Article]
Change = Callable[[str, str, random.Random], str]

THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
CITIES = {
    "en": ("Port Alder", "Varna Bay", "Mill Cross", "Ostend Hill"),
    "ar": ("الوادي", "التل", "الميناء", "السهل"),
}
LOOKUPS = (1_000, 10_000)
NAMES = {"en": ("Halloran", "Okafor"), "ar": ("الحلواني", "قسطنطين")}
WEATHER = {
    "en": "Tomorrow will be mostly dry in {place}. The temperature will reach {a} degrees by noon. The wind will "
    "blow from the west at {b} kilometres an hour. The sea will be calm, with waves of up to {c} centimetres. The "
    "night will be clear, and the humidity will reach {d} percent by dawn.",
    "ar": "يسود غدا طقس جاف في {place}. وتبلغ درجة الحرارة {a} عند الظهر. وتهب الرياح من الغرب بسرعة {b} كيلومترا "
    "في الساعة. ويكون البحر هادئا ويصل ارتفاع الموج إلى {c} سنتيمترا. ويكون الليل صافيا وتصل الرطوبة إلى {d} في "
    "المئة فجرا.",
}
MARKET = {
    "en": "The exchange of {place} closed at {a} points on a quiet day. Banks rose by {b} percent and builders fell "
    "by {c} percent. Some {d} shares changed hands. Dealers said that investors were waiting for the interest rate.",
    "ar": "أغلقت بورصة {place} عند {a} نقطة في يوم هادئ. وارتفعت أسهم المصارف {b} في المئة وتراجعت أسهم البناء {c} "
    "في المئة. وجرى تداول {d} سهما. وقال متعاملون إن المستثمرين ينتظرون قرار الفائدة.",
}
NEW = {
    "en": "A second meeting was announced on Friday evening for the end of the month.",
    "ar": "وأعلن مساء الجمعة عن اجتماع ثان في نهاية الشهر.",
}


def lines(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


def headline(text: str, language: str, pick: random.Random) -> str:
    return {"en": "What happened and what comes next\n", "ar": "ماذا جرى وماذا بعد\n"}[language] + text


def dateline(text: str, language: str, pick: random.Random) -> str:
    agency = {"en": "(Reuters) - ", "ar": "(رويترز) - "}[language]
    return f"{pick.choice(CITIES[language])} {agency}{text}"


def credited(text: str, language: str, pick: random.Random) -> str:
    return (
        text
        + {"en": "\n(Reporting by Ada Holm; editing by Per Lind)", "ar": "\n(إعداد سامر للنشرة العربية)"}[language]
    )


def cut(share: float) -> Change:
    def _cut(text: str, language: str, pick: random.Random) -> str:
        kept = lines(text)
        return "\n".join(kept[: max(1, round(share * len(kept)))])

    return _cut


def reordered(text: str, language: str, pick: random.Random) -> str:
    kept = lines(text)
    kept.insert(1, kept.pop(len(kept) // 2))
    return "\n".join(kept)


def unbroken(text: str, language: str, pick: random.Random) -> str:
    return " ".join(text.split())


def respelled(text: str, language: str, pick: random.Random) -> str:
    if language == "ar":
        return re.sub("[\u064b-\u0652،؛]", "", text).translate(str.maketrans("أإآ", "ااا"))
    return text.replace(",", "").replace("'", "’").replace(" - ", " — ")


def everything(text: str, language: str, pick: random.Random) -> str:
    for change in (respelled, cut(0.7), dateline, credited, headline):
        text = change(text, language, pick)
    return text


def reworded(text: str, language: str, pick: random.Random) -> str:
    """One word put for another, as an editor may: here the word after the middle."""
    return _put(text, len(text) // 2, {"en": "stated", "ar": "بين"}[language])


def number(text: str, language: str, pick: random.Random) -> str:
    found = list(re.finditer(r"\d+", text))
    one = pick.choice(found) if found else None
    return f"{text[: one.start()]}{int(one[0]) + 1}{text[one.end() :]}" if one else text


def name(text: str, language: str, pick: random.Random) -> str:
    return _put(text, pick.randrange(len(text) // 4, 3 * len(text) // 4), pick.choice(NAMES[language]))


def denied(text: str, language: str, pick: random.Random) -> str:
    place = text.index(" ", pick.randrange(len(text) // 4, 3 * len(text) // 4))
    return f"{text[:place]} {({'en': 'not', 'ar': 'لم'})[language]}{text[place:]}"


def updated(text: str, language: str, pick: random.Random) -> str:
    """A new fact in place of an old one."""
    kept = lines(text)
    return "\n".join([*kept[: len(kept) // 2], NEW[language], *kept[len(kept) // 2 + 1 :]])


def _put(text: str, at: int, word: str) -> str:
    found = re.compile(r"(?<=\s)[^\W\d_]{4,}(?=\s)").search(text, at)
    assert found
    return f"{text[: found.start()]}{word}{text[found.end() :]}"


PRINTED: dict[str, Change] = {
    "another headline": headline,
    "a dateline": dateline,
    "a credit": credited,
    "cut to 90 %": cut(0.9),
    "cut to 75 %": cut(0.75),
    "cut to 60 %": cut(0.6),
    "a sentence moved": reordered,
    "without line breaks": unbroken,
    "other marks and spelling": respelled,
    "all of it, cut to 70 %": everything,
    "one word reworded": reworded,
}
ALTERED: dict[str, Change] = {
    "a number changed": number,
    "a name changed": name,
    "a denial put in": denied,
    "a fact replaced": updated,
}


def originals() -> Iterator[Article]:
    for path in sorted(SAMPLE.glob("*.md")):
        if not path.name.endswith(".en.md"):
            article = read_article(path)
            english = article.translations[0]
            yield replace(article, outlet="A", translations=())
            yield replace(article, title=english.title, text=english.text, language="en", outlet="A", translations=())


def printings() -> Iterator[Pair]:
    for kind, change in PRINTED.items():
        for number_, article in enumerate(originals()):
            yield kind, article, _changed(article, change, number_)


def others() -> Iterator[Pair]:
    for kind, change in ALTERED.items():
        for number_, article in enumerate(originals()):
            other = _changed(article, change, number_)
            if other.text != article.text:
                yield kind, article, other
    for one, other in combinations(originals(), 2):
        if one.language == other.language:
            yield "two reports of the samples", one, replace(other, outlet="B")
    for kind, templates in (("weather by a template", WEATHER), ("markets by a template", MARKET)):
        for language, template in templates.items():
            for one, other in combinations(_of_template(template, language), 2):
                yield kind, one, other


def _of_template(template: str, language: str) -> list[Article]:
    made = []
    for place in range(4):
        for day in range(4):
            values = dict(zip("abcd", random.Random(10 * place + day).sample(range(10, 99), 4), strict=True))
            text = template.format(place=CITIES[language][place], **values)
            made.append(Article(title="", text=text, outlet=f"{place}", language=language))
    return made


def _changed(article: Article, change: Change, seed: int) -> Article:
    return replace(article, outlet="B", text=change(article.text, article.language, random.Random(seed)))


def found(pair: Pair) -> bool:
    """As the store decides: found by a band, and one of the two says all that the other says."""
    _, one, other = pair
    return not minhash_bands(one.text).isdisjoint(minhash_bands(other.text)) and (
        says_all_of(one, other) or says_all_of(other, one)
    )


def by_share(pair: Pair) -> float:
    _, one, other = pair
    return max(shingle_share(one.text, other.text), shingle_share(other.text, one.text))


def precision_recall(good: list[bool], bad: list[bool]) -> str:
    every = sum(good) + sum(bad)
    return f"{sum(good) / every if every else 1:.3f} | {sum(good) / len(good):.3f}"


def main() -> None:
    good, bad = list(printings()), list(others())
    print(f"{len(good)} printings, {len(bad)} others\n")
    print("| threshold | share alone: precision | recall | the store: precision | recall |")
    print("| --- | --- | --- | --- | --- |")
    chosen = store.text.near_duplicates.CONTAINED
    for threshold in THRESHOLDS:
        store.text.near_duplicates.CONTAINED = threshold
        alone = precision_recall([by_share(p) >= threshold for p in good], [by_share(p) >= threshold for p in bad])
        print(f"| {threshold} | {alone} | {precision_recall([found(p) for p in good], [found(p) for p in bad])} |")
    store.text.near_duplicates.CONTAINED = chosen
    print(f"\nAt {chosen}:\n\n| kind | pairs | share a band | taken for copies |\n| --- | --- | --- | --- |")
    for kind in dict.fromkeys(kind for kind, *_ in good + bad):
        pairs = [pair for pair in good + bad if pair[0] == kind]
        near = sum(not minhash_bands(one.text).isdisjoint(minhash_bands(other.text)) for _, one, other in pairs)
        print(f"| {kind} | {len(pairs)} | {near} | {sum(map(found, pairs))} |")
    lookups()


def lookups() -> None:
    """How long it takes to find what an article may be a copy of, among few articles and among many."""
    asked = list(originals())
    with TemporaryDirectory() as folder:
        database = Database(Path(folder) / "isnad.sqlite3")
        held = 0
        for count in LOOKUPS:
            with database.transaction() as connection:
                for article in articles(count - held, held):
                    index_bands(connection, article)
            held = count
            times = []
            for article in asked:
                start = time.perf_counter()
                similar(database, article.text)
                times.append(time.perf_counter() - start)
            print(f"\nlookup among {count:,} articles: {1000 * sorted(times)[len(times) // 2]:.2f} ms")
        database.close()


if __name__ == "__main__":
    main()
