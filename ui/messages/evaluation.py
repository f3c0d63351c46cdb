"""What `isnad eval` says, in both languages (docs/EVALUATION.md)."""

from __future__ import annotations

from typing import Final

from ui.messages.sentence import Sentence

MEASURES: Final = {
    "questions": Sentence(en="questions", ar="الأسئلة"),
    "ndcg_at_10": Sentence(en="retrieval: nDCG@10", ar="الاسترجاع: nDCG@10"),
    "recall_at_1": Sentence(en="retrieval: recall@1", ar="الاسترجاع: recall@1"),
    "recall_at_5": Sentence(en="retrieval: recall@5", ar="الاسترجاع: recall@5"),
    "recall_at_10": Sentence(en="retrieval: recall@10", ar="الاسترجاع: recall@10"),
    "facets_retrieved": Sentence(en="facets in the passages", ar="الجوانب في المقاطع"),
    "evidence_first": Sentence(en="evidence first", ar="الدليل أولًا"),
    "evidence_cited": Sentence(en="evidence cited", ar="الدليل مذكور"),
    "facet_recall": Sentence(en="facet recall", ar="الجوانب المذكورة"),
    "citation_precision": Sentence(en="citation precision", ar="دقة الاقتباس"),
    "false_refusals": Sentence(en="false refusals", ar="رفض في غير محله"),
    "false_answers": Sentence(en="false answers", ar="جواب في غير محله"),
    "auc": Sentence(en="confidence: AUC", ar="الثقة: AUC"),
    "calibration_error": Sentence(en="confidence: calibration error", ar="الثقة: خطأ المعايرة"),
    "verbatim": Sentence(en="verbatim", ar="مطابقة النص"),
}
# What a language model wrote, where one does: the fields of a `Tally`
WRITING: Final = {
    "asked": Sentence(en="written: answers asked for", ar="الكتابة: أجوبة مطلوبة"),
    "shown": Sentence(en="written: answers shown", ar="الكتابة: أجوبة معروضة"),
    "sentences": Sentence(en="written: sentences", ar="الكتابة: الجمل"),
    "kept": Sentence(en="sentences kept", ar="جمل مقبولة"),
    "quoted": Sentence(en="sentences replaced by their quote", ar="جمل حل محلها اقتباسها"),
    "dropped": Sentence(en="sentences dropped", ar="جمل محذوفة"),
    "marks": Sentence(en="marks shown", ar="الإحالات المعروضة"),
    "marks_verified": Sentence(en="marks verified", ar="إحالات مطابقة"),
}
NOT_KEPT: Final = {
    "no mark": Sentence(en="not kept: no mark", ar="غير مقبولة: بلا إحالة"),
    "unknown mark": Sentence(en="not kept: unknown mark", ar="غير مقبولة: إحالة مجهولة"),
    "number": Sentence(en="not kept: number or day", ar="غير مقبولة: رقم أو يوم"),
    "name": Sentence(en="not kept: name", ar="غير مقبولة: اسم"),
    "meaning": Sentence(en="not kept: meaning", ar="غير مقبولة: معنى"),
    "markup": Sentence(en="not kept: markup", ar="غير مقبولة: رموز صفحات"),
}
QUOTED: Final = {
    "too little borne out": Sentence(en="quoted instead: too little borne out", ar="اقتباس بدلًا منه: قلّ المسند"),
    "no answer found": Sentence(en="quoted instead: no answer found", ar="اقتباس بدلًا منه: لا جواب"),
    "failed": Sentence(en="quoted instead: model failed", ar="اقتباس بدلًا منه: فشل النموذج"),
}
TOGETHER = Sentence(en="all", ar="الكل")
EVALUATING = Sentence(en="Asking the questions", ar="طرح الأسئلة")
LATENCY = Sentence(
    en="An answer takes {p50:.1f} ms (95 %: {p95:.1f} ms), {ratio:.1f} times embedding its question alone.",
    ar="يستغرق الجواب {p50:.1f} ملي ثانية (‏95٪: {p95:.1f})، أي {ratio:.1f} ضعف ترميز السؤال وحده.",
)
WRONG = Sentence(
    en="Wrong: {wrong} of {questions}. --wrong lists them.", ar="الخطأ: {wrong} من {questions}. يسردها ‎--wrong."
)
FAULTS: Final = {
    "answered": Sentence(en="answered, though the articles do not", ar="أُجيب عنه ولا جواب في المقالات"),
    "refused": Sentence(en="refused, though the articles answer", ar="رُفض وجوابه في المقالات"),
    "no evidence": Sentence(en="answered without evidence", ar="أُجيب عنه بلا دليل"),
}
IN_NO_ARTICLE = Sentence(
    en="question {id}: the text of no article has the sentence “{sentence}”. Copy it as `isnad show` prints it.",
    ar="السؤال {id}: لا يوجد في نص أي مقال «{sentence}». انسخ الجملة كما يعرضها ‎`isnad show`‎.",
)
MORE_IN_NO_ARTICLE = Sentence(
    en="{count} more sentences are in no article: see “missing” in {path}.",
    ar="جمل أخرى ليست في أي مقال ({count}): انظر «missing» في {path}.",
)
PASSED_OVER = Sentence(
    en="Passed over, for nobody knows yet what is true of them: {count} questions with “answerable”: null.",
    ar="أسئلة لم تُقيَّم لأن جوابها الصحيح غير معروف بعد («answerable»: null): {count}.",
)
WRITTEN = Sentence(
    en="The figures are in {document}, the plot in {plot}.", ar="الأرقام في {document}، والرسم في {plot}."
)
WHAT_TO_EVALUATE = Sentence(
    en="Give both a folder of articles and a file of questions, or only the questions with --store, or nothing for "
    "the samples.",
    ar="اذكر مجلد المقالات وملف الأسئلة معًا، أو ملف الأسئلة وحده مع ‎--store، أو لا تذكر شيئًا لتقييم المقالات "
    "التجريبية.",
)
