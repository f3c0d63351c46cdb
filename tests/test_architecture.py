"""Three rooms, one direction, and who may import what; read from the source, so that no run can miss it."""

from __future__ import annotations

import ast
import importlib
import re
import socket
import subprocess
from collections import Counter
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.metadata import version
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

ROOT = Path(__file__).parents[1]
ROOMS = ("store", "rag", "ui")
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))

MAY_IMPORT = {"store": {"store"}, "rag": {"store", "rag"}, "ui": {"store", "rag", "ui"}}
ONLY_IN = {
    "chromadb": "store/index/chroma/collections.py",
    "gradio": "ui/web/app.py",
    "mcp": "ui/api/mcp.py",
    "onnx": "store/embedding/onnx_graph.py",
    "onnxruntime": "store/embedding/runtime.py",
    "tokenizers": "rag/reading/tokenizer_file.py",
    "uvicorn": "ui/api/http/server.py",
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[str]:
    """The modules a file imports, also inside functions, under `if TYPE_CHECKING` and by name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = path.relative_to(ROOT).parts[:-1]
            above = package[: len(package) - node.level + 1] if node.level else ()
            yield ".".join([*above, *([node.module] if node.module else [])])
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("importlib.import_module", "__import__"):
            yield from (str(given.value) for given in node.args if isinstance(given, ast.Constant))


def packages(path: Path) -> set[str]:
    return {module.split(".")[0] for module in imported(path)}


def module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module(path): path for path in SOURCES}


def test_rooms_import_in_one_direction() -> None:
    rooms = {path: path.relative_to(ROOT).parts[0] for path in SOURCES}
    assert [name(p) for p in SOURCES if not packages(p) & set(ROOMS) <= MAY_IMPORT[rooms[p]]] == []
    assert [name(p) for p in SOURCES if "tests" in packages(p)] == []


def may_see(importer: str, target: str) -> bool:
    """Whether a module may import another.

    A module is seen from within the package it lies in. A package's face is seen from within the package around it;
    that of a room's own sub-packages, and of the room, from everywhere.
    """
    around = target.rpartition(".")[0]
    if MODULES[target].name == "__init__.py" and around in ("", *ROOMS):
        return True
    return importer == around or importer.startswith(around + ".")


def imports_of_modules(path: Path) -> Iterator[str]:
    """The modules and packages of this project that a file imports; `from package import module` is the module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def offers(package: str, target: str) -> bool:
    """Whether a face offers a whole module, as that of the messages does."""
    return target.rpartition(".")[2] in getattr(importlib.import_module(package), "__all__", [])


def test_a_package_is_entered_by_its_face() -> None:
    found = []
    for importer, path in MODULES.items():
        for target in filter(MODULES.__contains__, imports_of_modules(path)):
            package = target.rpartition(".")[0]
            if not may_see(importer, target) and not (may_see(importer, package) and offers(package, target)):
                found.append(f"{importer} imports {target}")
    assert sorted(found) == []


def test_no_import_goes_in_a_circle() -> None:
    """Not at import, not inside a function and not for types alone. There are no exceptions."""
    graph = {m: {t for t in imports_beside_faces(p) if t in MODULES and t != m} for m, p in MODULES.items()}
    order = TopologicalSorter(graph)
    order.prepare()


def imports_beside_faces(path: Path) -> Iterator[str]:
    """As `imports_of_modules`, without the faces of the packages that the file lies in: these import it."""
    own = module(path)
    yield from (target for target in imports_of_modules(path) if not (own + ".").startswith(target + "."))


def test_no_module_is_named_after_a_function_in_it() -> None:
    found = []
    for importer, path in MODULES.items():
        functions = {
            node.name
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.FunctionDef)
        }
        if importer.rpartition(".")[2] in functions:
            found.append(importer)
    assert found == []


MOST_ENTRIES = 16


def test_a_level_can_be_taken_in_at_a_glance() -> None:
    """Modules and sub-packages of each package, without its face and its data."""
    levels = Counter(m.rpartition(".")[0] for m in MODULES if "." in m)
    assert {package: count for package, count in levels.items() if count > MOST_ENTRIES} == {}


@pytest.mark.parametrize(("package", "owner"), ONLY_IN.items())
def test_a_vendor_is_imported_in_one_place(package: str, owner: str) -> None:
    assert [name(path) for path in SOURCES if package in packages(path)] == [owner]


def test_no_module_is_named_after_nothing() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [name(path) for path in SOURCES if vague & set(path.with_suffix("").parts)] == []


def test_every_package_has_a_face_and_offers_what_is_there() -> None:
    found = []
    for package in [m for m, path in MODULES.items() if path.name == "__init__.py" and m != "ui"]:
        face = importlib.import_module(package)
        offered = getattr(face, "__all__", None)
        if offered is None and package not in ("store.sample", "rag.evaluation.data"):
            found.append(f"{package} has no __all__")
        found += [f"{package} lacks {thing}" for thing in offered or [] if not hasattr(face, thing)]
        found += [f"{package} offers {thing} twice" for thing, n in Counter(offered or []).items() if n > 1]
    assert found == []


def test_the_store_offers_what_the_other_rooms_use() -> None:
    import store

    assert {"Article", "Corpus", "IsnadError", "Passage", "Span", "UnknownArticleError"} <= set(store.__all__)


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_tells_its_version(room: str) -> None:
    assert importlib.import_module(room).__version__ == version("isnad")


def catches_everything(handler: ast.ExceptHandler) -> bool:
    """Whether it may swallow an error nobody foresaw; one that raises in any case does not."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    broad = any(kind is None or ast.unparse(kind) in ("Exception", "BaseException") for kind in kinds)
    again = any(isinstance(node, ast.Raise) and node.exc is None for node in ast.walk(handler))
    return broad and not again and not isinstance(handler.body[-1], ast.Raise)


LAST_RESORTS = {ROOT / "ui" / "server" / "gate.py", ROOT / "ui" / "api" / "http" / "failures.py"}
"""Where a request, or a reply on its way, has failed at last: one line of the log, and a sentence for who sent it."""


def test_no_error_is_caught_unseen() -> None:
    found = []
    for path in [path for path in SOURCES if path not in LAST_RESORTS]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
        found += [f"{name(path)}:{handler.lineno}" for handler in handlers if catches_everything(handler)]
    assert found == []


def tracked() -> list[Path]:
    """The files of the repository; all files that are not built, where it is no checkout."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        listed = ""
    paths = [ROOT / path for path in listed.split("\0") if path] or [
        path
        for path in ROOT.rglob("*")
        if not any(part.startswith(".") or part in BUILT for part in path.relative_to(ROOT).parts)
    ]
    return sorted(path for path in paths if path.is_file() and path.suffix not in (".png", ".ico", ".woff2"))


BUILT = {"build", "dist", "__pycache__", "isnad.egg-info", "node_modules"}
# Written apart, or this file would be found.
MACHINE = re.compile(r"(?<![\w./:~-])/(?:work|root|home|Users)" + r"/\w")
REGISTRY = re.compile(r"pypi\.(?:org|python)|pythonhosted\.|registry\.npm|--?(?:extra-)?index" + r"-url")


def test_no_machine_and_no_registry_is_named() -> None:
    found = []
    for path in tracked():
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if MACHINE.search(line) or REGISTRY.search(line):
                found.append(f"{name(path)}:{number}: {line.strip()[:100]}")
    assert found == []


def test_the_files_of_the_repository_are_found() -> None:
    assert {ROOT / "pyproject.toml", ROOT / "store" / "corpus.py"} <= set(tracked())


# What the tests themselves may reach


def test_no_test_reaches_another_machine() -> None:
    with pytest.warns(UserWarning, match="192.0.2.1"), pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_tests_reach_their_own_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname()) as client, server.accept()[0] as accepted:
            client.sendall(b"here")
            assert accepted.recv(4) == b"here"
    ours, theirs = socket.socketpair()
    ours.close()
    theirs.close()
