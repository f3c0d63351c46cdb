"""The description of the ways for programs: whole, the same for people and machines, and from nowhere else."""

from __future__ import annotations

import re
import subprocess
import sys

import httpx
import pytest

from tests.helpers.ui.doors import SERVED, programs_served
from ui.server.routes import ROUTES

pytestmark = SERVED


@pytest.fixture(scope="module")
def address(newsroom):
    with programs_served(newsroom) as address:
        yield address


@pytest.fixture(scope="module")
def described(address: str):
    return httpx.get(f"{address}openapi.json", timeout=20).json()


def test_every_way_that_is_open_is_described_and_every_one_described_is_open(described) -> None:
    told = {(method.upper(), path) for path, ways in described["paths"].items() for method in ways}
    listed = {
        (method, route.path)
        for route in ROUTES
        for method in route.methods.split()
        if route.path.startswith(("/api/", "/v1/"))
    }
    assert told == listed and len(told) == 8


def test_each_way_says_what_it_takes_gives_and_refuses(described) -> None:
    for path, ways in described["paths"].items():
        for way in ways.values():
            assert way["summary"] and {"401", "422", "503"} <= set(way["responses"]), path
    model = described["components"]["schemas"]["Question"]
    assert model["additionalProperties"] is False and all(
        each["description"] for each in model["properties"].values()
    )
    answer = described["paths"]["/api/ask"]["post"]["responses"]["200"]["content"]
    assert set(answer) == {"application/json", "text/event-stream"} and "AskedRecord" in str(answer)
    assert {"quote", "start", "end", "article"} <= set(
        described["components"]["schemas"]["CitationRecord"]["required"]
    )


def test_people_read_the_same_on_a_page_that_loads_nothing(address: str, described) -> None:
    got = httpx.get(f"{address}docs", timeout=20)
    assert got.status_code == 200 and got.headers["content-type"].startswith("text/html")
    for path, ways in described["paths"].items():
        assert all(
            f"<h2>{method.upper()} {path}</h2>" in got.text and way["summary"] in got.text
            for method, way in ways.items()
        )
    assert "<script" not in got.text and re.findall(r'(?:src|href)="([^"]*)"', got.text) == ["openapi.json"]
    assert "url(" not in got.text and "@import" not in got.text


def test_the_ways_are_served_without_the_pages_library() -> None:
    asked = "import sys, ui.api.http; print(sorted({'gradio', 'mcp'} & set(sys.modules)))"
    got = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=300)
    assert got.stdout.strip() == "[]"
