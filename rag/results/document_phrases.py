"""The words around an answer that is kept as a document, in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentPhrases:
    """One language's; {…} marks what is filled in."""

    understood: str
    answer: str
    confidence: str
    written_by: str
    sources: str
    closest: str
    differs: str
    comma: str
    translation: str
    machine: str
    outlet: str
    date: str
    address: str
    characters: str
    article: str
    printed: str
    corpus: str
    isnad: str


DOCUMENT_PHRASES = {
    "en": DocumentPhrases(
        understood="Understood as: {question}",
        answer="Answer",
        confidence="{words} Confidence: {number:.2f} of 1.",
        written_by="Written by the language model {model}; each sentence was checked against the quotes below.",
        sources="Exact quotes",
        closest="Closest passages",
        differs="Reported differently in {marks}.",
        comma=", ",
        translation="Translation: {text}",
        machine="Machine translation by {model}: {text}",
        outlet="Outlet",
        date="Date",
        address="Address",
        characters="Characters of the article's text",
        article="Article's id",
        printed="Also printed by",
        corpus="Version of the corpus",
        isnad="Made by Isnad",
    ),
    "ar": DocumentPhrases(
        understood="فُهم السؤال: {question}",
        answer="الجواب",
        confidence="{words} الثقة: {number:.2f} من 1.",
        written_by="كتب هذا النموذج اللغوي {model}، وقورنت كل جملة بالاقتباسات أدناه.",
        sources="الاقتباسات بنصها",
        closest="أقرب المقاطع",
        differs="جاء غير ذلك في {marks}.",
        comma="، ",
        translation="الترجمة: {text}",
        machine="ترجمة آلية بنموذج {model}: {text}",
        outlet="الوسيلة",
        date="التاريخ",
        address="العنوان",
        characters="موضعه في نص المقال بالأحرف",
        article="معرّف المقال",
        printed="ونشرته أيضًا",
        corpus="نسخة المجموعة",
        isnad="أعدّه إسناد",
    ),
}
