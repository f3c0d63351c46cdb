"""The Gradio page: the conversation on one side, the article it quotes on the other.

The only file that imports gradio. What is shown is made in `render`, how it looks is `style.css`, what the
browser does on its own is `page.js`. Nothing here, and nothing it serves, reaches for another machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read while gradio is imported

import gradio as gr  # noqa: E402
from gradio.events import api  # noqa: E402

from store import IsnadError  # noqa: E402
from ui import markup, messages, render  # noqa: E402
from ui.desk import Articles, Ask, Desk, Questions  # noqa: E402
from ui.gate import GATE  # noqa: E402

HERE = Path(__file__).parent
AT_ONCE = 8  # questions answered side by side; Gradio's own default is one
FONTS = ("Noto Sans Arabic", "Noto Sans", "Segoe UI", "Tahoma", "Geeza Pro", "system-ui", "sans-serif")
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
AT_ONCE_QUEUE: dict[str, Any] = {"concurrency_limit": AT_ONCE, "concurrency_id": "ask"}

Message = dict[str, Any]
Shown = tuple[Any, ...]


class PageError(IsnadError):
    """The page cannot be served where it was asked to be."""


def serve(
    corpus: Articles, ask: Ask, host: str = "127.0.0.1", port: int | None = 7860, wait: bool = True
) -> gr.Blocks:
    """Serves the page; without a port, on the next free one. If it does not wait, close what it returns.

    Raises PageError when the address is taken.
    """
    page = build_page(corpus, ask)
    _bypass_proxies()
    try:
        page.launch(
            server_name=host,
            server_port=port,
            prevent_thread_lock=not wait,
            quiet=True,
            share=False,
            ssr_mode=False,
            pwa=False,
            mcp_server=False,
            enable_monitoring=False,
            app_kwargs={"middleware": [GATE]},
            footer_links=[],
            favicon_path=HERE / "icon.svg",
            theme=gr.themes.Base(font=FONTS, font_mono=("monospace",)),
            head=f"<style>{_asset('style.css')}</style>",  # given as `css`, its selectors would be changed
            js=_asset("page.js"),
        )
    except OSError as error:
        raise PageError(messages.PORT_TAKEN.en.format(host=host, port=port)) from error
    return page


def _bypass_proxies() -> None:
    """While starting, Gradio calls its own server; a proxy named in the environment could not reach that."""
    for name in ("NO_PROXY", "no_proxy"):
        exempt = os.environ.get(name, "").split(",")
        os.environ[name] = ",".join(filter(None, dict.fromkeys([*exempt, "localhost", "127.0.0.1"])))


def _asset(name: str) -> str:
    return (HERE / name).read_text("utf-8")


def build_page(corpus: Articles, ask: Ask) -> gr.Blocks:
    """The page over a corpus; `ask` gets a question and the earlier questions of its conversation."""
    desk = Desk(corpus, ask)
    page = gr.Blocks(title=messages.NAME.both(), analytics_enabled=False, fill_width=True)
    with page:
        api(desk.plain, api_name="ask", **AT_ONCE_QUEUE)
        with gr.Row(elem_id="isnad-masthead"):
            masthead = gr.HTML(markup.masthead(len(corpus)))
            clear = gr.Button(messages.CLEAR.both(), elem_id="isnad-clear", scale=0)
        with gr.Row(elem_id="isnad-desk"):
            with gr.Column(elem_id="isnad-talk"):
                talk = _Talk(clear)
            pane = gr.HTML(markup.hint(), elem_id="isnad-pane")
        talk.wire(desk, pane)
        _wire_marks(desk, pane)
        page.load(lambda: markup.masthead(len(corpus)), None, masthead, queue=False, **QUIET)
    return page


def _wire_marks(desk: Desk, pane: gr.HTML) -> None:
    """`page.js` presses a button nobody sees; the address to open comes from the script as well."""
    address = gr.Textbox(visible="hidden")
    opener = gr.Button(visible="hidden", elem_id="isnad-opener")
    opened = opener.click(desk.open, address, pane, js="() => window.isnad.address", queue=False, **QUIET)
    opened.then(None, js="() => window.isnad.opened()", **QUIET)


class _Talk:
    """The components of the conversation and what they do."""

    def __init__(self, clear: gr.Button) -> None:
        self.clear = clear
        self.messages = gr.Chatbot(
            elem_id="isnad-conversation",
            label=messages.CONVERSATION.both(),
            show_label=False,
            container=False,
            autoscroll=False,
            layout="panel",
            buttons=[],
            latex_delimiters=[],
            feedback_options=None,
            placeholder=messages.EXAMPLES.both(),
            examples=[{"text": question} for question in messages.EXAMPLE_QUESTIONS],
        )
        self.notice = gr.HTML(elem_id="isnad-notice")
        with gr.Row(elem_id="isnad-asking"):
            self.question = gr.Textbox(
                elem_id="isnad-question",
                label=messages.QUESTION.both(),
                placeholder=f"{messages.QUESTION.en}… · {messages.QUESTION.ar}…",
                show_label=False,
                container=False,
                max_lines=6,
            )
            self.send = gr.Button(messages.ASK.both(), elem_id="isnad-send", variant="primary", scale=0)
        self.asked = gr.State(())

    def wire(self, desk: Desk, pane: gr.HTML) -> None:
        before = [self.messages, self.asked]
        shown = [self.messages, self.asked, self.notice, pane, self.question]

        def ask(question: str, talk: list[Message], asked: Questions) -> Iterator[Shown]:
            yield from _converse(desk, question, talk, asked)

        def ask_example(event: gr.SelectData, talk: list[Message], asked: Questions) -> Iterator[Shown]:
            yield from _converse(desk, event.value["text"], talk, asked)

        typed = [self.question.submit, self.send.click]
        asking = [
            gr.on(typed, ask, [self.question, *before], shown, **AT_ONCE_QUEUE, **QUIET),
            self.messages.example_select(ask_example, before, shown, **AT_ONCE_QUEUE, **QUIET),
        ]
        for event in asking:
            event.then(None, js="() => window.isnad.answered()", **QUIET)
            event.failure(_apologise, self.messages, self.messages, queue=False, **QUIET)
        empty: Shown = ([], (), "", markup.hint(), "")
        self.clear.click(lambda: empty, None, shown, cancels=asking, queue=False, **QUIET)


def _converse(desk: Desk, question: str, talk: list[Message], asked: Questions) -> Iterator[Shown]:
    """What to show after a question: at once that it is being answered, then the answer as it grows."""
    if not question.strip():
        yield gr.skip(), gr.skip(), markup.note(messages.EMPTY_QUESTION), gr.skip(), gr.skip()
        return
    talk = [*talk, _message("user", render.render_question(question))]
    yield [*talk, _message("assistant", desk.searching(question))], asked, "", gr.skip(), ""
    beside, remembered = "", desk.remember(question, asked)
    for reply, article in desk.answers(question, asked):
        shown = gr.skip() if article == beside else article
        yield [*talk, _message("assistant", reply)], remembered, "", shown, gr.skip()
        beside = article


def _message(role: str, html: str) -> Message:
    return {"role": role, "content": html}


def _apologise(talk: list[Message]) -> list[Message]:
    """After an error nobody foresaw, and Gradio wrote to the terminal: the promised answer will not come."""
    return [*talk[:-1], _message("assistant", markup.note(messages.UNEXPECTED, kind="isnad-error"))]
