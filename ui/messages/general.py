"""The messages of the terminal, and those that the terminal and the page share, in Arabic and in English.

A new message is one more constant: `NAME = Message(en="…", ar="…")`, with the same `{blanks}` in both languages.
"""

from __future__ import annotations

from typing import Final

from ui.messages.message import Message

NAME = Message(en="Isnad", ar="إسناد")

# Around an answer
SEARCHING = Message(en="Reading the articles…", ar="أقرأ المقالات…")
LEFT_OUT = Message(
    en="Sentences left out because the articles do not bear them out: {count}.",
    ar="جمل حُذفت لأن المقالات لا تسندها: {count}.",
)
WRITING = Message(en="Writing, and checking each sentence…", ar="يُكتب الجواب وتُراجع كل جملة منه…")
OPEN_QUOTE = Message(en="Source {number}: {source}. Open the article", ar="المصدر {number}: {source}. افتح المقال")

# Around an article
ORIGINAL = Message(en="Read at the source", ar="المقال في مصدره")
CREDITS = Message(en="Credits:", ar="نقلًا عن:")
TRANSLATION = Message(en="The whole article {in_language}", ar="المقال كاملًا {in_language}")
PARAGRAPH_SAYS = Message(en="This paragraph {in_language}", ar="هذه الفقرة {in_language}")
PARAGRAPHS_SAY = Message(en="These paragraphs {in_language}", ar="هذه الفقرات {in_language}")
HEADLINE_SAYS = Message(en="This headline {in_language}", ar="هذا العنوان {in_language}")
IN_ARABIC = Message(en="in Arabic", ar="بالعربية")
IN_ENGLISH = Message(en="in English", ar="بالإنجليزية")

# What of a page is not the article
REMOVED_AS: Final = {
    "signs": Message(en="removed: signs or numbers", ar="أُزيل: علامات أو أرقام"),
    "button": Message(en="removed: a button", ar="أُزيل: زر"),
    "links": Message(en="removed: links", ar="أُزيل: روابط"),
    "summary": Message(en="removed: a summary", ar="أُزيل: ملخص"),
    "caption": Message(en="removed: a caption", ar="أُزيل: تعليق صورة"),
    "byline": Message(en="removed: who wrote it", ar="أُزيل: اسم الكاتب"),
    "date": Message(en="removed: a date", ar="أُزيل: تاريخ"),
    "notice": Message(en="removed: a notice", ar="أُزيل: تنويه"),
    "tail": Message(en="removed: below the article", ar="أُزيل: أسفل المقال"),
    "above": Message(en="removed: above the article", ar="أُزيل: أعلى المقال"),
}
REPEATED = Message(en="never quoted: repeated in {articles}", ar="لا يُقتبس: مكرر في {articles}")
NO_NOISE = Message(
    en="No line was taken out of this article, and its outlet repeats none of its lines.",
    ar="لم يُزل شيء من صفحة هذا المقال، ولا يكرر مصدره سطرًا منه.",
)

# Settings
IS_SET = Message(en="set", ar="مضبوط")
WHENCE: Final = {
    "default": Message(en="by default", ar="القيمة الأصلية"),
    "working directory": Message(en="found in the working directory", ar="وُجد في المجلد الحالي"),
}

# Language models
USABLE = Message(en="can be used", ar="متاح للاستعمال")

# When something is amiss
PORT_TAKEN = Message(
    en="The page cannot be served at {host}, port {port}: close what uses it, choose another with "
    "--port, or give an address of this machine to --host.",
    ar="لا يمكن عرض الصفحة على {host} والمنفذ {port}: أغلق ما يستعمله، أو اختر منفذًا آخر بالخيار ‎--port، أو أعطِ "
    "‎--host عنوانًا لهذا الجهاز.",
)
ARTICLE_GONE = Message(en="This article is no longer in the corpus.", ar="لم يعد هذا المقال في المجموعة.")

# In the terminal
SERVING = Message(
    en="Isnad is open at {address} — Ctrl-C closes it.", ar="إسناد مفتوح على {address} — ويُغلق بـ Ctrl-C."
)
SERVING_PROGRAMS = Message(
    en="Isnad serves programs at {address} — {address}docs lists the ways, Ctrl-C ends it.",
    ar="يخدم إسناد البرامج على {address} — والطرق مسرودة في {address}docs، ويتوقف بـ Ctrl-C.",
)
TO_READ = Message(en="To read an article whole: isnad show ID", ar="لقراءة مقال كاملًا: isnad show ID")
ADDING_SAMPLES = Message(en="Adding the sample articles", ar="إضافة المقالات التجريبية")
WAITING = Message(
    en="Another process is adding the first articles to the store; waiting for it to finish…",
    ar="تضيف عملية أخرى أولى المقالات إلى المخزن؛ بانتظار أن تفرغ…",
)
INGESTING = Message(en="Reading the articles", ar="قراءة المقالات")
SPEED = Message(en="{speed} tokens/s", ar="{speed} رمز/ث")
INGESTED = Message(
    en="Added {added}, updated {updated}, unchanged {unchanged}, duplicates {duplicates}, removed {removed}, failed "
    "{failed}.",
    ar="أُضيف {added}، حُدّث {updated}، لم يتغير {unchanged}، مكرر {duplicates}، حُذف {removed}، تعذّر {failed}.",
)
REMARKS: Final = {
    ("title", "guessed"): Message(
        en="Without a headline, titled by their first line: {count}.", ar="بلا عنوان، عُنونت بسطرها الأول: {count}."
    ),
    ("outlet", "guessed"): Message(
        en="Without an outlet, so the host of the address stands for it: {count}.",
        ar="بلا مصدر، فناب عنه موقع الرابط: {count}.",
    ),
    ("outlet", "missing"): Message(
        en="Without an outlet (--outlet names one for all): {count}.",
        ar="بلا مصدر (الخيار ‎--outlet يسمّي واحدًا للكل): {count}.",
    ),
    ("date", "guessed"): Message(en="Dated by their address: {count}.", ar="أُخذ تاريخها من رابطها: {count}."),
    ("date", "converted"): Message(
        en="Dated by the Hijri calendar alone, converted: {count}.", ar="تاريخها هجري وحده، وحُوّل: {count}."
    ),
    ("date", "unreadable"): Message(
        en="With a date that cannot be read (write it as YYYY-MM-DD): {count}.",
        ar="فيها تاريخ لا يُقرأ (اكتبه YYYY-MM-DD): {count}.",
    ),
    ("date", "missing"): Message(en="Without a date: {count}.", ar="بلا تاريخ: {count}."),
    ("text", "mended"): Message(
        en="Decoded wrongly once, and mended: {count}.", ar="فُكّ ترميزها خطأً من قبل، وأُصلحت: {count}."
    ),
    ("text", "unreadable"): Message(
        en="With broken characters, which stand as \ufffd: {count}.",
        ar="فيها حروف معطوبة، وُضعت مكانها \ufffd: {count}.",
    ),
}
"""What readers remark on articles, by the field and the kind of remark."""
INTERRUPTED = Message(
    en="Stopped. What was already ingested stays; the same command continues with the rest.",
    ar="توقّف العمل. ما أُضيف حتى الآن باقٍ، والأمر نفسه يكمل الباقي.",
)
TRANSLATING = Message(en="Translating the articles", ar="ترجمة المقالات")
ESTIMATE = Message(
    en="Missing {in_language}: articles {articles}, sentences {sentences}. {model} will read about {sent} tokens and "
    "write about {received}.",
    ar="غير متاح {in_language}: المقالات {articles}، الجمل {sentences}. سيقرأ {model} نحو {sent} رمز ويكتب نحو "
    "{received}.",
)
GO_ON = Message(en="Translate them?", ar="أتُترجم؟")
NOBODY_TO_ASK = Message(
    en="There is no terminal to ask for confirmation. To let the model be used, add --yes.",
    ar="لا أحد هنا يُسأل عن المتابعة. إن جاز استعمال النموذج لهذا فأضف ‎--yes.",
)
NOTHING_TO_TRANSLATE = Message(en="Every article can be read {in_language}.", ar="كل مقال متاح {in_language}.")
TRANSLATED = Message(
    en="Translated {translated}, failed {failed}; sentences left untranslated: {sentences}.",
    ar="تُرجم {translated}، تعذّر {failed}؛ جمل بقيت بلا ترجمة: {sentences}.",
)
STOPPED = Message(
    en="Stopped after {done} of {articles} articles. They stay translated; the same command continues with the rest.",
    ar="توقّف العمل بعد {done} من {articles}. ما تُرجم باقٍ، والأمر نفسه يكمل الباقي.",
)
UNKNOWN_LANGUAGE = Message(
    en="Isnad translates into Arabic (--to ar) and English (--to en), not into {given}.",
    ar="يترجم إسناد إلى العربية (‎--to ar) والإنجليزية (‎--to en)، لا إلى {given}.",
)
NO_MODEL = Message(
    en="No language model is set. Name one with --llm or in ISNAD_LLM; isnad models lists those you can use.",
    ar="لم يُحدَّد نموذج لغوي. سمّه بالخيار ‎--llm أو في ISNAD_LLM؛ والأمر isnad models يسرد المتاح منها.",
)
EXPORTING = Message(en="Writing the archive", ar="كتابة الأرشيف")
EXPORTED = Message(en="Wrote {path}: {articles}.", ar="كُتب {path}: {articles}.")
IMPORTING = Message(en="Restoring the articles", ar="استعادة المقالات")
IMPORTED = Message(
    en="Added {added}, updated {updated}, unchanged {unchanged}.",
    ar="أُضيف {added}، حُدّث {updated}، لم يتغير {unchanged}.",
)
REMOVED = Message(en="Removed: {title}", ar="حُذف: {title}")
NOT_REMOVED = Message(en="Not removed: {title}", ar="لم يُحذف: {title}")
NO_STORE = Message(
    en="There is no store in {path}. Check --store, or make one there: isnad ingest FOLDER --store {path}",
    ar="لا مخزن في {path}. تحقّق من ‎--store، أو أنشئ واحدًا فيه: isnad ingest FOLDER --store {path}",
)
WRITING_FAILED = Message(
    en="Isnad could not go on ({reason}). See whether there is room where its output goes.",
    ar="لم يستطع إسناد المتابعة ({reason}). تحقّق من وجود مساحة حيث تُكتب مخرجاته.",
)
EMPTY_PATH = Message(
    en="The path is empty. Name a file or a folder; this folder is .",
    ar="المسار فارغ. سمِّ ملفًا أو مجلدًا؛ والمجلد الحالي هو ‎.",
)
PATH_FAILED = Message(
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
