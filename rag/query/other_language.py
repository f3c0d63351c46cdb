"""Whether a question is in a language that is neither English nor Arabic: by its alphabet, or by how it asks.

The encoder reads some of what such a question says, but nothing that was learned here tells whether it is answered.
"""

from __future__ import annotations

import unicodedata

from rag.linguistics import ASKING, ASKING_ARABIC, AUXILIARIES, strip_asking
from store.text import fold, words

_ASKING_ELSEWHERE = frozenset(
    fold(
        """qui que quoi quel quelle quels quelles où quand pourquoi comment combien qu
        qué que quién quiénes cuál cuáles cuándo dónde cómo cuánto cuánta cuántos cuántas quien quienes cual cuando
        quem qual quais onde quanto quanta quantos quantas perché quale quali quanti quante
        wer wem wen wessen welche welcher welches welchen welchem wann wo warum wieso weshalb wie wieviel womit
        waar wanneer waarom hoeveel welk kaç nasıl nerede nereden niçin neden hangi kimdir nedir
        gì nào đâu nhiêu bagaimana berapa siapa mengapa dlaczego kiedy gdzie
        چه چرا چگونه چقدر چند کدام کجا کجاست چیست کیست کہاں کیوں کیسے کتنے کتنا کتنی"""
    ).split()
)
"""Words that ask in other languages of these two alphabets, less those that are words or names here."""


def is_other_language(question: str) -> bool:
    """Whether a question is written in another alphabet, or asks in another language and not in these two as well.

    What only names something ("Port Selwick 2024") is in no language, and so in none of the others.
    """
    letters = [letter for letter in question if letter.isalpha()]
    if 2 * sum(_is_elsewhere(letter) for letter in letters) > len(letters):
        return True
    tokens = words(question)
    if not _ASKING_ELSEWHERE.intersection(tokens):
        return False
    return not any(token in ASKING | AUXILIARIES or strip_asking(token) in ASKING_ARABIC for token in tokens)


def _is_elsewhere(letter: str) -> bool:
    return not unicodedata.name(letter, "").startswith(("LATIN", "ARABIC", "FULLWIDTH LATIN"))
