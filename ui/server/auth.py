"""The users of the page: who may log in, and who may add and remove articles.

A user is one line, `name:hash`, with an argon2id hash as `isnad password` prints it. No password is kept. Wrong
passwords slow down further guesses, for each user apart.
"""

from __future__ import annotations

import hmac
import secrets
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from types import MappingProxyType

from anyio import CapacityLimiter, to_thread
from argon2 import PasswordHasher, Type, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError

from rag import load_settings
from store import IsnadError
from ui.messages import localized, one_line
from ui.messages import server as server_messages
from ui.server.callers import OwnPlaces

EVERYONE = "everyone"  # stands for all users, so nobody can have it as a name
FREE_ATTEMPTS = 5  # wrong passwords in a row that cost nothing but the next try
LONGEST_WAIT = 60.0  # seconds that a wrong password can make a user wait
_AT_ONCE = 2  # checks at a time: each takes 64 MiB and a processor
_HASHER = PasswordHasher()


class UsersError(IsnadError):
    """A line or a file of users, or a name given to --may-write, cannot be used."""


@dataclass(slots=True)
class _Attempts:
    """One user's tries to log in since the page was started; all names that do not exist share one of these."""

    wrong: int = 0
    until: float = 0.0
    right: bytes = b""


@dataclass(frozen=True, slots=True)
class Users:
    """The users of a page and their rights; without users nobody has to log in.

    hashes: the argon2id hash of each user's password. writers: who may add and remove articles; None is whoever can
    see the page. clock: seconds, from any start.
    """

    hashes: Mapping[str, str] = field(default_factory=dict)
    writers: frozenset[str] | None = None
    clock: Callable[[], float] = time.monotonic
    _attempts: dict[str, _Attempts] = field(default_factory=dict, init=False, repr=False, compare=False)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), init=False, repr=False, compare=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)
    _tries: OwnPlaces = field(
        default_factory=lambda: OwnPlaces(1, sys.maxsize), init=False, repr=False, compare=False
    )
    _limiter: CapacityLimiter = field(
        default_factory=lambda: CapacityLimiter(_AT_ONCE), init=False, repr=False, compare=False
    )

    @property
    def named(self) -> bool:
        """Whether there are users, so that everybody has to log in."""
        return bool(self.hashes)

    def may_enter(self, user: str | None) -> bool:
        return not self.named or user in self.hashes

    def may_write(self, user: str | None) -> bool:
        """Whether a user may add and remove articles; None is somebody who is not logged in."""
        return self.may_enter(user) and (self.writers is None or user in self.writers)

    async def admit(self, user: str, password: str) -> bool:
        """The same as `check`, in a thread of its own: nobody else waits for it, nor for one who guesses much."""
        if self._was_right(user, password):
            return True
        with self._tries.call() as own:
            async with own:
                if self._was_right(user, password):  # which many calls at once of one program wait for
                    return True
                return await to_thread.run_sync(self.check, user, password, limiter=self._limiter)

    def check(self, user: str, password: str) -> bool:
        """Whether this is the user's password.

        After FREE_ATTEMPTS wrong ones in a row each further one doubles the time that the user has to wait, up to
        LONGEST_WAIT seconds; until then the answer is False, except for a password that was right before. It takes as
        long for names that do not exist, and while one has to wait: so it tells nobody which names there are.
        """
        if self._was_right(user, password):
            return True
        hash_ = self.hashes.get(user, "")
        right = _matches(hash_ or self._any_hash(user), password) and bool(hash_)
        with self._lock:
            attempts = self._attempts_of(user)
            if self.clock() < attempts.until:
                return False
            self._note(attempts, self._digest(user, password) if right else None)
        return right

    def _was_right(self, user: str, password: str) -> bool:
        """Whether this password was accepted before, and the user's has not been changed since."""
        with self._lock:
            before = self._attempts_of(user).right
        return bool(before) and hmac.compare_digest(before, self._digest(user, password))

    def _any_hash(self, name: str) -> str:
        """The hash of one of the users, always the same for a name that is none: checking it takes as long."""
        hashes = list(self.hashes.values())
        return hashes[self._digest(name, "")[0] % len(hashes)] if hashes else ""

    def _attempts_of(self, user: str) -> _Attempts:
        return self._attempts.setdefault(user if user in self.hashes else "", _Attempts())

    def _note(self, attempts: _Attempts, right: bytes | None) -> None:
        if right is not None:
            attempts.wrong, attempts.until, attempts.right = 0, 0.0, right
            return
        attempts.wrong += 1
        if attempts.wrong >= FREE_ATTEMPTS:
            attempts.until = self.clock() + min(2.0 ** min(attempts.wrong - FREE_ATTEMPTS, 30), LONGEST_WAIT)

    def _digest(self, user: str, password: str) -> bytes:
        return hmac.digest(
            self._key, f"{user}\0{self.hashes.get(user)}\0{password}".encode("utf-8", "surrogatepass"), "sha256"
        )


def _matches(hash_: str, password: str) -> bool:
    try:
        return _HASHER.verify(hash_, password.encode("utf-8", "surrogatepass"))
    except (VerificationError, InvalidHashError):
        return False


def password_hash(password: str) -> str:
    """The hash to keep of a password."""
    return _HASHER.hash(password)


def parse_users(auth: Iterable[str], may_write: Iterable[str], alone: bool) -> Users:
    """The users of a page.

    auth: lines of `name:hash`. may_write: names of users, or EVERYONE. alone: whether the page can be reached from
    this machine only; then, where nobody has to log in, everyone may write. Raises UsersError.
    """
    hashes = dict(_user(line) for line in auth)
    names = frozenset(may_write)
    if EVERYONE in names or (alone and not hashes and not names):
        return Users(MappingProxyType(hashes))
    for name in sorted(names - hashes.keys()):
        raise UsersError(localized(server_messages.UNKNOWN_WRITER, user=one_line(name)))
    return Users(MappingProxyType(hashes), names)


def _user(line: str) -> tuple[str, str]:
    name, colon, hash_ = (part.strip() for part in line.strip().partition(":"))
    if not colon or not name or name.split() != [name] or name == EVERYONE:
        raise UsersError(localized(server_messages.NO_USER, user=one_line(name)))
    try:
        usable = extract_parameters(hash_).type is Type.ID
    except InvalidHashError:
        usable = False
    if not usable:
        raise UsersError(localized(server_messages.NO_HASH, user=one_line(name)))
    return name, hash_


def environment_users() -> list[str]:
    """The `name:hash` entries of the setting `auth`, which stand between spaces or on lines."""
    return load_settings().auth.get_secret_value().split()


def read_users_file(file: Path) -> list[str]:
    """The lines of a file of users, without empty ones and those that begin with `#`.

    Raises UsersError, also for a file that names nobody: it would open the page to all. Raises OSError.
    """
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise UsersError(localized(server_messages.NO_USERS_FILE, path=file)) from error
    users = [line for line in map(str.strip, lines) if line and not line.startswith("#")]
    if not users:
        raise UsersError(localized(server_messages.NOBODY_IN_FILE, path=file))
    return users
