"""Every sentence a person reads in the page and in the terminal, in Arabic and in English.

A new sentence is one more constant: `NAME = Sentence(en="…", ar="…")`. Blanks are `{named}` and the same in
both languages; a test goes through every constant of this module. Those of an evaluation are in ui/measured.py, those
of a store's upkeep in ui/stored.py, those of users and programs in ui/served.py, those of the page in
ui/page_messages.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ui.messages import evaluation as measured
from ui.messages import maintenance as stored
from ui.messages import page as page_messages
from ui.messages import server as served
from ui.messages.sentence import Sentence

# The name, and a corpus without articles
NAME = Sentence(en="Isnad", ar="إسناد")
NO_ARTICLES = Sentence(
    en="The corpus holds no articles yet. Add some with: isnad ingest FOLDER",
    ar="لا مقالات في المجموعة بعد. أضف بعضها بالأمر: isnad ingest FOLDER",
)

# Around an answer
SEARCHING = Sentence(en="Reading the articles…", ar="أقرأ المقالات…")
CLOSEST = Sentence(
    en="These passages come close, without answering it:", ar="هذه المقاطع قريبة منه، من غير أن تجيب عنه:"
)
UNDERSTOOD = Sentence(en="Understood as: {question}", ar="فُهم السؤال: {question}")
WRITTEN_BY = Sentence(
    en="Written by {model}; each sentence was checked against the quotes below.",
    ar="كتب هذا النموذج {model}، وقورنت كل جملة بالاقتباسات أدناه.",
)
LEFT_OUT = Sentence(
    en="Sentences left out because the articles do not bear them out: {count}.",
    ar="جمل حُذفت لأن المقالات لا تسندها: {count}.",
)
WRITING = Sentence(en="Writing, and checking each sentence…", ar="يُكتب الجواب وتُراجع كل جملة منه…")
ALSO = Sentence(en="Also:", ar="وكذلك:")
CONFIDENCE = Sentence(en="Confidence: {confidence:.2f} of 1", ar="الثقة: {confidence:.2f} من 1")
OPEN_QUOTE = Sentence(en="Source {number}: {source}. Open the article", ar="المصدر {number}: {source}. افتح المقال")
UNKNOWN_OUTLET = Sentence(en="Outlet not named", ar="مصدر غير مسمّى")
COMMA = Sentence(en=", ", ar="، ")

# Around an article
ORIGINAL = Sentence(en="Read at the source", ar="المقال في مصدره")
CREDITS = Sentence(en="Credits:", ar="نقلًا عن:")
PRINTED = Sentence(en="Also printed by:", ar="ونشرته أيضًا:")
TRANSLATION = Sentence(en="The whole article {in_language}", ar="المقال كاملًا {in_language}")
PARAGRAPH_SAYS = Sentence(en="This paragraph {in_language}", ar="هذه الفقرة {in_language}")
PARAGRAPHS_SAY = Sentence(en="These paragraphs {in_language}", ar="هذه الفقرات {in_language}")
MACHINE = Sentence(en="machine translation by {model}", ar="ترجمة آلية بنموذج {model}")
IN_ARABIC = Sentence(en="in Arabic", ar="بالعربية")
IN_ENGLISH = Sentence(en="in English", ar="بالإنجليزية")

# What of a page is not the article
REMOVED_AS: Final = {
    "signs": Sentence(en="removed: signs or numbers", ar="أُزيل: علامات أو أرقام"),
    "button": Sentence(en="removed: a button", ar="أُزيل: زر"),
    "links": Sentence(en="removed: links", ar="أُزيل: روابط"),
    "summary": Sentence(en="removed: a summary", ar="أُزيل: ملخص"),
    "caption": Sentence(en="removed: a caption", ar="أُزيل: تعليق صورة"),
    "byline": Sentence(en="removed: who wrote it", ar="أُزيل: اسم الكاتب"),
    "date": Sentence(en="removed: a date", ar="أُزيل: تاريخ"),
    "notice": Sentence(en="removed: a notice", ar="أُزيل: تنويه"),
    "tail": Sentence(en="removed: below the article", ar="أُزيل: أسفل المقال"),
    "above": Sentence(en="removed: above the article", ar="أُزيل: أعلى المقال"),
}
REPEATED = Sentence(en="never quoted: repeated in {articles}", ar="لا يُقتبس: مكرر في {articles}")
NO_NOISE = Sentence(
    en="No line was taken out of this article, and its outlet repeats none of its lines.",
    ar="لم يُزل شيء من صفحة هذا المقال، ولا يكرر مصدره سطرًا منه.",
)

# Language models
USABLE = Sentence(en="can be used", ar="متاح للاستعمال")

# When something is amiss
EMPTY_QUESTION = Sentence(en="Write a question first, please.", ar="اكتب سؤالك أولًا من فضلك.")
PORT_TAKEN = Sentence(
    en="The page cannot be served at {host}, port {port}: close what uses it, choose another with "
    "--port, or give an address of this machine to --host.",
    ar="لا يمكن عرض الصفحة على {host} والمنفذ {port}: أغلق ما يستعمله، أو اختر منفذًا آخر بالخيار ‎--port، أو أعطِ "
    "‎--host عنوانًا لهذا الجهاز.",
)
ARTICLE_GONE = Sentence(en="This article is no longer in the corpus.", ar="لم يعد هذا المقال في المجموعة.")

# In the terminal
SERVING = Sentence(
    en="Isnad is open at {address} — Ctrl-C closes it.", ar="إسناد مفتوح على {address} — ويُغلق بـ Ctrl-C."
)
TO_READ = Sentence(en="To read an article whole: isnad show ID", ar="لقراءة مقال كاملًا: isnad show ID")
ADDING_SAMPLES = Sentence(en="Adding the sample articles", ar="إضافة المقالات التجريبية")
WAITING = Sentence(
    en="Another process is adding the first articles to the store; waiting for it to finish…",
    ar="تضيف عملية أخرى أولى المقالات إلى المخزن؛ بانتظار أن تفرغ…",
)
INGESTING = Sentence(en="Reading the articles", ar="قراءة المقالات")
SPEED = Sentence(en="{speed} tokens/s", ar="{speed} رمز/ث")
INGESTED = Sentence(
    en="Added {added}, updated {updated}, unchanged {unchanged}, duplicates {duplicates}, removed {removed}, failed "
    "{failed}.",
    ar="أُضيف {added}، حُدّث {updated}، لم يتغير {unchanged}، مكرر {duplicates}، حُذف {removed}، تعذّر {failed}.",
)
INTERRUPTED = Sentence(
    en="Stopped. What was already ingested stays; the same command goes on with the rest.",
    ar="توقّف العمل. ما أُضيف حتى الآن باقٍ، والأمر نفسه يكمل الباقي.",
)
TRANSLATING = Sentence(en="Translating the articles", ar="ترجمة المقالات")
ESTIMATE = Sentence(
    en="Missing {in_language}: articles {articles}, sentences {sentences}. {model} will get about {sent} tokens and "
    "write about {received}.",
    ar="غير متاح {in_language}: المقالات {articles}، الجمل {sentences}. سيقرأ {model} نحو {sent} رمز ويكتب نحو "
    "{received}.",
)
GO_ON = Sentence(en="Translate them?", ar="أتُترجم؟")
NOBODY_TO_ASK = Sentence(
    en="Nobody can be asked here whether to go on. If the model may be used for this, add --yes.",
    ar="لا أحد هنا يُسأل عن المتابعة. إن جاز استعمال النموذج لهذا فأضف ‎--yes.",
)
NOTHING_TO_TRANSLATE = Sentence(en="Every article can be read {in_language}.", ar="كل مقال متاح {in_language}.")
TRANSLATED = Sentence(
    en="Translated {translated}, failed {failed}; sentences left untranslated: {sentences}.",
    ar="تُرجم {translated}، تعذّر {failed}؛ جمل بقيت بلا ترجمة: {sentences}.",
)
STOPPED = Sentence(
    en="Stopped after {done} of {articles} articles. They stay translated; the same command goes on with the rest.",
    ar="توقّف العمل بعد {done} من {articles}. ما تُرجم باقٍ، والأمر نفسه يكمل الباقي.",
)
UNKNOWN_LANGUAGE = Sentence(
    en="Isnad translates into Arabic (--to ar) and English (--to en), not into {given}.",
    ar="يترجم إسناد إلى العربية (‎--to ar) والإنجليزية (‎--to en)، لا إلى {given}.",
)
NO_MODEL = Sentence(
    en="No language model is set. Name one with --llm or in ISNAD_LLM; isnad models lists those you can use.",
    ar="لم يُحدَّد نموذج لغوي. سمّه بالخيار ‎--llm أو في ISNAD_LLM؛ والأمر isnad models يسرد المتاح منها.",
)
EXPORTING = Sentence(en="Writing the archive", ar="كتابة الأرشيف")
EXPORTED = Sentence(en="Wrote {path}: {articles}.", ar="كُتب {path}: {articles}.")
IMPORTING = Sentence(en="Restoring the articles", ar="استعادة المقالات")
IMPORTED = Sentence(
    en="Added {added}, updated {updated}, unchanged {unchanged}.",
    ar="أُضيف {added}، حُدّث {updated}، لم يتغير {unchanged}.",
)
REMOVED = Sentence(en="Removed: {title}", ar="حُذف: {title}")
NOT_REMOVED = Sentence(en="Not removed: {title}", ar="لم يُحذف: {title}")
NO_STORE = Sentence(
    en="There is no store in {path}. Check --store, or make one there: isnad ingest FOLDER --store {path}",
    ar="لا مخزن في {path}. تحقّق من ‎--store، أو أنشئ واحدًا فيه: isnad ingest FOLDER --store {path}",
)
WRITING_FAILED = Sentence(
    en="Isnad could not go on ({reason}). See whether there is room where its output goes.",
    ar="لم يستطع إسناد المتابعة ({reason}). تحقّق من وجود مساحة حيث تُكتب مخرجاته.",
)
EMPTY_PATH = Sentence(
    en="The path is empty. Name a file or a folder; this folder is .",
    ar="المسار فارغ. سمِّ ملفًا أو مجلدًا؛ والمجلد الحالي هو ‎.",
)
PATH_FAILED = Sentence(
    en="{path} cannot be used ({reason}). Check that it is there and that you may read and write it.",
    ar="تعذّر استعمال {path} ({reason}). تحقّق من وجوده ومن حقّك في قراءته وتعديله.",
)

EXAMPLE_QUESTIONS: Final = (
    "What does North Korea want in return?",
    "ماذا تريد كوريا الشمالية في المقابل؟",
    "What agreement did Putin and Kim sign in June 2024?",
    "كيف يسافر كيم جونغ أون إلى روسيا؟",
    "Why did Shoigu visit Pyongyang?",
    "لماذا زار شويغو بيونغ يانغ؟",
    "What is in the news?",
    "ما الجديد في الأخبار؟",
)


def articles(count: int, language: str) -> str:
    """How many articles; the Arabic noun changes at one, two, three, eleven and a hundred."""
    if language != "ar":
        return "1 article" if count == 1 else f"{count:,} articles"
    if count in (1, 2):
        return ("مقال واحد", "مقالان")[count - 1]
    rest = count % 100
    noun = "مقالات" if 3 <= rest <= 10 else "مقالًا" if rest >= 11 else "مقال"
    return f"{count:,} {noun}"


def all_sentences() -> dict[str, Sentence]:
    """Every sentence by its name, for the test that checks that none is missing a language."""
    found: dict[str, Sentence] = {}
    for file, names in {"": globals(), **{f"{m.__name__}.": vars(m) for m in _OTHERS}}.items():
        for name, value in names.items():
            rows: Mapping[Any, Any] = value if isinstance(value, dict) and name.isupper() else {}
            found |= {f"{file}{name}[{row}]": said for row, said in rows.items()}
            found |= {f"{file}{name}": value} if isinstance(value, Sentence) else {}
    return found


_OTHERS = (measured, page_messages, served, stored)
