"""How well `spelled_alike` tells names in two alphabets: one name found, and two names taken for one.

    python benchmarks/names.py ../shared/reading/names-ar-en.txt

The file has a name in Arabic letters, a tab and the same name in Latin ones on each line. Two names are surely
different where their Arabic consonants differ (letters that render one Latin letter count as one), or where both
write another long vowel in the same place. Of such pairs some are drawn at random, and the hardest are those with the
most alike Latin letters. Short names (fewer than three consonants or four Latin letters) are left out.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from rag.linguistics import spelled_alike
from store.text import fold, word_keys

Pair = tuple[str, str]
SAMPLE = 1500
EACH = 3
_SOUND = str.maketrans("طصثزظضغقكخگچشحپڤ", "تسسسسدجججججججهبف")


def consonants(arabic: str) -> str:
    """The consonants of a name as classes of letters, doubled ones once."""
    return re.sub(r"(.)\1+", r"\1", re.sub("[اويءعه]", "", fold(arabic).translate(_SOUND)))


def contradict(one: str, other: str) -> bool:
    """Whether two names with the same consonants have another long vowel in the same place."""
    places = [re.findall("([اويءع]*)[^اويءع]", fold(name)) for name in (one, other)]
    same = len(places[0]) == len(places[1])
    return same and any(a and b and not set(a) & set(b) for a, b in list(zip(*places, strict=True))[1:])


def look_alikes(sample: Sequence[Pair], by_consonants: dict[str, list[Pair]]) -> tuple[list[Pair], list[Pair]]:
    """The most alike names with one consonant more or less, and with the same consonants and other vowels."""
    near: dict[str, set[str]] = defaultdict(set)
    for key in by_consonants:
        for at in range(len(key)):
            near[key[:at] + key[at + 1 :]].add(key)
    of_consonants, of_vowels = [], []
    for arabic, latin in sample:
        key = consonants(arabic)
        longer_or_shorter = near[key] | {key[:at] + key[at + 1 :] for at in range(len(key))} & by_consonants.keys()
        others = [pair for other in sorted(longer_or_shorter - {key}) for pair in by_consonants[other]]
        of_consonants += [(arabic, other) for other in _most_alike(latin, others)]
        others = [pair for pair in by_consonants[key] if contradict(arabic, pair[0])]
        of_vowels += [(arabic, other) for other in _most_alike(latin, others)]
    return of_consonants, of_vowels


def _most_alike(latin: str, others: Sequence[Pair]) -> list[str]:
    alike = sorted({(-SequenceMatcher(None, latin, other).ratio(), other) for _, other in others if other != latin})
    return [other for _, other in alike[:EACH]]


def in_arabic(arabic: str, latin: str) -> bool:
    """Whether a question's Arabic name finds the other in articles in English."""
    return spelled_alike(fold(arabic), word_keys(latin)[0])


def in_latin(arabic: str, latin: str) -> bool:
    """Whether a question's name in Latin letters finds the other in Arabic articles."""
    return any(spelled_alike(latin, form) for form in word_keys(fold(arabic)))


def share(matched: Callable[[str, str], bool], pairs: Sequence[Pair]) -> str:
    """The share of pairs taken for one name, of how many."""
    return f"{sum(matched(*pair) for pair in pairs) / max(1, len(pairs)):.4f} of {len(pairs)}"


def main() -> None:
    """Print the shares for questions in either alphabet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", type=Path)
    lines = [line.split("\t") for line in parser.parse_args().names.read_text("utf-8").splitlines()]
    pairs = [(line[0], line[1]) for line in lines if len(line) == 2 and re.fullmatch("[a-z]{4,}", line[1])]
    pairs = [pair for pair in pairs if len(consonants(pair[0])) >= 3]
    by_consonants: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_consonants[consonants(pair[0])].append(pair)
    drawn = random.Random(7)
    sample = drawn.sample(pairs, min(SAMPLE, len(pairs)))
    at_random = [(arabic, drawn.choice(pairs)[1]) for arabic, _ in sample for _ in range(10)]
    at_random = [pair for pair in at_random if pair not in set(pairs)]
    of_consonants, of_vowels = look_alikes(sample, by_consonants)
    sets = {"one name": sample, "at random": at_random, "other consonant": of_consonants, "other vowel": of_vowels}
    for name, of_set in sets.items():
        print(f"{name:16} Arabic question {share(in_arabic, of_set)}, Latin question {share(in_latin, of_set)}")


if __name__ == "__main__":
    main()
