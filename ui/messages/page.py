"""The messages of the page, in Arabic and in English; those around answers and articles are in general.py.

The page's script gets all of them by name and shows them in the chosen language, which the reader can change at any
time: an element with `data-say="NAME"` shows that message.
"""

from __future__ import annotations

from ui.messages.message import Message

TOO_MANY = Message(
    en="You have many questions waiting already. Ask again when some of them are answered.",
    ar="لديك أسئلة كثيرة تنتظر الجواب. اسأل مرة أخرى حين يُجاب عن بعضها.",
)

# The head of the page
PURPOSE = Message(
    en="Ask the news. Every answer opens the article at the words that say it.",
    ar="اسأل الأخبار، وكل جواب يفتح لك المقال عند موضع الاقتباس.",
)
TOOLS = Message(en="Tools", ar="الأدوات")
NEW = Message(en="New conversation", ar="محادثة جديدة")
HISTORY = Message(en="History", ar="المحادثات السابقة")
ARTICLES = Message(en="Articles", ar="المقالات")
ADD = Message(en="Add articles", ar="إضافة مقالات")
DARKER = Message(en="Light or dark", ar="فاتح أو داكن")

# Logging in and out
USER_NAME = Message(en="Name", ar="الاسم")
PASSWORD = Message(en="Password", ar="كلمة المرور")
DO_LOG_IN = Message(en="Log in", ar="تسجيل الدخول")
LOG_OUT = Message(en="Log out", ar="تسجيل الخروج")
WRONG_PASSWORD = Message(
    en="This name and password do not fit together. After several wrong ones you have to wait before the next try, "
    "up to a minute.",
    ar="لا تتطابق كلمة المرور مع الاسم. بعد عدة محاولات خاطئة عليك الانتظار قبل المحاولة التالية، حتى دقيقة.",
)

# Asking
QUESTION = Message(en="Your question", ar="سؤالك")
ASK = Message(en="Ask", ar="اسأل")
STOP = Message(en="Stop", ar="إيقاف")
STOPPED = Message(en="Stopped before it was finished.", ar="أُوقف قبل أن يكتمل.")
CONVERSATION = Message(en="Conversation", ar="المحادثة")
EXAMPLES = Message(en="For example", ar="مثلًا")
FOLLOW_UPS = Message(en="You could also ask", ar="يمكنك أن تسأل أيضًا")
EDITING = Message(en="You are changing your last question.", ar="تعدّل الآن سؤالك الأخير.")
LEAVE_IT = Message(en="Leave it as it was", ar="اتركه كما كان")

# Which articles are asked
FILTERS = Message(en="Which articles to ask", ar="نطاق السؤال")
ALL_ARTICLES = Message(en="All articles", ar="كل المقالات")
ONLY_OUTLETS = Message(en="Only these outlets", ar="هذه المصادر فقط")
SINCE = Message(en="From", ar="من تاريخ")
UNTIL = Message(en="Until", ar="إلى تاريخ")
SINCE_DAY = Message(en="from {day}", ar="من {day}")
UNTIL_DAY = Message(en="until {day}", ar="إلى {day}")
ASK_ALL = Message(en="Ask all articles again", ar="العودة إلى كل المقالات")

# Under an answer
DO_COPY = Message(en="Copy", ar="نسخ")
DO_MARKDOWN = Message(en="Markdown", ar="Markdown")
DO_HTML = Message(en="HTML", ar="HTML")
DO_AGAIN = Message(en="Ask again", ar="أعد السؤال")
DO_ALONE = Message(en="Ask it by itself", ar="اسأله وحده")
DO_EDIT = Message(en="Change the question", ar="تعديل السؤال")
DO_UP = Message(en="Good answer", ar="جواب جيد")
DO_DOWN = Message(en="Bad answer", ar="جواب سيئ")
TITLE_COPY = Message(en="Copy the answer with its quotes and sources", ar="نسخ الجواب مع اقتباساته ومصادره")
TITLE_MARKDOWN = Message(en="Save the answer as a Markdown file", ar="حفظ الجواب ملف Markdown")
TITLE_HTML = Message(en="Save the answer as a web page", ar="حفظ الجواب صفحة ويب")
COPIED = Message(en="The answer was copied with its sources.", ar="نُسخ الجواب مع مصادره.")
NO_RECORD = Message(
    en="An older version of the page kept this answer, so it cannot be saved or rated. Ask again.",
    ar="حُفظ هذا الجواب في نسخة أقدم من الصفحة، فلا يمكن حفظه في ملف ولا تقييمه. أعد السؤال.",
)
NOT_COPIED = Message(
    en="The browser did not allow copying. Save the answer as a file instead.",
    ar="لم يسمح المتصفح بالنسخ. احفظ الجواب في ملف بدلًا من ذلك.",
)

# Earlier conversations
HISTORY_NOTE = Message(
    en="Kept in this browser only; nothing of it is stored on the server.",
    ar="تُحفظ في هذا المتصفح وحده، ولا يُخزَّن شيء منها على الخادم.",
)
NO_HISTORY = Message(
    en="No conversation has been kept yet. Ask something, and it will stand here.",
    ar="لا محادثات محفوظة بعد. اسأل شيئًا وستجده هنا.",
)
QUESTIONS_ASKED = Message(en="Questions: {count}", ar="عدد الأسئلة: {count}")
FORGET = Message(en="Forget", ar="حذف")
FORGET_THIS = Message(en="Forget this conversation: {title}", ar="حذف هذه المحادثة: {title}")
FORGET_ALL = Message(en="Forget all conversations", ar="حذف كل المحادثات")
FORGOTTEN = Message(en="Forgotten: {title}", ar="حُذفت: {title}")
ALL_FORGOTTEN = Message(en="All conversations are forgotten.", ar="حُذفت كل المحادثات.")
NOT_KEPT = Message(
    en="This browser has no room left to keep the conversation. Save what you need as a file.",
    ar="لا متسع في هذا المتصفح لحفظ المحادثة. احفظ ما تحتاج إليه في ملف.",
)
UNDO = Message(en="Undo", ar="تراجع")

# Around the pane
BACK = Message(en="Back", ar="رجوع")
READ_HERE = Message(
    en="The article behind each answer opens here, at the words it is quoted for.",
    ar="هنا يُفتح المقال الذي يستند إليه الجواب، عند الكلمات المقتبسة منه.",
)

# When something is amiss
NO_ARTICLES = Message(
    en="There are no articles yet. Add some to ask about.",
    ar="لا مقالات بعد. أضف مقالات لتسأل عنها.",
)
NO_ARTICLES_TO_READ = Message(
    en="There are no articles to ask about yet. Whoever runs this Isnad can add some, or allow you to.",
    ar="لا توجد بعد مقالات تسأل عنها. يستطيع من يشغّل إسناد أن يضيفها، أو أن يأذن لك بإضافتها.",
)
AWAY = Message(
    en="The server does not answer. Check that Isnad still runs, then try again.",
    ar="الخادم لا يستجيب. تحقّق من أن إسناد ما زال يعمل، ثم حاول مجددًا.",
)
UNEXPECTED = Message(
    en="Something went wrong inside Isnad. Please ask again; the terminal that runs it says more.",
    ar="حدث خلل داخل إسناد. أعد سؤالك من فضلك؛ وفي نافذة الأوامر التي تشغّله تفصيلٌ للخلل.",
)
REFUSED = Message(
    en="You are not allowed to do this here, or no longer signed in. Load the page again.",
    ar="لا يُسمح لك بهذا هنا، أو انتهت جلستك. أعد تحميل الصفحة.",
)

# Adding and removing articles
DROP_HERE = Message(en="Drop files or a folder here, or", ar="أفلت ملفات أو مجلدًا هنا، أو")
CHOOSE_FILES = Message(en="Choose files", ar="اختر ملفات")
CHOOSE_FOLDER = Message(en="Choose a folder", ar="اختر مجلدًا")
WHAT_IS_TAKEN = Message(
    en="Accepted: {types}. A file may have up to {most} MB; .txt and .md {text} MB, .html {page} MB. Files are read "
    "on the machine that runs Isnad, and uploads are deleted once they are read.",
    ar="الأنواع المقبولة: {types} — حجم الملف حتى {most} ميغابايت؛ و‎.txt و‎.md حتى {text}، و‎.html حتى {page}. "
    "تُقرأ الملفات على الجهاز الذي يشغّل إسناد، ويُحذف ما أُرسل بعد قراءته.",
)
MAY_NOT_WRITE = Message(
    en="You may read and ask here, but not add or remove articles. Whoever runs this Isnad can allow it, or add them "
    "for you.",
    ar="يمكنك هنا القراءة والسؤال، لا إضافة المقالات أو حذفها. يستطيع من يشغّل إسناد أن يأذن لك، أو أن يضيفها بنفسه.",
)
HOW_FAR = Message(en="Progress", ar="ما أُنجز حتى الآن")
SENDING = Message(en="Sending: {done} of {total} files…", ar="جارٍ الإرسال: {done} من {total}…")
READING = Message(en="Reading: {done} of {total} files…", ar="جارٍ القراءة: {done} من {total}…")
ALL_READ = Message(
    en="Done. Added {added}, updated {updated}, unchanged {unchanged}, duplicates {duplicate}, failed {failed}.",
    ar="اكتمل. أُضيف {added}، حُدّث {updated}، لم يتغير {unchanged}، مكرر {duplicate}، تعذّر {failed}.",
)
STOPPING = Message(en="Stopping after the files being read…", ar="سيتوقف بعد الملفات الجارية قراءتها…")
STOPPED_ADDING = Message(
    en="Stopped. What was added stays; {left} of {total} files were not sent.",
    ar="توقّفت الإضافة. ما أُضيف باقٍ، ولم يُرسل {left} من {total}.",
)
ALREADY_ADDING = Message(
    en="Files are still being read. Wait until they are done, or stop them.",
    ar="ما زالت ملفات تُقرأ. انتظر حتى تنتهي، أو أوقفها.",
)
NO_FILES = Message(
    en="There is no file in what you gave that Isnad can read. It reads {types}.",
    ar="ليس فيما أعطيته ملف يستطيع إسناد قراءته. الأنواع التي يقرؤها: {types}",
)
EMPTY_FOLDER = Message(
    en="The folder is empty. Put article files in it and try again.",
    ar="المجلد فارغ. ضع فيه ملفات المقالات وحاول مجددًا.",
)
UNKNOWN_TYPE = Message(
    en="This type is not read. Save it as one of: {types}.", ar="هذا النوع لا يُقرأ. احفظه بأحد هذه الأنواع: {types}"
)
TOO_LARGE = Message(
    en="It is too large: a file of this type may have {most} MB. Split it and send the parts.",
    ar="حجمه أكبر من المسموح: حدّ هذا النوع {most} ميغابايت. قسّمه وأرسل أجزاءه.",
)
UPLOAD_TOO_LARGE = Message(
    en="The server refused it as too large. Split the file, or have it added with: isnad ingest FILE",
    ar="رفضه الخادم لكبر حجمه. قسّم الملف، أو اطلب إضافته بالأمر: isnad ingest FILE",
)
UPLOAD_LOST = Message(
    en="The connection was lost while these were sent. Check that Isnad still runs, and send them again.",
    ar="انقطع الاتصال أثناء الإرسال. تحقّق من أن إسناد ما زال يعمل، ثم أرسلها من جديد.",
)
UPLOAD_REFUSED = Message(
    en="The server did not take these (status {status}). Load the page again and try once more.",
    ar="لم يقبلها الخادم (الرمز {status}). أعد تحميل الصفحة وحاول مرة أخرى.",
)
NOT_WHOLE = Message(en="The file arrived incomplete. Send it again.", ar="لم يصل كاملًا. أرسله من جديد.")
FATE_ADDED = Message(en="Added:", ar="أُضيف:")
FATE_UPDATED = Message(en="Updated:", ar="حُدّث:")
FATE_UNCHANGED = Message(en="Already here, unchanged:", ar="موجود من قبل ولم يتغير:")
FATE_DUPLICATE = Message(en="Duplicates of articles that are here:", ar="مكرر لمقالات موجودة:")
TO_CHECK = Message(en="Guessed, mended or missing:", ar="خُمّن أو أُصلح أو نقص:")
DEFAULTS_HEADING = Message(en="For articles that do not say it", ar="لما لا تذكره المقالات")
DEFAULT_LANGUAGE = Message(en="Language", ar="اللغة")
BY_LETTERS = Message(en="by their letters", ar="بحسب حروفها")
DATE_FROM_URL = Message(en="Take the date from the address first", ar="خذ التاريخ من الرابط أولًا")
FATE_FAILED = Message(en="Not added:", ar="تعذّرت إضافته:")
REASON_IN_ENGLISH = Message(en="What Isnad found:", ar="ما وجده إسناد، بالإنجليزية:")
PASTE_HEADING = Message(en="Or paste an article", ar="أو ألصق مقالًا")
FIELD_TITLE = Message(en="Title (else found in the text)", ar="العنوان (وإلا أُخذ من النص)")
FIELD_DATE = Message(en="Date", ar="التاريخ")
FIELD_URL = Message(en="Link to the original", ar="رابط الأصل")
FIELD_TEXT = Message(en="Text (required)", ar="النص (مطلوب)")
DO_ADD = Message(en="Add the article", ar="أضف المقال")
TAKEN = Message(en="The article was read.", ar="قُرئ المقال.")
NO_TEXT = Message(en="The text is missing. Paste the article's text.", ar="النص ناقص. ألصق نص المقال.")
NO_SENTENCE = Message(
    en="There is no sentence in this text. Paste the article's whole text.",
    ar="لا جملة في هذا النص. ألصق نص المقال كاملًا.",
)
TOO_LONG = Message(
    en="This is too long: a text may have 1,000,000 characters, the other fields 10,000. Split it.",
    ar="هذا أطول من المسموح: حدّ النص 1,000,000 حرف، وحدّ الخانات الأخرى 10,000. قسّمه.",
)
NO_DATE = Message(
    en="The date is not one. Write it as YYYY-MM-DD, or leave it empty.",
    ar="هذا ليس تاريخًا صحيحًا. اكتبه بالشكل YYYY-MM-DD أو اتركه فارغًا.",
)
NO_URL = Message(
    en="The link must begin with https:// or http://. Correct it, or leave it empty.",
    ar="يجب أن يبدأ الرابط بـ ‎https://‎ أو ‎http://‎. صحّحه أو اتركه فارغًا.",
)
BUSY = Message(
    en="Articles are being added or removed elsewhere just now. Wait until that is done and try again.",
    ar="تُضاف مقالات أو تُحذف من مكان آخر الآن. انتظر حتى يتم ذلك ثم حاول مجددًا.",
)
INSIDE = Message(
    en="Isnad cannot do this at the moment. Whoever runs it here finds the reason in its log.",
    ar="لا يستطيع إسناد ذلك الآن. يجد من يشغّله هنا السبب في سجله.",
)
MODEL_FAILED = Message(
    en="The language model could not write an answer, so the articles are quoted instead. Whoever runs Isnad here "
    "finds the reason in its log.",
    ar="لم يستطع النموذج اللغوي كتابة جواب، فإليك ما تقوله المقالات. يجد من يشغّل إسناد هنا السبب في سجله.",
)
NOT_ADDED = Message(en="This could not be done.", ar="تعذّر ذلك. ما وجده إسناد، بالإنجليزية:")
GONE_ALREADY = Message(en="Somebody has already removed this article.", ar="سبق أن حُذف هذا المقال.")
PUT_BACK = Message(en="Restored: {title}", ar="أُعيد: {title}")
TOO_LATE = Message(
    en="This can no longer be undone here. Add the article again.", ar="لم يعد التراجع ممكنًا هنا. أضف المقال من جديد."
)

# Rating answers
RATED = Message(en="Thank you. Your rating was kept.", ar="شكرًا لك. حُفظ تقييمك.")
RATE_HEADING = Message(en="What is wrong with this answer?", ar="ما الخطأ في هذا الجواب؟")
WHY_WRONG_QUOTE = Message(en="The quote does not answer the question", ar="الاقتباس لا يجيب عن السؤال")
WHY_NO_ANSWER = Message(en="It answered, but the articles do not say this", ar="أجاب بما لا تقوله المقالات")
WHY_HAS_ANSWER = Message(en="The articles do have an answer", ar="الجواب موجود في المقالات")
WHY_MISSING = Message(en="Something is missing", ar="ينقصه شيء")
WHY_OTHER = Message(en="Something else", ar="شيء آخر")
RATE_COMMENT = Message(en="In your words (optional)", ar="بكلماتك (اختياري)")
RATE_SEND = Message(en="Keep the rating", ar="احفظ التقييم")
RATE_LEAVE = Message(en="Cancel", ar="إلغاء")
RATE_WRONG = Message(
    en="This rating could not be kept: {reason} Ask again and rate the new answer.",
    ar="تعذّر حفظ التقييم: {reason} اسأل من جديد وقيّم الجواب الجديد.",
)
RATE_GONE = Message(en="what it quotes is no longer in the corpus.", ar="ما يقتبسه لم يعد في المجموعة.")
RATE_FULL = Message(
    en="No more ratings can be kept. Whoever runs Isnad here can move feedback.jsonl out of the store's folder.",
    ar="لا يمكن حفظ تقييمات أخرى. ولمن يشغّل إسناد هنا أن ينقل feedback.jsonl من مجلد المخزن.",
)
RATE_UNREADABLE = Message(en="the page sent no answer.", ar="لم ترسل الصفحة جوابًا.")
RATE_UNWRITABLE = Message(
    en="The rating could not be written ({reason}). Check that the store's folder can be written to.",
    ar="تعذّرت كتابة التقييم ({reason}). تحقّق من إمكان الكتابة في مجلد المخزن.",
)

# Browsing the articles
FIND = Message(en="Search titles, outlets and texts", ar="ابحث في العناوين والمصادر والنصوص")
OUTLET = Message(en="Outlet", ar="المصدر")
ANY_OUTLET = Message(en="All outlets ({count})", ar="كل المصادر ({count})")
ONLY_THESE = Message(en="Ask only these", ar="اسأل هذه فقط")
TITLE_NARROW = Message(
    en="The next questions are answered from this outlet and these days only",
    ar="يُجاب عن الأسئلة التالية من هذا المصدر وهذه التواريخ فقط",
)
FOUND_BETWEEN = Message(en="{articles}, {first} to {last}", ar="{articles}، من {first} إلى {last}")
FOUND_ON = Message(en="{articles}, {first}", ar="{articles}، {first}")
MORE = Message(en="Show more ({shown} of {total})", ar="عرض المزيد ({shown} من {total})")
NO_MORE = Message(
    en="The first {shown} are listed. Search for a word, an outlet or a date to see the others.",
    ar="هذه أول {shown}. ابحث بكلمة أو مصدر أو تاريخ لترى غيرها.",
)
NONE_FOUND = Message(
    en="No article has all these words. Try fewer words, or other ones.",
    ar="لا مقال فيه هذه الكلمات كلها. جرّب كلمات أقل أو غيرها.",
)
NONE_WITHIN = Message(
    en="No article fits this outlet, these dates and these words together. Take one of them away.",
    ar="لا مقال يجمع هذا المصدر وهذه التواريخ وهذه الكلمات. استغنِ عن واحد منها.",
)
EVERYTHING = Message(en="Show all articles", ar="عرض كل المقالات")
UNTITLED = Message(en="Without a title", ar="بلا عنوان")
IN_AR = Message(en="Arabic", ar="العربية")
IN_EN = Message(en="English", ar="الإنجليزية")
IN_OTHER = Message(en="Another language", ar="لغة أخرى")
REMOVE = Message(en="Remove", ar="حذف")
REMOVE_THIS = Message(en="Remove: {title}", ar="حذف: {title}")

# The ways from an article
QUOTE_OF = Message(en="{number} of {total}", ar="{number} من {total}")
QUOTE_BEFORE = Message(en="Previous quote", ar="الاقتباس السابق")
QUOTE_AFTER = Message(en="Next quote", ar="الاقتباس التالي")
ARTICLE_BEFORE = Message(en="Previous article", ar="المقال السابق")
ARTICLE_AFTER = Message(en="Next article", ar="المقال التالي")
TO_THE_LIST = Message(en="Back to the list", ar="العودة إلى القائمة")
BESIDE = Message(en="Translation {in_language} beside the text", ar="الترجمة {in_language} إلى جانب النص")


def dictionary() -> dict[str, dict[str, str]]:
    """All messages by name and language, and how the days of each month are written, for the page's script."""
    from store.text import day_in  # the command line loads this file, and shows its help without the store

    named = {name: message for name, message in globals().items() if isinstance(message, Message)}
    days = {f"DAY_IN_{month}": Message(day_in(month, "en"), day_in(month, "ar")) for month in range(1, 13)}
    return {name: {"en": message.en, "ar": message.ar} for name, message in (named | days).items()}
