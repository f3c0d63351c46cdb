"""The messages about users, the page's address and calls of programs, in Arabic and in English."""

from __future__ import annotations

from ui.messages.message import Message

NO_USER = Message(
    en="{user!r} cannot be a user: write name:hash, the name without spaces and not “everyone”; isnad password makes "
    "the hash.",
    ar="لا يصلح {user!r} مستخدمًا: اكتب name:hash، والاسم بلا مسافات وليس «everyone»؛ ويصنع isnad password الـ hash.",
)
NO_HASH = Message(
    en="The hash of user {user} is not one of argon2id. Make one with isnad password, and put it between single "
    "quotes in a shell.",
    ar="ما أُعطي للمستخدم {user} ليس بصمة argon2id. اصنعها بالأمر isnad password، وضعها بين علامتي اقتباس مفردتين.",
)
NO_USERS_FILE = Message(
    en="{path} is not a text file in UTF-8: it should have one name:hash a line.",
    ar="ليس {path} ملفًا نصيًا بترميز UTF-8: في كل سطر منه name:hash.",
)
NOBODY_IN_FILE = Message(
    en="{path} names no user, so all could read. Write one name:hash a line, or leave out --auth-file.",
    ar="لا يسمّي {path} أي مستخدم، فتكون الصفحة مفتوحة للجميع. اكتب name:hash في كل سطر، أو احذف ‎--auth-file.",
)
UNKNOWN_WRITER = Message(
    en="--may-write {user}: there is no such user. Add the user with --auth, or allow all with --may-write everyone.",
    ar="‎--may-write {user}: لا مستخدم بهذا الاسم. أضفه بالخيار ‎--auth، أو اسمح للجميع بـ ‎--may-write everyone.",
)
OPEN_TO_ALL = Message(
    en="Whoever reaches {host} can read the whole corpus: nobody is asked for a password. Name users with --auth.",
    ar="كل من يصل إلى {host} يستطيع قراءة المجموعة كلها، ولا تُطلب كلمة مرور. حدّد المستخدمين بالخيار ‎--auth.",
)
LOG_IN = Message(
    en="Log in to ask the news. For a name and a password, ask whoever runs Isnad here.",
    ar="سجّل الدخول لتسأل الأخبار. وللحصول على اسم وكلمة مرور اسأل من يشغّل إسناد هنا.",
)
USERS_STAY = Message(
    en="The file of users was changed, but cannot be used; the users stay as they were. {reason}",
    ar="تغيّر ملف المستخدمين، لكن لا يمكن استعماله، فبقي المستخدمون كما كانوا. {reason}",
)
NEW_PASSWORD = Message(en="New password", ar="كلمة المرور الجديدة")
AGAIN = Message(en="Repeat the password", ar="أعدها مرة أخرى")
NO_PASSWORD = Message(en="A password needs at least {least} characters.", ar="لا تقلّ كلمة المرور عن {least} أحرف.")
NO_PASSWORD_GIVEN = Message(
    en="No password was given. Run isnad password in a terminal, or give it one line on standard input.",
    ar="لم تُعطَ كلمة مرور. شغّل isnad password في طرفية، أو أعطه سطرًا واحدًا على المدخل القياسي.",
)
NO_HOST = Message(
    en="The address is empty. 127.0.0.1 is this machine alone, 0.0.0.0 whoever reaches it.",
    ar="العنوان فارغ. ‎127.0.0.1 لهذا الجهاز وحده، و‎0.0.0.0 لكل من يصل إليه.",
)
NO_PORT = Message(
    en="{given} is not a port: give a number from 1 to 65535, in the digits 0 to 9.",
    ar="لا يصلح {given} منفذًا: أعطِ رقمًا من 1 إلى 65535 بالأرقام 0 إلى 9.",
)
NO_ROOT_PATH = Message(
    en="--root-path is the path at which a proxy shows the page, as /isnad, or its whole address; not {path}.",
    ar="‎--root-path هو المسار الذي يعرض الخادم الوسيط الصفحة عنده، مثل ‎/isnad، أو عنوانها كله، لا {path}.",
)
NO_MCP = Message(
    en="--mcp needs the package mcp. Install it in Isnad's folder: pip install '.[mcp]'",
    ar="يحتاج ‎--mcp إلى الحزمة mcp. ثبّتها من مجلد إسناد: pip install '.[mcp]'",
)

# Refused at the gate
OTHER_NAME = Message(
    en="Isnad answers here only to this machine's own name, 127.0.0.1. Behind a proxy, start it with --root-path.",
    ar="لا يجيب إسناد هنا إلا باسم هذا الجهاز نفسه، 127.0.0.1. وإن كان خلف خادم وسيط فشغّله بالخيار ‎--root-path.",
)
OTHER_SITE = Message(
    en="Another web site may not use this page for you. Open Isnad itself.",
    ar="لا يجوز لموقع آخر أن يستعمل هذه الصفحة باسمك. افتح إسناد نفسه.",
)
FAILED = Message(
    en="Isnad failed at this request. Whoever runs it finds a line about it in the log.",
    ar="تعذّر على إسناد تنفيذ هذا الطلب. يجد من يشغّله سطرًا عنه في السجل.",
)
NO_FUNCTION = Message(
    en="There is no such function here. Programs may call ask, search and read_article.",
    ar="لا دالة هنا بهذا الاسم. للبرامج أن تستدعي ask وsearch وread_article.",
)
TOO_FEW_ARGUMENTS = Message(
    en="{given} arguments were given, {needed} are needed: give each in its place, null where there is none.",
    ar="أُعطيت {given} من المعطيات، والمطلوب {needed}: ضع كلًّا في مكانه، وnull حيث لا شيء.",
)
WRONG_ARGUMENT = Message(
    en="{name} cannot be {given}: give {kind}.",
    ar="لا يصلح {given} قيمةً لـ {name}: المطلوب {kind}.",
)
NO_SUCH_ARTICLE = Message(
    en="No article has the id {id}: give one that ask or search gives.",
    ar="لا مقال يحمل المعرّف {id}: أعطِ معرّفًا مما يعطيه ask أو search.",
)

# What programs are told
NOT_JSON = Message(en="The body is not JSON: send one JSON object.", ar="المتن ليس JSON: أرسل كائن JSON واحدًا.")
NO_OBJECT = Message(
    en="The arguments are missing: send one JSON object with a field for each.",
    ar="المعطيات ناقصة: أرسل كائن JSON واحدًا فيه خانة لكل منها.",
)
SEND_JSON = Message(
    en="Send JSON, with the header Content-Type: application/json.",
    ar="أرسل JSON مع الترويسة Content-Type: application/json.",
)
NO_WAY = Message(
    en="There is no such way here; /docs lists those that there are.",
    ar="لا طريق هنا بهذا العنوان؛ وفي ‎/docs قائمة بما هو متاح.",
)
NO_METHOD = Message(
    en="This way does not take this method; /docs lists what it takes.",
    ar="لا يقبل هذا العنوان هذه الطريقة؛ وفي ‎/docs قائمة بما يقبله.",
)
TOO_LARGE = Message(
    en="The body is too long: a question may have 1 MB, an article 5 MB.",
    ar="المتن أطول من المسموح: حدّ السؤال ‎1 MB، وحدّ المقال ‎5 MB.",
)
NO_MODEL = Message(
    en="There is no model {name} here: the model is isnad.",
    ar="لا نموذج هنا باسم {name}: اسم النموذج isnad.",
)
NOT_SUPPORTED = Message(
    en="{name} cannot be had as it is asked for: Isnad gives one reply, in plain text. Leave it out.",
    ar="لا تصلح قيمة {name} هنا: يعطي إسناد ردًّا واحدًا نصّيًا. احذفها.",
)
LAST_IS_USERS = Message(
    en="The last message must be the user's: it is the question.",
    ar="يجب أن تكون الرسالة الأخيرة للمستخدم: هي السؤال.",
)
ONLY_TEXT = Message(
    en="Isnad reads only text, not a part of the kind {kind}.",
    ar="لا يقرأ إسناد إلا النص، لا جزءًا من النوع {kind}.",
)
