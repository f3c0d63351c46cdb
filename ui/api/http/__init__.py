"""What programs reach over plain HTTP: the ways below /api, OpenAI's protocol, and the server without the page."""

from ui.api.http.application import HttpApp
from ui.api.http.server import HttpServer, bound_headers

__all__ = ["HttpApp", "HttpServer", "bound_headers"]
