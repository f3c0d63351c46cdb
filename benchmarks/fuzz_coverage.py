"""One reader on inputs that atheris finds by the lines of code that they reach. Linux only.

python benchmarks/fuzz_coverage.py .md -runs=20000 -max_len=4096 [-seed=7] [FOLDER]

It begins with the samples in that format and stops at the first input that gives what it must not, and writes it
down (as crash-…). The options are libFuzzer's; FOLDER keeps what it finds from one run to the next.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))
with atheris.instrument_imports(include=["store", "frontmatter", "yaml", "csv", "json", "pypdf", "docx", "zipfile"]):
    from tests.helpers.store.fuzzing import KINDS, SECONDS, judged
    from tests.helpers.store.seeds import seeds


def main() -> None:
    """Fuzz the reader that the first argument names."""
    program, kind, *options = sys.argv
    if kind not in KINDS:
        sys.exit(f"{kind} is not a reader; give one of {' '.join(KINDS)}.")
    with tempfile.TemporaryDirectory() as found, tempfile.TemporaryDirectory() as begin:
        folder = Path(tempfile.mkdtemp(dir=found))
        for number, seed in enumerate(seeds(kind)):
            (Path(begin) / str(number)).write_bytes(seed)

        def test(data: bytes) -> None:
            outcome = judged(kind, data, folder, 10 * SECONDS)
            if outcome.wrong or outcome.seconds > SECONDS:
                raise AssertionError(outcome.wrong or f"it took {outcome.seconds:.1f} s")

        own = [option for option in options if not option.startswith("-")]
        rest = [option for option in options if option.startswith("-")]
        atheris.Setup([program, *rest, *(own or [found]), begin], test)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
