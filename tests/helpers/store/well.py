"""Two short articles and where tests look for them."""

from __future__ import annotations

from store import Article
from store.scope import Scope

EVERYWHERE = Scope()
WELL = Article(
    title="The well", text="The villagers dug a well beside the mill.", outlet="Mill Gazette", language="en"
)
KITE = Article(title="طائرة ورقية", text="أطلق الأطفال طائرة ورقية فوق التلة.", language="ar")
