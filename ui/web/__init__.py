"""The page."""

from ui.web.app import serve
from ui.web.respondent import CorpusRespondent
from ui.web.uploads import upload_folder

__all__ = ["CorpusRespondent", "serve", "upload_folder"]
