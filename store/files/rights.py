"""Who may read the files of a store: their owner alone, or a group too, whatever the umask.

The folder that something lies in says which: one that hands its group on to what is made in it (setgid), and in which
that group may write, is shared with it. So nothing else needs to be told of the group.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from store.errors import StorePathError

_SHARED = stat.S_ISGID | stat.S_IRWXG


def file_mode(folder: Path) -> int:
    """The mode of a file in a folder."""
    return _file_mode(_is_shared(folder))


def close_to_others(path: Path) -> None:
    """Give a file, or a folder and all in it, the rights that the folder it lies in asks for, where they are others.

    What belongs to somebody else, or lies on a disk that cannot be written to, stays as it is.
    """
    _apply(path, _is_shared(path.parent), path.parent.stat().st_gid)


def settle_folder(folder: Path, made: bool, own: Sequence[Path], group: str = "") -> None:
    """Close the folder of a store to others: all but its owner, and the members of `group` where one is given.

    One that was `made` just now is shared as the folder around it is; else one that is shared stays so. `own` is what
    in it belongs to the store: where there is more, the folder itself is left alone, unless a group is given. Raises
    StorePathError where there is no such group, or the folder cannot be given to it.
    """
    like = folder.parent if made else folder
    shared = bool(group) or _is_shared(like)
    gid = _group_id(group) if group else like.stat().st_gid
    if group and folder.stat().st_gid != gid:
        _give(folder, gid, group)
    if made or group or stat.S_IMODE(folder.stat().st_mode) != _folder_mode(shared):
        for path in own:
            _apply(path, shared, gid)
        if group or {*folder.iterdir()} <= {*own}:
            _set(folder, shared, gid)


def _give(folder: Path, gid: int, group: str) -> None:
    try:
        os.chown(folder, -1, gid)
    except OSError as error:
        raise StorePathError(
            f"The store {folder} cannot be given to the group {group} ({error.strerror}): its owner has to be a "
            "member. Correct --group, or have an administrator do it."
        ) from error


def _apply(path: Path, shared: bool, gid: int) -> None:
    for each in [path, *(path.rglob("*") if path.is_dir() else ())]:
        _set(each, shared, gid)


def _set(path: Path, shared: bool, gid: int) -> None:
    with suppress(OSError):  # another's, gone meanwhile, or on a disk that cannot be written to
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode):
            return
        if shared and found.st_gid != gid:
            os.chown(path, -1, gid)
        wanted = _folder_mode(shared) if stat.S_ISDIR(found.st_mode) else _file_mode(shared)
        if stat.S_IMODE(found.st_mode) != wanted:
            path.chmod(wanted)


def _folder_mode(shared: bool) -> int:
    return stat.S_IRWXU | _SHARED * shared


def _file_mode(shared: bool) -> int:
    return 0o660 if shared else 0o600


def _is_shared(folder: Path) -> bool:
    return folder.stat().st_mode & _SHARED == _SHARED


def _group_id(group: str) -> int:
    try:
        import grp  # not on Windows

        return grp.getgrnam(group).gr_gid
    except (ImportError, KeyError):
        raise StorePathError(
            f"There is no group {group!r} on this machine. Correct --group or ISNAD_GROUP."
        ) from None
