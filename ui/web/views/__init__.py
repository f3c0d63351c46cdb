"""What the page shows, as HTML."""

from ui.web.views import answer, article, html, intake, shell
from ui.web.views.anchors import read_reference
from ui.web.views.article import Neighbours
from ui.web.views.intake import UPLOAD_BYTES
from ui.web.views.library import LibraryPage, LibraryQuery, render_shelves, render_trouble
from ui.web.views.payload import ONCE_MORE, action_buttons, hidden_payload

__all__ = [
    "LibraryPage",
    "LibraryQuery",
    "Neighbours",
    "ONCE_MORE",
    "UPLOAD_BYTES",
    "action_buttons",
    "hidden_payload",
    "read_reference",
    "render_shelves",
    "render_trouble",
    "answer",
    "article",
    "html",
    "intake",
    "shell",
]
