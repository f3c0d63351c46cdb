"""The Gradio page: the conversation on one side, the article it quotes on the other.

The only file that imports gradio. `views/` makes the HTML, `static/` holds the style sheets and the scripts of the
browser. Nothing here, and nothing the page serves, reaches for another machine.
"""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import nullcontext
from functools import partial
from typing import Any, Final

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read while gradio is imported
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)  # else it sums up all events after each of them

# ruff: noqa: E402
import gradio as gr
from anyio import to_thread
from gradio.events import api
from gradio.route_utils import FnIndexInferError
from gradio.routes import App, ORJSONResponse
from starlette.requests import Request
from starlette.types import ASGIApp

from store import Corpus
from store.text import language_of
from ui.api import ApiFunctions, HttpApp, bound_headers, misfit_error, missing_argument_error
from ui.messages import general as messages
from ui.messages import one_line
from ui.messages import page as page_messages
from ui.messages import server as server_messages
from ui.server import (
    Gate,
    Health,
    OwnPlaces,
    RequestLog,
    Serving,
    TooManyError,
    Users,
    bypass_proxies,
    called_by,
    no_such_function,
)
from ui.web.feedback import Feedback
from ui.web.handlers import PageHandlers
from ui.web.intake import IntakeHandlers
from ui.web.request import QuestionRequest
from ui.web.respondent import Respondent
from ui.web.uploads import named_uploads
from ui.web.views import UPLOAD_BYTES, answer, render_log_in, shell

THREADS = 200  # of the server, for all requests, and so many events in Gradio's queue are worked on
LOGGED = 300  # letters of a failure in the log
AT_ONCE = 40  # questions of one caller answered at once
MOST_WAITING = 20  # more of his; what he asks besides is refused
FONTS = ("Noto Sans Arabic", "Noto Sans", "Segoe UI", "Tahoma", "Geeza Pro", "system-ui", "sans-serif")
PAGE_ONLY: Final = "undocumented"  # the visibility of functions that only the page's own script calls
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
# Gradio would take the questions of all in the order they came; `ask` has places for each caller.
NO_QUEUE: dict[str, Any] = {"concurrency_limit": None, "concurrency_id": "ask"}

LOCAL = Serving()
_log = logging.getLogger("isnad")

ChatMessage = dict[str, Any]
Outputs = tuple[Any, ...]


def serve(corpus: Corpus, respondent: Respondent, serving: Serving = LOCAL, wait: bool = True) -> gr.Blocks:
    """Serves the page. If it does not wait, close what it returns.

    Raises PageError when the address is taken, or none of this machine's.
    """
    serving = serving.over(corpus)
    functions = ApiFunctions(corpus, respondent.answers)
    page = build_page(corpus, respondent, functions, serving.users)
    bypass_proxies()
    bound_headers()
    options = _server(serving, corpus, functions)
    try:
        page.launch(
            server_name=serving.host,
            server_port=serving.port,
            root_path=serving.prefix,
            auth_dependency=_user if serving.users.named else None,
            max_threads=THREADS,
            max_file_size=UPLOAD_BYTES,
            prevent_thread_lock=not wait,
            quiet=True,
            share=False,
            ssr_mode=False,
            pwa=False,
            mcp_server=False,
            enable_monitoring=False,
            run_history=False,
            app_kwargs=options,  # of these it takes the lifespan alone, since it is given an app
            _app=_GatedApp(serving, **options),
            footer_links=[],
            favicon_path=shell.STATIC / "icon.svg",
            theme=gr.themes.Base(font=FONTS, font_mono=("monospace",)),
            head=shell.head(),
        )
    except OSError as error:
        raise serving.port_taken from error
    return page


def _server(serving: Serving, corpus: Corpus, functions: ApiFunctions) -> dict[str, Any]:
    """What Gradio's server gets besides the page: its health, the ways for programs, and tools where wanted."""
    options: dict[str, Any] = {
        "default_response_class": ORJSONResponse,
        "routes": [*Health(corpus).routes, *HttpApp(functions, serving, has_page=True).beside()],
        "exception_handlers": {FnIndexInferError: no_such_function},
    }
    if not serving.mcp:
        return options
    from ui.api import ToolServer

    tools = ToolServer(functions)
    return {**options, "routes": [*options["routes"], *tools.routes], "lifespan": tools.lifespan}


class _GatedApp(App):
    """Gradio's server with the gate before all of it; Gradio's own middleware would come before one added to it."""

    def __init__(self, serving: Serving, **options: Any) -> None:
        super().__init__(**options)
        self._serving = serving

    def build_middleware_stack(self) -> ASGIApp:
        return RequestLog(Gate(super().build_middleware_stack(), self._serving, render_log_in))


def _user(request: Request) -> str | None:
    """Who makes a request, as the gate found."""
    user: str | None = request.state.user
    return user


class _Page(gr.Blocks):
    """Returns a sentence about wrong arguments to the caller; Gradio would print a traceback in the terminal only."""

    async def process_api(self, *given: Any, **named: Any) -> dict[str, Any]:
        """The same, for whoever called; of what goes wrong in a call one line, however many Gradio would print."""
        request = getattr(named.get("request"), "request", None)  # of an event in the queue, which has it no more
        try:
            with called_by(request.state.caller) if request is not None else nullcontext():
                return await super().process_api(*given, **named)
        except gr.Error:
            raise
        except Exception as error:
            if request is not None:
                request.state.failure = repr(error)  # the log of requests tells it, in its one line
            else:
                _log.error("%s", one_line(f"{type(error).__name__}: {error}"[:LOGGED]))
            raise gr.Error(server_messages.FAILED.both(), print_exception=False) from error

    def validate_inputs(self, block_fn: Any, inputs: list[Any]) -> None:
        own = block_fn.api_visibility == PAGE_ONLY
        if fault := missing_argument_error(inputs, len(block_fn.inputs)) or (
            misfit_error(block_fn.fn, inputs) if own else ""
        ):
            raise gr.Error(fault, print_exception=False)


def build_page(corpus: Corpus, respondent: Respondent, functions: ApiFunctions, users: Users) -> gr.Blocks:
    """The page over a corpus, with who answers its questions and who may see it."""
    handlers = PageHandlers(corpus, respondent)
    page = _Page(title=messages.NAME.both(), analytics_enabled=False, fill_width=True)
    with page:
        for function in functions.returning_errors():
            api(function, api_name=function.__name__, queue=False)
        _offer_reading(handlers, Feedback(corpus), users)
        _offer_writing(IntakeHandlers(corpus), users)
        gr.Column(elem_id="isnad-masthead")  # the script fills these: that is quicker than components for HTML
        with gr.Row(elem_id="isnad-columns"):
            with gr.Column(elem_id="isnad-chat"):
                _Conversation().wire(handlers)
            gr.Column(elem_id="isnad-pane")
        gr.Column(elem_id="isnad-foot")
    return page


def _offer_reading(handlers: PageHandlers, feedback: Feedback, users: Users) -> None:
    """Adds the functions that the page's script calls to read; they do not wait in Gradio's queue."""

    def facts(request: gr.Request) -> dict[str, Any]:
        return handlers.facts() | {"may_write": users.may_write(request.username), "user": request.username or ""}

    def browse(query: dict[str, Any], language: str, request: gr.Request) -> str:
        return handlers.browse(query, language, users.may_write(request.username))

    def rate(rating: dict[str, Any], language: str) -> str:
        return feedback.rate(rating, language)

    reading = (handlers.open, handlers.document, browse, handlers.suggest, handlers.examples)
    for function in (facts, *reading, rate):
        api(function, queue=False, api_visibility=PAGE_ONLY)


def _offer_writing(adding: IntakeHandlers, users: Users) -> None:
    """Adds the functions that add and remove articles; each checks that the user may write."""

    def refused(request: gr.Request, language: str) -> dict[str, Any] | None:
        if users.may_write(request.username):
            return None
        return {"ok": False, "message": page_messages.REFUSED.to(language), "html": adding.form(language, False)}

    def add_form(language: str, request: gr.Request) -> str:
        return adding.form(language, users.may_write(request.username))

    def paste(fields: dict[str, Any], language: str, request: gr.Request) -> dict[str, Any]:
        return refused(request, language) or adding.paste(fields, language)

    def remove(id: str, language: str, request: gr.Request) -> dict[str, Any]:
        return refused(request, language) or adding.remove(id, language)

    def undo(token: str, language: str, request: gr.Request) -> dict[str, Any]:
        return refused(request, language) or adding.undo(token, language)

    def add_articles(
        paths: list[str], names: list[str], language: str, defaults: dict[str, Any] | None, request: gr.Request
    ) -> Iterator[dict[str, Any]]:
        refusal = refused(request, language)
        files = named_uploads(paths or [], names or [])
        yield from [refusal] if refusal else adding.add_files(files, language, defaults or {})

    for function in (add_form, paste, remove, undo):
        api(function, queue=False, api_visibility=PAGE_ONLY)
    # A file component lets in nothing but what was uploaded here.
    files, names = gr.File(file_count="multiple", visible=False), gr.JSON(visible=False)
    language, defaults, result = gr.Textbox(visible=False), gr.JSON(visible=False), gr.JSON(visible=False)
    gr.Button(visible=False).click(
        add_articles, [files, names, language, defaults], result, api_visibility=PAGE_ONLY, concurrency_limit=2
    )


class _Conversation:
    """The conversation's components and events. The page's script sends the questions and keeps earlier messages."""

    def __init__(self) -> None:
        self.messages = gr.Chatbot(
            elem_id="isnad-conversation",
            show_label=False,
            container=False,
            autoscroll=False,
            layout="panel",
            buttons=[],
            latex_delimiters=[],
            feedback_options=None,
            placeholder=shell.welcome(),
        )
        self.notice = gr.Textbox(visible="hidden")
        gr.Column(elem_id="isnad-below-chat")
        with gr.Row(elem_id="isnad-question-form"):
            self.question = gr.Textbox(elem_id="isnad-question", show_label=False, container=False, max_lines=6)
            self.send = gr.Button(page_messages.ASK.both(), elem_id="isnad-send", variant="primary", scale=0)
        self.request = gr.Textbox(visible="hidden")
        self.replace = gr.Button(visible="hidden", elem_id="isnad-replace")

    def wire(self, handlers: PageHandlers) -> None:
        """Connects the events: a question adds an answer; `replace` replaces the whole conversation."""

        places = OwnPlaces(AT_ONCE, MOST_WAITING)

        # An async function that waits for a thread can be cancelled at once. For one that is not async, Gradio would
        # wait until its step is done, and take no other question until then.
        async def ask(question: str, earlier: list[ChatMessage], request: str) -> AsyncIterator[Outputs]:
            steps = _converse(handlers, question, earlier, QuestionRequest.from_json(request))
            try:
                with places.call() as limiter:
                    step = partial(next, steps, None)
                    while shown := await to_thread.run_sync(step, abandon_on_cancel=True, limiter=limiter):
                        yield shown
            except TooManyError:
                yield gr.skip(), page_messages.TOO_MANY.to(language_of(question))

        inputs, outputs = [self.question, self.messages, self.request], [self.messages, self.notice]
        answering = gr.on(
            [self.question.submit, self.send.click],
            ask,
            inputs,
            outputs,
            js="(...given) => window.isnad.beginAsking(...given)",
            **NO_QUEUE,
            **QUIET,
        )
        # Gradio reports a stopped answer as a failed one; the script tells them apart.
        failed = answering.failure(
            None, self.messages, self.messages, js="(messages) => [window.isnad.failed(messages)]", **QUIET
        )
        for ended in (answering.success, failed.then):
            ended(None, outputs, js="(...outputs) => window.isnad.answered(...outputs)", **QUIET)
        js = "(messages) => window.isnad.replaced(messages)"
        self.replace.click(None, self.messages, outputs, js=js, cancels=[answering], queue=False, **QUIET)


def _converse(
    handlers: PageHandlers, question: str, earlier: list[ChatMessage], request: QuestionRequest
) -> Iterator[Outputs]:
    """The messages to show after a question: first that it is being answered, then the answer as it grows."""
    if fault := handlers.fault(question, request.language):
        yield gr.skip(), fault
        return
    shown = [*earlier, _message("user", answer.render_question(question, request))]
    yield [*shown, _message("assistant", handlers.searching(question))], ""
    for reply in handlers.answers(question, request):
        yield [*shown, _message("assistant", reply)], gr.skip()


def _message(role: str, html: str) -> ChatMessage:
    return {"role": role, "content": html}
