"""The messages of the commands that look after a store, in Arabic and in English."""

from __future__ import annotations

from ui.messages.message import Message

REBUILDING = Message(en="Rebuilding the store", ar="إعادة بناء المخزن")
REBUILT = Message(en="The store is rebuilt. Articles: {articles}.", ar="أُعيد بناء المخزن. المقالات: {articles}.")
FAULT = Message(en="Damaged: {fault}", ar="تلف: {fault}")
LOST = Message(
    en="Articles that could not be recovered: {count} ({ids}). The rest of the old store is kept in {kept}; "
    "ingest them again from their files.",
    ar="مقالات تعذّرت قراءتها في كل مكان: {count} ({ids}). ما بقي من المخزن القديم محفوظ في {kept}؛ أدخلها مجددًا من "
    "ملفاتها.",
)
MORE_MAY_BE_LOST = Message(
    en="More articles may be lost: the database could not be read completely, and the journal may be incomplete. "
    "The rest of the old store is kept in {kept}; ingest your files again.",
    ar="قد تكون مقالات لا يُعرف أيّها قد ضاعت: تعذّرت قراءة قاعدة البيانات كاملة، ولا دليل على أن السجل يضم كل شيء. "
    "ما بقي من المخزن القديم محفوظ في {kept}؛ أدخل ملفاتك مجددًا.",
)
KEPT = Message(en="The old files are kept in {kept}.", ar="الملفات القديمة محفوظة في {kept}.")
SOUND = Message(en="The store is sound.", ar="المخزن سليم.")
REMEDY = Message(
    en="`isnad rebuild --store {store}` rebuilds it from the second copies.",
    ar="الأمر isnad rebuild --store {store} يعيد بناءه مما حُفظ مرتين.",
)
VACUUMED = Message(
    en="The store took {before} MB and takes {after} MB.", ar="كان حجم المخزن {before} م.ب وصار {after} م.ب."
)
