"""A page served for a test, its users, and requests as programs and other web sites make them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher

from rag import stream_answer
from tests.helpers.ui.newsroom import Newsroom
from ui.api import ApiFunctions, HttpServer
from ui.server.address import Serving
from ui.server.auth import Users
from ui.web import app
from ui.web.respondent import CorpusRespondent

SERVED = [
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
]
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
WRITER, READER, WRONG = ("huda", "sesame"), ("سامي", "كلمة السر"), ("huda", "guess")
USERS = {user: QUICK.hash(password) for user, password in (WRITER, READER)}


def two_users() -> Users:
    """A writer and a reader. Each server has its own, since wrong passwords are remembered and slow down the next."""
    return Users(USERS, frozenset({WRITER[0]}))


@contextmanager
def opened(corpus: Any, respondent: Any = None, **serving: Any) -> Iterator[str]:
    """The address of the page over a corpus."""
    respondent = respondent or (corpus if isinstance(corpus, Newsroom) else CorpusRespondent(corpus))
    served = app.serve(corpus, respondent, Serving(**{"port": None, **serving}), wait=False)
    yield served.local_url
    served.close(verbose=False)


@contextmanager
def programs_served(corpus: Any, answers: Any = None, **serving: Any) -> Iterator[str]:
    """The address of the ways for programs over a corpus, without the page."""
    answers = answers or getattr(corpus, "answers", partial(stream_answer, corpus=corpus))
    with HttpServer(ApiFunctions(corpus, answers), Serving(**{"port": None, **serving})) as server:
        yield server.address


def get(address: str, path: str = "", headers: Mapping[str, str] | None = None, **more: Any) -> httpx.Response:
    return httpx.get(address + path, headers=headers, timeout=20, **more)


def run(address: str, name: str, *data: Any, headers: Mapping[str, str] | None = None, **more: Any) -> httpx.Response:
    """A call as curl makes it."""
    body = json.dumps({"data": list(data)})
    sent = {"Content-Type": "application/json", **(headers or {})}
    return httpx.post(f"{address}gradio_api/run/{name}", content=body, headers=sent, timeout=20, **more)


def log_in(address: str, user: str, password: str) -> httpx.Response:
    return httpx.post(f"{address}login", data={"username": user, "password": password}, timeout=20)
