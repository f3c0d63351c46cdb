"""What can be had from the page's server: the page, its answers, and nothing else of this machine or of others."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.ui.reader import IN_A_BROWSER

pytestmark = IN_A_BROWSER  # for what Gradio leaves to the collector


def status(address: str, data: bytes | None = None) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, data), timeout=20) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


@pytest.mark.parametrize(
    "path",
    [
        f"gradio_api/file={Path(__file__)}",
        "gradio_api/file=https://news.example/",
        "gradio_api/file/etc/hosts",
        "gradio_api//file=/etc/hosts",
        "gradio_api/queue/../file=/etc/hosts",
        "gradio_api/%66ile=/etc/hosts",
        "gradio_api/proxy=https://news.example/",
        "gradio_api/deep_link",
        "gradio_api/vibe-code",
    ],
)
def test_no_file_and_no_other_address_can_be_had(served: str, path: str) -> None:
    assert status(served + path) == 404


def test_nothing_can_be_uploaded(served: str) -> None:
    assert status(f"{served}gradio_api/upload", b"x") == 404
    assert status(f"{served}gradio_api/component_server", b"{}") == 404


@pytest.mark.parametrize(
    "path", ["static/..%2f..%2froutes.py", "assets/%2e%2e/%2e%2e/routes.py", "svelte/..%2f..%2fx"]
)
def test_no_path_leads_out_of_gradios_own_files(served: str, path: str) -> None:
    assert status(served + path) in (403, 404)


def test_the_page_itself_is_served(served: str) -> None:
    assert [status(served + path) for path in ("", "config", "gradio_api/info", "theme.css")] == [200] * 4
