"""What the page shows, as HTML."""

from ui.web.views import answer, article, intake, shell
from ui.web.views.article import Neighbours
from ui.web.views.intake import UPLOAD_BYTES
from ui.web.views.library import LibraryPage, LibraryQuery, render_library, render_trouble
from ui.web.views.log_in import render_log_in

__all__ = [
    "LibraryPage",
    "LibraryQuery",
    "Neighbours",
    "UPLOAD_BYTES",
    "answer",
    "article",
    "intake",
    "render_library",
    "render_log_in",
    "render_trouble",
    "shell",
]
