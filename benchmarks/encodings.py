"""How often a text's encoding is told without a mark.

    python benchmarks/encodings.py

Stretches of the sample articles and of their translations, of so many words, in each encoding that can write them.
"""

from __future__ import annotations

from collections.abc import Iterator

from store.errors import ReadingError
from store.readers.article_reader import read_article
from store.readers.formats.encodings import decode_text
from store.sample import SAMPLE

WORDS = (3, 10, 100)
EVERY = 40
ENCODINGS = {
    "ar": ("utf-8", "utf-16-le", "utf-16-be", "windows-1256", "iso-8859-6"),
    "en": ("utf-8", "utf-16-le", "utf-16-be", "windows-1252"),
}


def stretches(language: str, words: int) -> Iterator[str]:
    for path in sorted(SAMPLE.glob("*.md")):
        if path.name.endswith(".en.md"):
            continue
        article = read_article(path)
        text = article.text if language == "ar" else article.translations[0].text
        found = text.split()
        yield from (" ".join(found[at : at + words]) for at in range(0, len(found) - words, EVERY))


def read(data: bytes) -> str:
    try:
        return decode_text(data, "file")
    except ReadingError:
        return ""


def main() -> None:
    print("| | words | stretches | told |\n| --- | --- | --- | --- |")
    for language, encodings in ENCODINGS.items():
        for encoding in encodings:
            for words in WORDS:
                pairs = []
                for text in stretches(language, words):
                    try:
                        pairs.append((text, text.encode(encoding)))
                    except UnicodeEncodeError:
                        continue
                right = sum(read(data) == text for text, data in pairs)
                print(f"| {language}, {encoding} | {words} | {len(pairs)} | {right} |")


if __name__ == "__main__":
    main()
