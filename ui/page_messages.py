"""Every sentence of the page, in Arabic and English; what answers and articles say of themselves is in messages.py.

The page's script gets all of them by their names and shows those of the chosen language, which can be changed at any
time: whatever has `data-say="NAME"` shows that sentence.
"""

from __future__ import annotations

import json

from ui.sentence import Sentence

# The head of the page
PURPOSE = Sentence(
    en="Ask the news. Every answer opens the article at the words that say it.",
    ar="اسأل الأخبار، وكل جواب يفتح لك المقال عند الكلمات التي قالته.",
)
TOOLS = Sentence(en="Tools", ar="الأدوات")
NEW = Sentence(en="New conversation", ar="محادثة جديدة")
HISTORY = Sentence(en="History", ar="المحادثات السابقة")
ARTICLES = Sentence(en="Articles", ar="المقالات")
ADD = Sentence(en="Add articles", ar="إضافة مقالات")
OTHER_LANGUAGE = Sentence(en="العربية", ar="English")
DARKER = Sentence(en="Light or dark", ar="فاتح أو داكن")

# Asking
QUESTION = Sentence(en="Your question", ar="سؤالك")
ASK = Sentence(en="Ask", ar="اسأل")
STOP = Sentence(en="Stop", ar="توقف")
STOPPED = Sentence(en="Stopped before it was finished.", ar="أُوقف قبل أن يكتمل.")
CONVERSATION = Sentence(en="Conversation", ar="المحادثة")
EXAMPLES = Sentence(en="For example", ar="مثلًا")
FOLLOW_UPS = Sentence(en="You could go on with", ar="ويمكنك أن تسأل بعده")
EDITING = Sentence(en="You are changing your last question.", ar="أنت الآن تعدّل سؤالك الأخير.")
LEAVE_IT = Sentence(en="Leave it as it was", ar="اتركه كما كان")

# Which articles are asked
FILTERS = Sentence(en="Which articles to ask", ar="أي المقالات تُسأل")
ALL_ARTICLES = Sentence(en="All articles", ar="كل المقالات")
ONLY_OUTLETS = Sentence(en="Only these outlets", ar="هذه المصادر فقط")
SINCE = Sentence(en="From", ar="من تاريخ")
UNTIL = Sentence(en="Until", ar="إلى تاريخ")
SINCE_DAY = Sentence(en="from {day}", ar="من {day}")
UNTIL_DAY = Sentence(en="until {day}", ar="إلى {day}")
ASK_ALL = Sentence(en="Ask all articles again", ar="العودة إلى كل المقالات")

# Under an answer
DO_COPY = Sentence(en="Copy", ar="نسخ")
DO_MARKDOWN = Sentence(en="Markdown", ar="Markdown")
DO_HTML = Sentence(en="HTML", ar="HTML")
DO_AGAIN = Sentence(en="Ask again", ar="اسأل ثانية")
DO_EDIT = Sentence(en="Change the question", ar="تعديل السؤال")
DO_UP = Sentence(en="Good answer", ar="جواب جيد")
DO_DOWN = Sentence(en="Bad answer", ar="جواب غير جيد")
TITLE_COPY = Sentence(en="Copy the answer with its quotes and sources", ar="نسخ الجواب مع اقتباساته ومصادره")
TITLE_MARKDOWN = Sentence(en="Save the answer as a Markdown file", ar="حفظ الجواب ملف Markdown")
TITLE_HTML = Sentence(en="Save the answer as a web page", ar="حفظ الجواب صفحة ويب")
COPIED = Sentence(en="The answer was copied with its sources.", ar="نُسخ الجواب مع مصادره.")
NOT_COPIED = Sentence(
    en="The browser did not allow copying. Save the answer as a file instead.",
    ar="لم يسمح المتصفح بالنسخ. احفظ الجواب في ملف بدلًا من ذلك.",
)

# Earlier conversations
HISTORY_NOTE = Sentence(
    en="Kept in this browser only; nothing of it is stored on the server.",
    ar="تُحفظ في هذا المتصفح وحده، ولا يُخزَّن شيء منها على الخادم.",
)
NO_HISTORY = Sentence(
    en="No conversation has been kept yet. Ask something, and it will stand here.",
    ar="لا محادثات محفوظة بعد. اسأل شيئًا وستجده هنا.",
)
QUESTIONS_ASKED = Sentence(en="Questions: {count}", ar="عدد الأسئلة: {count}")
FORGET = Sentence(en="Forget", ar="حذف")
FORGET_THIS = Sentence(en="Forget this conversation: {title}", ar="حذف هذه المحادثة: {title}")
FORGET_ALL = Sentence(en="Forget all conversations", ar="حذف كل المحادثات")
FORGOTTEN = Sentence(en="Forgotten: {title}", ar="حُذفت: {title}")
ALL_FORGOTTEN = Sentence(en="All conversations are forgotten.", ar="حُذفت كل المحادثات.")
NOT_KEPT = Sentence(
    en="This browser has no room left to keep the conversation. Save what you need as a file.",
    ar="لا متسع في هذا المتصفح لحفظ المحادثة. احفظ ما تحتاج إليه في ملف.",
)
UNDO = Sentence(en="Undo", ar="تراجع")

# Around the pane
BACK = Sentence(en="Back", ar="رجوع")
READ_HERE = Sentence(
    en="The article behind each answer opens here, at the words it is quoted for.",
    ar="هنا يُفتح المقال الذي يستند إليه الجواب، عند الكلمات المقتبسة منه.",
)

# When something is amiss
NO_ARTICLES = Sentence(
    en="There are no articles yet. Add some to have something to ask.",
    ar="لا مقالات بعد. أضف بعضها ليكون هناك ما تسأل عنه.",
)
AWAY = Sentence(
    en="The server does not answer. Check that Isnad still runs, then try again.",
    ar="الخادم لا يجيب. تحقّق من أن إسناد ما زال يعمل، ثم حاول مجددًا.",
)
REFUSED = Sentence(
    en="You are not allowed to do this here, or no longer signed in. Load the page again.",
    ar="لا يُسمح لك بهذا هنا، أو انتهت جلستك. أعد تحميل الصفحة.",
)


def dictionary() -> str:
    """All sentences by name and language, as JSON that can stand inside a <script>."""
    named = {name: said for name, said in globals().items() if isinstance(said, Sentence)}
    spoken = {name: {"en": said.en, "ar": said.ar} for name, said in named.items()}
    return json.dumps(spoken, ensure_ascii=False).replace("<", "\\u003c")
