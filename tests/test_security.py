"""What docs/SECURITY.md promises about the code itself, read from the source: no run can miss it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.cases import each_case
from tests.test_architecture import ROOT, SOURCES, imported, name

# Modules that make objects, or run programs, out of data; and the calls that do.
NEVER_IMPORTED = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "jsonpickle", "torch", "telnetlib"}
NEVER_CALLED = re.compile(
    r"(?:builtins\.)?(?:eval|exec|compile|__import__)|os\.(?:system|popen|exec\w+|spawn\w+)|pty\.spawn"
    r"|yaml\.(?:load|load_all|full_load\w*|unsafe_load\w*)|tempfile\.mktemp|\w+\.extract(?:all)?|shutil\.unpack_archive"
)
ASKS_THE_DATABASE = {"execute", "executemany", "executescript", "rows", "stream"}


def called(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """What runs or unpacks what it is given, with its line."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        said = ast.unparse(node.func)
        options = {each.arg: each.value for each in node.keywords}
        shell = "shell" in options and ast.unparse(options["shell"]) != "False"
        pickled = "allow_pickle" in options and ast.unparse(options["allow_pickle"]) != "False"
        if NEVER_CALLED.fullmatch(said) or shell or pickled:
            yield node.lineno, said


class Sql:
    """Finds SQL that could hold data: whatever is not written in the source, word for word.

    Text is what its module says in quotes. An f-string may hold other such text, and question marks. A name stands
    for all that is ever assigned to it in its function or module; a parameter for nothing, so that it is found out.
    """

    def __init__(self, source: str) -> None:
        self._tree = ast.parse(source)
        self._parents = {child: node for node in ast.walk(self._tree) for child in ast.iter_child_nodes(node)}

    def unsafe(self) -> list[str]:
        """The function around each call that asks a database what is not all written."""
        calls = (node for node in ast.walk(self._tree) if isinstance(node, ast.Call))
        asking = (c for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr in ASKS_THE_DATABASE)
        return sorted(self._function(c) for c in asking if not (c.args and self._is_written(c.args[0])))

    def _function(self, node: ast.AST) -> str:
        while not isinstance(node, ast.FunctionDef | ast.Module):
            node = self._parents[node]
        return getattr(node, "name", "")

    def _is_written(self, node: ast.expr) -> bool:
        match node:
            case ast.Constant() | ast.BinOp(left=ast.Constant(value="?"), op=ast.Mult()):
                return True
            case ast.Name():
                return self._is_known(node)
        parts = parts_of(node)
        return bool(parts) and all(self._is_written(part) for part in parts)

    def _is_known(self, node: ast.Name) -> bool:
        """Whether a name is only ever given what is written."""
        scope: ast.AST = node
        while scope in self._parents:
            scope = self._parents[scope]
            if isinstance(scope, ast.FunctionDef | ast.Lambda) and self._is_parameter(scope, node.id):
                return False
            if isinstance(scope, ast.FunctionDef | ast.Module) and (given := list(self._given(scope, node.id))):
                return all(value is not None and self._is_written(value) for value in given)
        return False

    @staticmethod
    def _is_parameter(function: ast.FunctionDef | ast.Lambda, called: str) -> bool:
        return any(isinstance(each, ast.arg) and each.arg == called for each in ast.walk(function.args))

    @staticmethod
    def _given(scope: ast.AST, called: str) -> Iterator[ast.expr | None]:
        """What is assigned to a name; None for what cannot be read off, as a loop's or another function's."""
        for each in ast.walk(scope):
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store) and each.id == called:
                owner = next((a for a in ast.walk(scope) if isinstance(a, ASSIGNS) and each in targets(a)), None)
                yield owner.value if owner else None


def parts_of(node: ast.expr) -> list[ast.expr]:
    """What a text is put together from; nothing where that cannot be read off."""
    match node:
        case ast.JoinedStr(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts):
            return parts
        case ast.FormattedValue(value=part) | ast.GeneratorExp(elt=part) | ast.ListComp(elt=part):
            return [part]
        case ast.BinOp(left=one, op=ast.Add(), right=other) | ast.IfExp(body=one, orelse=other):
            return [one, other]
        case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="join"), args=[part]):
            return [part]
    return []


ASSIGNS = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr)


def targets(assignment: ast.AST) -> list[ast.expr]:
    return getattr(assignment, "targets", None) or [getattr(assignment, "target")]  # noqa: B009


# Functions whose SQL comes from elsewhere, once for each such call, and what a person found it to be.
READ_BY_A_PERSON = {
    ("store/database/database.py", "rows"): "what its callers give, who are looked at here",
    ("store/database/database.py", "stream"): "the same",
    ("store/database/database.py", "_create_tables"): "the schema above it, and its checksum",
    ("store/database/copies.py", "similar"): "one question mark for each band",
    ("store/database/copies.py", "articles_within"): "Scope.limits: names of columns and question marks",
    ("store/database/articles.py", "insert"): "COLUMNS of store/database/serialization.py",
    ("store/database/articles.py", "read"): "the same",
    ("store/database/articles.py", "iterate"): "the same",
    ("store/database/journal.py", "watch_changes"): "the tables of TABLES",
    ("store/database/journal.py", "compact"): "the same",
    ("store/database/journal.py", "_row"): "the same, as the triggers noted them",
    ("store/database/recovery/salvage.py", "_read_table"): "meta and the tables of TABLES, up and down",
    ("store/index/vector_search.py", "_ids_within"): "Scope.condition: names of columns and question marks",
    ("store/index/vector_search.py", "_stored"): "the same",
    ("store/index/bm25.py", "_places"): "the same",
    ("store/database/catalogue.py", "outlets"): "columns and question marks, written in its _condition; Scope.limits",
    ("store/database/catalogue.py", "days"): "the same",
    ("store/database/catalogue.py", "_find_ids"): "the same",
    ("store/index/index.py", "_of_passages"): "two columns and joins, written in the functions above it",
    ("rag/llama_index/chat_engine.py", "stream_chat"): "no SQL: a question to what streams answers",
}


def test_nothing_makes_programs_of_data() -> None:
    found = []
    for path in SOURCES:
        found += [
            f"{name(path)} imports {module}" for module in imported(path) if module.split(".")[0] in NEVER_IMPORTED
        ]
        found += [f"{name(path)}:{line} calls {call}" for line, call in called(ast.parse(path.read_text("utf-8")))]
    assert found == []


@pytest.mark.slow
def test_chromas_python_server_and_its_pickles_are_never_loaded(tmp_path: Path) -> None:
    """Whoever reaches that server may run code in it (CVE-2026-45829); its Rust code reads the index."""
    program = f"""
import sys
from store import Article, Corpus
from store.scope import Scope
with Corpus.open({str(tmp_path)!r}) as corpus:
    corpus.add([Article(title="Mill", text="The mill by the bridge grinds again.")])
with Corpus.open({str(tmp_path)!r}) as corpus:
    corpus.index.near_passages(corpus.encoder.encode_questions(["Who grinds?"])[0], 3, Scope())
print(*sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "chromadb.api.rust" in loaded
    reads_pickles = "chromadb.segment.impl.vector.local_persistent_hnsw"
    assert [each for each in loaded if each.startswith(("chromadb.app", "chromadb.server.", reads_pickles))] == []


def test_sql_takes_data_as_parameters_only() -> None:
    found = {(name(path), function) for path in SOURCES for function in Sql(path.read_text("utf-8")).unsafe()}
    assert sorted(found) == sorted(READ_BY_A_PERSON)


# The checks themselves: each of these would get past one that looks less closely


@each_case(
    "bad",
    [
        "import os\nos.system(given)",
        "eval(given)",
        "import yaml\nyaml.load(given, yaml.Loader)",
        "import subprocess\nsubprocess.run(given, shell=True)",
        "import subprocess\nsubprocess.run(given, shell=maybe)",
        "import numpy\nnumpy.load(given, allow_pickle=True)",
        "archive.extractall(given)",
        "archive.extract(given)",
    ],
)
def test_a_call_that_runs_what_it_is_given_is_seen(bad: str) -> None:
    assert len(list(called(ast.parse(bad)))) == 1


@each_case(
    "bad",
    [
        "def f(c, outlet):\n c.execute(f\"SELECT * FROM a WHERE outlet = '{outlet}'\")",
        "def f(c, outlet):\n c.execute('SELECT * FROM a WHERE outlet = ' + outlet)",
        "def f(c, outlet):\n c.execute('SELECT * FROM a WHERE outlet = %s' % outlet)",
        "def f(c, outlet):\n c.execute('SELECT * FROM a WHERE outlet = {}'.format(outlet))",
        "def f(c, outlet):\n sql = 'SELECT ?'\n sql += outlet\n c.rows(sql)",
        "def f(c, sql):\n c.executescript(sql)",
        "def f(c, sql):\n c.rows(sql=sql)",
        "def f(c, names):\n marks = ','.join(names)\n c.rows(f'SELECT * FROM a WHERE id IN ({marks})')",
        "def f(c, names):\n marks = ','.join(name for name in names)\n c.rows(f'SELECT {marks}')",
        "def f(c, names):\n for name in names:\n  c.rows(f'SELECT {name}')",
        "def f(c):\n where, _ = given()\n c.rows(f'SELECT 1 {where}')",
        "_TABLE = given()\ndef f(c):\n c.stream(f'SELECT 1 FROM {_TABLE}')",
        "class F:\n def f(self):\n  self.c.rows(self.sql)",
        "def f(c):\n def g(table):\n  c.rows(f'SELECT 1 FROM {table}')\n table = 'a'",
        "f = lambda c, table: c.rows(f'SELECT 1 FROM {table}')\ntable = 'a'",
    ],
)
def test_sql_that_holds_data_is_seen(bad: str) -> None:
    assert len(Sql(bad).unsafe()) == 1


@each_case(
    "good",
    [
        "def f(c, name):\n c.execute('SELECT * FROM a WHERE outlet = ?', (name,))",
        "def f(c, ids):\n marks = ','.join('?' * len(ids))\n c.rows(f'SELECT * FROM a WHERE id IN ({marks})', ids)",
        "def f(c, ids):\n marks = ','.join('(?,?)' for _ in ids)\n c.rows(f'VALUES {marks}', ids)",
        "_COLUMNS = 'id, text'\ndef f(c):\n c.rows(f'SELECT {_COLUMNS} FROM a' + ' ORDER BY id')",
        "def f(c, down):\n order = 'DESC' if down else 'ASC'\n c.rows(f'SELECT 1 FROM a ORDER BY id {order}')",
    ],
)
def test_sql_that_is_all_written_is_let_pass(good: str) -> None:
    assert Sql(good).unsafe() == []
