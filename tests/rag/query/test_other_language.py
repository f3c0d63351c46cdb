"""A question in another language is told from those in English and Arabic, and from what only names something."""

from __future__ import annotations

import pytest

from rag.query import is_other_language

ELSEWHERE = (
    "Combien coûte le dragage du port de Selwick ?",
    "Qui dirige le syndicat des pêcheurs ?",
    "Où le hareng est-il allé ?",
    "Qu'est-ce que les boulangers demandent ?",
    "¿Quién dirige el sindicato?",
    "Wie viel kostet die Brücke in Marrow?",
    "Quanto custa a ponte de Marrow?",
    "Hoeveel kost de brug van Marrow?",
    "Köprü nasıl yapıldı?",
    "Ai đã xây cây cầu nào ở Marrow?",
    "Сколько стоит мост?",
    "Πόσο κοστίζει η γέφυρα;",
    "桥多少钱？",
    "이 다리는 얼마입니까?",
    "هزینه پل چقدر است؟",
    "پل کی قیمت کتنی ہے؟",
)
NEITHER_SO = (
    "How much did the bridge at Où-Vas cost?",
    "Who sings Que Sera?",
    "Selwick bridge 2024",
    "What did Le Quotidien du Port report?",
    "Did Kim see Como?",
    "كم ثمن الجسر؟",
    "أخبار سلوك",
    "كم cost الجسر in Selwick؟",
    "what is الجسر؟",
    "bakers الخبازين strike لماذا",
    "2024?",
)


@pytest.mark.parametrize("question", ELSEWHERE)
def test_another_language_is_told_by_its_letters_or_by_how_it_asks(question: str) -> None:
    assert is_other_language(question)


@pytest.mark.parametrize("question", NEITHER_SO)
def test_english_and_arabic_alone_or_mixed_are_none(question: str) -> None:
    assert not is_other_language(question)
