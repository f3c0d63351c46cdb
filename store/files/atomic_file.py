"""Files that are replaced in one step."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from store.files.rights import close_to_others


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that it holds all of this, or what it held before, also after a crash or a power cut.

    Raises OSError where that cannot be done; no part of it is left then.
    """
    with NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            file.close()
            close_to_others(Path(file.name))
            os.replace(file.name, path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
