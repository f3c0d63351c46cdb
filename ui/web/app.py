"""The Gradio page: the conversation on one side, the article it quotes on the other.

The only file that imports gradio. What is shown is made in `render`, `pane` and `shell`, how it looks is in the style
sheets, what the browser does on its own in the scripts. Nothing here, and nothing it serves, reaches for another
machine.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read while gradio is imported
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)  # else it sums up all events after each of them

import gradio as gr  # noqa: E402
from anyio import CapacityLimiter, to_thread  # noqa: E402
from gradio.events import api  # noqa: E402
from gradio.route_utils import FnIndexInferError  # noqa: E402

from store import Corpus  # noqa: E402
from ui.api import ApiFunctions, misfit_error, missing_argument_error  # noqa: E402
from ui.messages import general as messages
from ui.messages import page as page_messages
from ui.messages import server as served
from ui.server import (  # noqa: E402  # noqa: E402
    Serving,
    Users,  # noqa: E402
    bypass_proxies,
    gate_middleware,
    no_such_function,
)
from ui.web.feedback import Feedback  # noqa: E402
from ui.web.handlers import PageHandlers  # noqa: E402
from ui.web.intake import AddingDesk  # noqa: E402
from ui.web.request import QuestionRequest  # noqa: E402
from ui.web.respondent import Respondent  # noqa: E402
from ui.web.uploads import upload_name  # noqa: E402
from ui.web.views import (  # noqa: E402
    UPLOAD_BYTES,  # noqa: E402
    answer,
    shell,
)

THREADS = 64  # for all that is asked of the server at once
AT_ONCE = 40  # questions answered side by side; Gradio's own default is one
FONTS = ("Noto Sans Arabic", "Noto Sans", "Segoe UI", "Tahoma", "Geeza Pro", "system-ui", "sans-serif")
OWN: Final = "undocumented"  # what only the page's own script calls
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
AT_ONCE_QUEUE: dict[str, Any] = {"concurrency_limit": AT_ONCE, "concurrency_id": "ask"}

AT_HOME = Serving()

ChatMessage = dict[str, Any]
Shown = tuple[Any, ...]


def serve(corpus: Corpus, respondent: Respondent, serving: Serving = AT_HOME, wait: bool = True) -> gr.Blocks:
    """Serves the page. If it does not wait, close what it returns.

    Raises PageError when the address is taken, or none of this machine's.
    """
    programs = ApiFunctions(corpus, respondent.answers)
    page = build_page(corpus, respondent, programs, serving.users)
    bypass_proxies()
    admit: Any = serving.users.admit if serving.users.named else None  # Gradio awaits it
    try:
        page.launch(
            server_name=serving.host,
            server_port=serving.port,
            root_path=serving.prefix,
            auth=admit,
            auth_message=served.LOG_IN.both(),
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
            app_kwargs=_server(serving, programs),
            footer_links=[],
            favicon_path=shell.STATIC / "icon.svg",
            theme=gr.themes.Base(font=FONTS, font_mono=("monospace",)),
            head=shell.head(),
        )
    except OSError as error:
        raise serving.port_taken from error
    return page


def _server(serving: Serving, programs: ApiFunctions) -> dict[str, Any]:
    """What stands before Gradio and beside it: the gate, and tools for language models where they are wanted."""
    before = {"middleware": [gate_middleware(serving)], "exception_handlers": {FnIndexInferError: no_such_function}}
    if not serving.mcp:
        return before
    from ui.api import ToolServer

    tools = ToolServer(programs)
    return {**before, "routes": tools.routes, "lifespan": tools.lifespan}


class _Page(gr.Blocks):
    """Tells who gave what cannot be used; Gradio would tell only the terminal, and with a trace of its own."""

    def validate_inputs(self, block_fn: Any, inputs: list[Any]) -> None:
        own = block_fn.api_visibility == OWN
        if told := missing_argument_error(inputs, len(block_fn.inputs)) or (
            misfit_error(block_fn.fn, inputs) if own else ""
        ):
            raise gr.Error(told, print_exception=False)


def build_page(corpus: Corpus, respondent: Respondent, programs: ApiFunctions, users: Users) -> gr.Blocks:
    """The page over a corpus, with who answers its questions and who may see it."""
    desk = PageHandlers(corpus, respondent)
    page = _Page(title=messages.NAME.both(), analytics_enabled=False, fill_width=True)
    with page:
        for function in programs.offered():
            api(function, api_name=function.__name__, queue=False)
        _offer_reading(desk, Feedback(corpus), users)
        _offer_writing(AddingDesk(corpus), users)
        gr.Column(elem_id="isnad-masthead")  # the script fills these: that is quicker than components for HTML
        with gr.Row(elem_id="isnad-desk"):
            with gr.Column(elem_id="isnad-talk"):
                _Talk().wire(desk)
            gr.Column(elem_id="isnad-pane")
        gr.Column(elem_id="isnad-foot")
    return page


def _offer_reading(desk: PageHandlers, feedback: Feedback, users: Users) -> None:
    """What the page's own script asks for, at once and beside the queue."""

    def facts(request: gr.Request) -> dict[str, Any]:
        return desk.facts() | {"may_write": users.may_write(request.username), "user": request.username or ""}

    def browse(asked: dict[str, Any], language: str, request: gr.Request) -> str:
        return desk.browse(asked, language, users.may_write(request.username))

    def rate(given: dict[str, Any], language: str) -> str:
        return feedback.rate(given, language)

    for does in (facts, desk.open, desk.document, browse, desk.suggest, desk.examples, rate):
        api(does, queue=False, api_visibility=OWN)


def _offer_writing(adding: AddingDesk, users: Users) -> None:
    """Adding and removing, for those who may."""

    def refused(request: gr.Request, language: str) -> dict[str, Any] | None:
        if users.may_write(request.username):
            return None
        return {"ok": False, "said": page_messages.REFUSED.to(language), "html": adding.form(language, False)}

    def add_form(language: str, request: gr.Request) -> str:
        return adding.form(language, users.may_write(request.username))

    def paste(fields: dict[str, Any], language: str, request: gr.Request) -> dict[str, Any]:
        return refused(request, language) or adding.paste(fields, language)

    def remove(id: str, language: str, request: gr.Request) -> dict[str, Any]:
        return refused(request, language) or adding.remove(id, language)

    def undo(token: str, language: str, request: gr.Request) -> dict[str, Any]:
        return refused(request, language) or adding.undo(token, language)

    def add_articles(
        paths: list[str], names: list[str], language: str, request: gr.Request
    ) -> Iterator[dict[str, Any]]:
        no = refused(request, language)
        yield from [no] if no else adding.add_files(upload_name(paths or [], names or []), language)

    for does in (add_form, paste, remove, undo):
        api(does, queue=False, api_visibility=OWN)
    # A file component lets in nothing but what was uploaded here.
    files, words = gr.File(file_count="multiple", visible=False), gr.JSON(visible=False)
    language, told = gr.Textbox(visible=False), gr.JSON(visible=False)
    gr.Button(visible=False).click(
        add_articles, [files, words, language], told, api_visibility=OWN, concurrency_limit=2
    )


class _Talk:
    """The components of the conversation and what they do. The script says what is asked, and keeps what was said."""

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
        gr.Column(elem_id="isnad-under")
        with gr.Row(elem_id="isnad-asking"):
            self.question = gr.Textbox(elem_id="isnad-question", show_label=False, container=False, max_lines=6)
            self.send = gr.Button(page_messages.ASK.both(), elem_id="isnad-send", variant="primary", scale=0)
        self.asking = gr.Textbox(visible="hidden")
        self.lay = gr.Button(visible="hidden", elem_id="isnad-lay")

    def wire(self, desk: PageHandlers) -> None:
        """A question is answered under those before it; `lay` puts another conversation in its place."""

        threads = CapacityLimiter(AT_ONCE)

        # A step in a thread can be given up at once; for a function that is not async Gradio would wait until its
        # step is done, and take no other question until then.
        async def ask(question: str, talk: list[ChatMessage], asking: str) -> AsyncIterator[Shown]:
            steps = _converse(desk, question, talk, QuestionRequest.read(asking))
            while step := await to_thread.run_sync(next, steps, None, abandon_on_cancel=True, limiter=threads):
                yield step

        given, shown = [self.question, self.messages, self.asking], [self.messages, self.notice]
        asked = gr.on(
            [self.question.submit, self.send.click],
            ask,
            given,
            shown,
            js="(...given) => window.isnad.asking(...given)",
            **AT_ONCE_QUEUE,
            **QUIET,
        )
        # Gradio takes an answer that was stopped for one that failed; the script knows better.
        failed = asked.failure(
            None, self.messages, self.messages, js="(talk) => [window.isnad.failed(talk)]", **QUIET
        )
        for ended in (asked.success, failed.then):
            ended(None, shown, js="(...shown) => window.isnad.answered(...shown)", **QUIET)
        lay = "(talk) => window.isnad.laid(talk)"
        self.lay.click(None, self.messages, shown, js=lay, cancels=[asked], queue=False, **QUIET)


def _converse(desk: PageHandlers, question: str, talk: list[ChatMessage], asking: QuestionRequest) -> Iterator[Shown]:
    """What to show after a question: at once that it is being answered, then the answer as it grows."""
    if fault := desk.fault(question, asking.language):
        yield gr.skip(), fault
        return
    talk = [*talk, _message("user", answer.render_question(question, asking))]
    yield [*talk, _message("assistant", desk.searching(question))], ""
    for reply in desk.answers(question, asking):
        yield [*talk, _message("assistant", reply)], gr.skip()


def _message(role: str, html: str) -> ChatMessage:
    return {"role": role, "content": html}
