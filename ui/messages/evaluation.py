"""What `isnad eval` says, in both languages (docs/EVALUATION.md)."""

from __future__ import annotations

from typing import Final

from ui.messages.message import Message

MEASURES: Final = {
    "questions": Message(en="questions", ar="الأسئلة"),
    "ndcg_at_10": Message(en="retrieval: nDCG@10", ar="الاسترجاع: nDCG@10"),
    "recall_at_1": Message(en="retrieval: recall@1", ar="الاسترجاع: recall@1"),
    "recall_at_5": Message(en="retrieval: recall@5", ar="الاسترجاع: recall@5"),
    "recall_at_10": Message(en="retrieval: recall@10", ar="الاسترجاع: recall@10"),
    "facets_retrieved": Message(en="facets in the passages", ar="الجوانب في المقاطع"),
    "evidence_first": Message(en="evidence first", ar="الدليل أولًا"),
    "evidence_cited": Message(en="evidence cited", ar="الدليل مذكور"),
    "facet_recall": Message(en="facet recall", ar="الجوانب المذكورة"),
    "citation_precision": Message(en="citation precision", ar="دقة الاقتباس"),
    "false_refusals": Message(en="false refusals", ar="رفض في غير محله"),
    "false_answers": Message(en="false answers", ar="جواب في غير محله"),
    "auc": Message(en="confidence: AUC", ar="الثقة: AUC"),
    "calibration_error": Message(en="confidence: calibration error", ar="الثقة: خطأ المعايرة"),
    "verbatim": Message(en="verbatim", ar="مطابقة النص"),
}
# What a language model wrote, where one does: the fields of a `Tally`
WRITING: Final = {
    "asked": Message(en="written: answers asked for", ar="الكتابة: أجوبة مطلوبة"),
    "shown": Message(en="written: answers shown", ar="الكتابة: أجوبة معروضة"),
    "sentences": Message(en="written: sentences", ar="الكتابة: الجمل"),
    "kept": Message(en="sentences kept", ar="جمل مقبولة"),
    "quoted": Message(en="sentences replaced by their quote", ar="جمل حل محلها اقتباسها"),
    "dropped": Message(en="sentences dropped", ar="جمل محذوفة"),
    "marks": Message(en="marks shown", ar="الإحالات المعروضة"),
    "marks_verified": Message(en="marks verified", ar="إحالات مطابقة"),
}
NOT_KEPT: Final = {
    "no mark": Message(en="not kept: no mark", ar="غير مقبولة: بلا إحالة"),
    "unknown mark": Message(en="not kept: unknown mark", ar="غير مقبولة: إحالة مجهولة"),
    "number": Message(en="not kept: number or day", ar="غير مقبولة: رقم أو يوم"),
    "name": Message(en="not kept: name", ar="غير مقبولة: اسم"),
    "meaning": Message(en="not kept: meaning", ar="غير مقبولة: معنى"),
    "markup": Message(en="not kept: markup", ar="غير مقبولة: رموز صفحات"),
    "language": Message(en="not kept: another language", ar="غير مقبولة: لغة أخرى"),
}
QUOTED: Final = {
    "too little borne out": Message(en="quoted instead: too little borne out", ar="اقتباس بدلًا منه: قلّ المسند"),
    "no answer found": Message(en="quoted instead: no answer found", ar="اقتباس بدلًا منه: لا جواب"),
    "failed": Message(en="quoted instead: model failed", ar="اقتباس بدلًا منه: فشل النموذج"),
}
TOGETHER = Message(en="all", ar="الكل")
EVALUATING = Message(en="Asking the questions", ar="طرح الأسئلة")
LATENCY = Message(
    en="An answer takes {p50:.1f} ms (95 %: {p95:.1f} ms), {ratio:.1f} times embedding its question alone.",
    ar="يستغرق الجواب {p50:.1f} ملي ثانية (‏95٪: {p95:.1f})، أي {ratio:.1f} ضعف ترميز السؤال وحده.",
)
WRONG = Message(
    en="Wrong: {wrong} of {questions}. --wrong lists them.", ar="الخطأ: {wrong} من {questions}. يسردها ‎--wrong."
)
FAULTS: Final = {
    "answered": Message(en="answered, though the articles do not", ar="أُجيب عنه ولا جواب في المقالات"),
    "refused": Message(en="refused, though the articles answer", ar="رُفض وجوابه في المقالات"),
    "no evidence": Message(en="answered without evidence", ar="أُجيب عنه بلا دليل"),
}
IN_NO_ARTICLE = Message(
    en="question {id}: the text of no article has the sentence “{sentence}”. Copy it as `isnad show` prints it.",
    ar="السؤال {id}: لا يوجد في نص أي مقال «{sentence}». انسخ الجملة كما يعرضها ‎`isnad show`‎.",
)
MORE_IN_NO_ARTICLE = Message(
    en="{count} more sentences are in no article: see “missing” in {path}.",
    ar="جمل أخرى ليست في أي مقال ({count}): انظر «missing» في {path}.",
)
PASSED_OVER = Message(
    en="Not evaluated, because the right answer is not known yet: {count} questions with “answerable”: null.",
    ar="أسئلة لم تُقيَّم لأن جوابها الصحيح غير معروف بعد («answerable»: null): {count}.",
)
WRITTEN = Message(
    en="The figures are in {document}, the plot in {plot}.", ar="الأرقام في {document}، والرسم في {plot}."
)
# Of --calibrate: the columns, and the rows, which are the fields of a `Fit`
SHIPPED_WEIGHTS = Message(en="shipped weights", ar="الأوزان الأصلية")
LEARNED_WEIGHTS = Message(en="learned, on questions left out", ar="المتعلَّمة، على أسئلة مستبعدة")
FITS: Final = {
    "auc": Message(en="AUC, right against wrong evidence", ar="AUC، الدليل الصحيح مقابل الخاطئ"),
    "log_loss": Message(en="log loss", ar="الخسارة اللوغاريتمية"),
    "calibration_error": Message(en="calibration error", ar="خطأ المعايرة"),
}
LEARNED_FROM = Message(
    en="Learned from {questions} questions; for {right} of them the best evidence is right.",
    ar="عدد الأسئلة التي جرى التعلّم منها {questions}، وأفضل دليل صحيح في {right} منها.",
)
NOT_LEARNED_FROM = Message(
    en="Not learned from, because no article has their sentences or nothing was read for them: {count} questions. "
    "`isnad eval` without --calibrate names the sentences.",
    ar="أسئلة لم يُتعلَّم منها لأن جملها ليست في أي مقال أو لأنه لم يُقرأ لها شيء: {count}. يسمّي ‎`isnad eval`‎ من دون "
    "‎--calibrate‎ هذه الجمل.",
)
CALIBRATED = Message(
    en="From now on the learned weights are used with this reader. They are in {path}: delete it to undo this.",
    ar="من الآن تُستعمل الأوزان المتعلَّمة مع هذا القارئ، وهي في {path}: احذف هذا الملف للتراجع.",
)
NOT_CALIBRATED = Message(
    en="The learned weights are no better (log loss) on questions left out, so nothing was changed. More questions "
    "may help.",
    ar="الأوزان المتعلَّمة ليست أفضل (الخسارة اللوغاريتمية) على الأسئلة المستبعدة، فلم يتغير شيء. قد تفيد أسئلة أكثر.",
)
WHAT_TO_CALIBRATE = Message(
    en="--calibrate takes your own questions, with their articles or --store, and beside these only --json.",
    ar="يأخذ ‎--calibrate‎ أسئلتك مع مقالاتها أو ‎--store‎، ولا يقبل معها إلا ‎--json.",
)
WHAT_TO_EVALUATE = Message(
    en="Give both a folder of articles and a file of questions, or only the questions with --store, or nothing for "
    "the samples.",
    ar="اذكر مجلد المقالات وملف الأسئلة معًا، أو ملف الأسئلة وحده مع ‎--store، أو لا تذكر شيئًا لتقييم المقالات "
    "التجريبية.",
)
