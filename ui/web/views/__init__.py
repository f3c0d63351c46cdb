"""What the page shows, as HTML."""

from ui.web.views import answer, article, intake, shell
from ui.web.views.article import Neighbours
from ui.web.views.intake import UPLOAD_BYTES
from ui.web.views.library import LibraryPage, LibraryQuery, render_library, render_trouble

__all__ = [
    "LibraryPage",
    "LibraryQuery",
    "Neighbours",
    "UPLOAD_BYTES",
    "answer",
    "article",
    "intake",
    "render_library",
    "render_trouble",
    "shell",
]
