"""Outlet, day and title of articles that come as raw exports: how often they are right where the export tells them.

python benchmarks/exports.py NEWS.jsonl [--half look|figures] [--seed 7] [--show 20]

Each article becomes a web page, a JSON record, a row of CSV and a text, with fields left out at random; where a field
is left out the address, the page's metadata or a line of the text tells it, or nothing does, and then nothing is
counted. Half of the articles are to look at while readers are changed ("look"), with the first forms of days below;
the others ("figures") are written with the other forms too. A field that the article lacks is invented.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import json
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))

from hijridate import Gregorian

from store import Article
from store.readers.containers import read_articles

_AR = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()
_LEVANT = "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول".split("|")
_HIJRI = "محرم|صفر|ربيع الأول|ربيع الآخر|جمادى الأولى|جمادى الآخرة|رجب|شعبان|رمضان|شوال|ذو القعدة|ذو الحجة".split("|")
_EN = "January February March April May June July August September October November December".split()
_DAYS_AR = "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split()
_DAYS_EN = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

FORMS = {
    "ar": [
        "{wa} - {hd} {hm} {hy} هـ - {d} {m} {y} م",
        "{d} {lev} ({m}) {y}",
        "{d} {lev} {y}",
        "{d} {m} {y}م",
        "{wa} {hd}/{hn}/{hy}هـ الموافق {d}/{n}/{y}م",
        "{hd} {hm} {hy}",
        "آخر تحديث: {d} {m} {y}",
        "{iso}T14:30:00+03:00",
        "{wa}، {d} {m} {y}، 14:30",
        "{d}.{n}.{y}",
        "بقلم سامي - {d} {m} {y}",
        "{d} {m}/{lev} {y}",
    ],
    "en": [
        "{we} {d} {e} {y}",
        "{e} {d}, {y}",
        "{a} {d}, {y}",
        "{d} {a} {y}, 2:30 p.m. GMT",
        "{iso} 14:30:00",
        "Updated: {e} {d}, {y}",
        "{iso}T14:30:00Z",
        "By Ada Lovell | {d} {e} {y}",
    ],
}
HELD_FORMS = {
    "ar": [
        "نُشر في: {d}-{n}-{y}",
        "{wa} {d} {lev} {y} | 02:30 م بتوقيت حارن",
        "{d} {m}، {y} - 10:15 ص",
        "حُرر في {d}/{n}/{y}",
        "{y}/{n}/{d} - 14:30",
        "{hd} {hm} {hy}هـ",
        "تاريخ النشر: {wa} {d} {m} {y} الساعة 9:05",
        "{wa} {d} {lev} / {m} {y}",
        "حارن - {wa} {d} {m} {y}",
    ],
    "en": [
        "Published on {e} {d}, {y} at 10:15 AM EST",
        "Last updated {d} {a} {y} 10.30 BST",
        "{we}, {a}. {d}, {y}",
        "First published: {d} {e} {y}",
        "{y}.{n}.{d}",
        "HARN, {e} {d}, {y}",
        "{d} {e} {y} | 14:30 | Harn",
        "Posted {a} {d}, {y}",
    ],
}
_OUTLETS = {
    "ar": ["بريد الضفة", "أخبار الوادي", "صدى حارن"],
    "en": ["Elm Valley Ledger", "Harn Today", "The Brenn Mirror"],
}
_AROUND_TITLE = ["{t}", "{t}", "{t} | {o}", "{t} - {o}", "{t} – News | {o}"]
_KEYS = {
    "title": ["title", "headline", "العنوان"],
    "text": ["text", "body", "content"],
    "date": ["date", "publishedAt", "pubDate"],
    "outlet": ["outlet", "source", "publisher"],
    "url": ["url", "link"],
}
_OF_SITE = re.compile(r"\s[|–—-]\s|[A-Z]{3,}\.\w")
"""A title with the name of its site in it, which the row's other fields do not have."""
FIELDS = ("outlet", "date", "title")


@dataclass(frozen=True)
class Truth:
    """An article whole, as its exports are made from it; `scored` are the fields whose truth is beyond doubt."""

    title: str
    text: str
    outlet: str
    date: dt.date
    url: str
    language: str
    scored: frozenset[str] = frozenset(FIELDS)

    @property
    def host(self) -> str:
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


@dataclass(frozen=True)
class Export:
    """A file, and what it tells: the right value of each field that it says."""

    kind: str
    data: str
    right: dict[str, object]
    how: str


class Maker:
    """Makes the exports of one half of the articles."""

    def __init__(self, seed: int, forms: dict[str, list[str]]) -> None:
        self._chance = random.Random(seed)
        self._forms = forms

    def truth(self, row: dict[str, str], number: int) -> Truth:
        """The row with what it lacks invented; a title that names its site, or is no title, is not scored."""
        language = "ar" if row["language"] == "ar" else "en"
        day = dt.date(2015, 1, 1) + dt.timedelta(self._chance.randrange(3000))
        day = dt.date.fromisoformat(row["date"]) if row["date"] else day
        outlet = row["outlet"] or self._chance.choice(_OUTLETS[language])
        slug = f"story-{number}"
        path = f"{day:%Y/%m/%d}/{slug}" if self._chance.random() < 0.5 else f"{day.year}/{day.month}/{day.day}/{slug}"
        url = f"https://www.{self._host(outlet, number)}/news/{path}"
        sure = (
            not _OF_SITE.search(row["title"])
            and not re.search(r"^\W*$|…$", row["title"])
            and len(row["title"].split()) > 3
        )
        body = row["text"].strip()
        if len(body.split()) < 40:
            sure = False  # the text of some is its title again
        scored = {"date"} | ({"title"} if sure else set()) | (set() if _OF_SITE.search(row["title"]) else {"outlet"})
        return Truth(" ".join(row["title"].split()), body, outlet, day, url, language, frozenset(scored))

    def _host(self, outlet: str, number: int) -> str:
        letters = re.sub(r"[^a-z]", "", outlet.lower())
        return f"{letters or f'akhbar{number % 9}'}.example.com"

    def day(self, date: dt.date, language: str, plain: bool = False) -> str:
        """The day as a site or a program may write it."""
        hijri = Gregorian.fromdate(date).to_hijri()
        forms = [
            form for form in self._forms[language] if not plain or not re.search("سامي|حارن|Ada|[Hh]arn|HARN", form)
        ]
        return self._chance.choice(forms).format(
            d=date.day,
            n=date.month,
            y=date.year,
            iso=date.isoformat(),
            m=_AR[date.month - 1],
            lev=_LEVANT[date.month - 1],
            e=_EN[date.month - 1],
            a=_EN[date.month - 1][:3],
            wa=_DAYS_AR[date.weekday()],
            we=_DAYS_EN[date.weekday()],
            hd=hijri.day,
            hn=hijri.month,
            hy=hijri.year,
            hm=_HIJRI[hijri.month - 1],
        )

    def _undated(self, truth: Truth) -> Truth:
        """With an address that has no day in it."""
        return replace(truth, url=re.sub(r"/\d{4}/\d+/\d+/", "/", truth.url))

    def _date_page(self, truth: Truth, how: int, head: list[str], ld: dict[str, object]) -> str:
        """Write the day into a page's metadata, or return the line that shows it; `how` it is done."""
        later = (truth.date + dt.timedelta(2)).isoformat()
        if how == 0:
            ld |= {"dateModified": f"{later}T10:00:00+00:00", "datePublished": f"{truth.date}T09:00:00+00:00"}
        elif how == 1:
            head.append(f'<meta property="article:modified_time" content="{later}T10:00:00Z">')
            head.append(f'<meta property="article:published_time" content="{truth.date}T09:00:00Z">')
        elif how == 2:
            return f"<time datetime='{truth.date}T12:00'>{self.day(truth.date, truth.language, True)}</time>"
        elif how == 3:
            return f"<time>\u202d{self.day(truth.date, truth.language, True)}\u202c</time>"
        elif how == 4:
            return f"<div class='meta'><span>{self.day(truth.date, truth.language)}</span></div>"
        return ""

    def page(self, truth: Truth) -> Export:
        """A web page."""
        right: dict[str, object] = {"title": truth.title}
        site, day = self._chance.randrange(4), self._chance.randrange(6)
        head: list[str] = []
        ld: dict[str, object] = {}
        if day != 5:
            truth = self._undated(truth)
        right["outlet"] = truth.outlet if site < 3 else truth.host
        if site == 0:
            ld["publisher"] = {"@type": "Organization", "name": truth.outlet}
        if site in (1, 2):
            head.append(f'<meta property="og:site_name" content="{escape(truth.outlet)}">')
        around = self._chance.choice(_AROUND_TITLE) if site < 3 else "{t}"
        title = escape(around.format(t=truth.title, o=truth.outlet))
        head.append(f"<title>{title}</title>")
        if self._chance.random() < 0.5:
            head.append(f'<meta property="og:title" content="{title}">')
        h1 = f"<h1>{escape(truth.title)}</h1>" if self._chance.random() < 0.7 else ""
        line = self._date_page(truth, day, head, ld)
        right["date"] = truth.date
        if self._chance.random() < 0.9 or site == 3 or day == 5:
            head.append(f'<link rel="canonical" href="{truth.url}">')
        if ld:
            ld = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": truth.title} | ld
            head.append(f'<script type="application/ld+json">{json.dumps(ld, ensure_ascii=False)}</script>')
        body = "".join(f"<p>{escape(part)}</p>" for part in truth.text.split("\n") if part.strip())
        data = (
            f'<!DOCTYPE html><html lang="{truth.language}"><head><meta charset="utf-8">{"".join(head)}</head><body>'
            f'<nav><a href="/">Home</a> <a href="/x">World</a></nav><main><article>'
            f"{h1}{line}{body}</article></main><footer><p>© All rights reserved</p></footer></body></html>"
        )
        return Export(".html", data, right, f"site {site} day {day} {line}")

    def _record(self, truth: Truth) -> tuple[dict[str, object], dict[str, object], str]:
        """A record with fields left out, what it tells, and how."""
        right: dict[str, object] = {"title": truth.title, "outlet": truth.outlet, "date": truth.date}
        record: dict[str, object] = {"title": truth.title, "text": truth.text, "outlet": truth.outlet}
        day = self._chance.randrange(5)
        if day < 4:
            truth = self._undated(truth)
            noon = dt.datetime.combine(truth.date, dt.time(12), dt.UTC)
            stamp = int(noon.timestamp())
            record["date"] = (
                self.day(truth.date, truth.language, True)
                if day == 0
                else stamp
                if day == 1
                else stamp * 1000
                if day == 2
                else noon.strftime("%a, %d %b %Y %H:%M:%S GMT")
            )
        record["url"] = truth.url
        if self._chance.random() < 0.4:
            del record["outlet"]
            right["outlet"] = truth.host
        elif self._chance.random() < 0.4:
            record["title"] = self._chance.choice(_AROUND_TITLE).format(t=truth.title, o=truth.outlet)
        if self._chance.random() < 0.2:
            del record["title"]
            record["text"] = f"{truth.title}\n{truth.text}"
        named = {self._chance.choice(_KEYS[key]): value for key, value in record.items()}
        return named, right, f"day {day} {record.get('date')}"

    def json(self, truth: Truth) -> Export:
        """A file with one JSON object."""
        record, right, how = self._record(truth)
        return Export(".json", json.dumps([record], ensure_ascii=False), right, how)

    def row(self, truth: Truth) -> Export:
        """A CSV file with one row, as Excel saves it."""
        record, right, how = self._record(truth)
        into, delimiter = io.StringIO(), self._chance.choice(",;\t")
        writer = csv.writer(into, delimiter=delimiter)
        writer.writerows([list(record), list(record.values())])
        sep = f"sep={delimiter}\n" if self._chance.random() < 0.5 else ""
        return Export(".csv", "\ufeff" + sep + into.getvalue(), right, how)

    def plain(self, truth: Truth) -> Export:
        """A text, with front matter or without."""
        right: dict[str, object] = {"title": truth.title, "date": truth.date}
        lines: list[str] = []
        day = self.day(truth.date, truth.language)
        if self._chance.random() < 0.5:
            keys = {"title": truth.title, "url": truth.url, "date": truth.date.isoformat()}
            if self._chance.random() < 0.3:
                keys["title"] = f'"{truth.title.split()[0]}" {" ".join(truth.title.split()[1:])}'
                right["title"] = keys["title"]
            if self._chance.random() < 0.5:
                del keys["date"]
                if self._chance.random() < 0.5:
                    keys["url"] = self._undated(truth).url
                    lines = [day, ""]
            right["outlet"] = truth.outlet if self._chance.random() < 0.5 else truth.host
            if right["outlet"] == truth.outlet:
                keys["outlet"] = truth.outlet
            lines = ["---", *(f"{key}: {value}" for key, value in keys.items()), "---", *lines]
        else:
            lines = [truth.title, day] if self._chance.random() < 0.7 else [day, "", truth.title]
        return Export(
            ".md" if lines[0] == "---" else ".txt", "\n".join([*lines, truth.text]), right, " / ".join(lines)[:200]
        )


def read(export: Export, folder: Path) -> Article | None:
    """What Isnad makes of an export; None where it is refused."""
    path = folder / f"export{export.kind}"
    path.write_text(export.data, encoding="utf-8")
    got = [article for _, article in read_articles(path)]
    return got[0] if len(got) == 1 and isinstance(got[0], Article) else None


def main() -> None:
    """Print a row for each kind of export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("--half", choices=("look", "figures"), default="look")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", type=int, default=0, help="so many wrong ones; of the half to look at only")
    asked = parser.parse_args()
    held = asked.half == "figures"
    forms = {language: FORMS[language] + (HELD_FORMS[language] if held else []) for language in FORMS}
    maker = Maker(asked.seed, forms)
    rows = [json.loads(line) for line in asked.news.read_text(encoding="utf-8").splitlines()]
    truths = [maker.truth(row, n) for n, row in enumerate(rows) if row["text"].strip() and n % 2 == int(held)]
    makers: dict[str, Callable[[Truth], Export]] = {
        "web page": maker.page,
        "JSON": maker.json,
        "CSV": maker.row,
        "text": maker.plain,
    }
    right, told, wrong = Counter[tuple[str, str]](), Counter[tuple[str, str]](), []
    with tempfile.TemporaryDirectory() as folder:
        for truth in truths:
            for name, make in makers.items():
                export = make(truth)
                got = read(export, Path(folder))
                for field in sorted(set(export.right) & truth.scored):
                    told[name, field] += 1
                    value = getattr(got, field, None)
                    if value == export.right[field]:
                        right[name, field] += 1
                    else:
                        wrong.append(f"{name} {field}: {export.right[field]!s} | {value!s} | {export.how}")
    print("| export | " + " | ".join(f"{field} right of told" for field in FIELDS) + " |\n" + "| --- " * 4 + "|")
    for name in [*makers, "all"]:
        counts = [
            tuple(
                sum(n for (kind, of), n in count.items() if of == field and name in (kind, "all"))
                for count in (right, told)
            )
            for field in FIELDS
        ]
        print(
            f"| {name} | " + " | ".join(f"{one} of {all_} ({one / max(all_, 1):.3f})" for one, all_ in counts) + " |"
        )
    for line in random.Random(asked.seed).sample(wrong, min(asked.show, len(wrong))) if not held else ():
        print(line)


if __name__ == "__main__":
    main()
