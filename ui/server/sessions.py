"""Who is logged in. A session is known by a secret that only the reader's browser keeps, as a cookie."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ui.server.auth import Users

IDLE_SECONDS = 24 * 3600.0  # without a request, after which a session ends
MOST_PER_USER = 50


@dataclass(slots=True)
class _Session:
    user: str
    hash: str  # of the password that it was begun with
    seen: float


@dataclass(slots=True)
class Sessions:
    """The sessions of a page's users since it was started.

    One ends when its user logs out, is no longer among the users or has another password, after IDLE_SECONDS without
    a request, and where the user has begun MOST_PER_USER later ones. clock: seconds, from any start.
    """

    users: Users
    clock: Callable[[], float] = time.monotonic
    _begun: dict[str, _Session] = field(default_factory=dict, init=False, repr=False)

    def begin(self, user: str) -> str:
        """A session for a user whose password was right; returns the secret that stands for it."""
        for token in [token for token in self._begun if not self._lasts(token)]:
            self.end(token)
        own = [token for token, session in self._begun.items() if session.user == user]
        for oldest in own[: max(0, len(own) - MOST_PER_USER + 1)]:
            self.end(oldest)
        token = secrets.token_urlsafe(32)
        self._begun[token] = _Session(user, self.users.hashes.get(user, ""), self.clock())
        return token

    def user(self, token: str) -> str | None:
        """Whose session it is; None where there is none, or no longer."""
        if not self._lasts(token):
            self.end(token)
            return None
        session = self._begun[token]
        session.seen = self.clock()
        return session.user

    def _lasts(self, token: str) -> bool:
        session = self._begun.get(token)
        return (
            session is not None
            and self.clock() - session.seen <= IDLE_SECONDS
            and self.users.hashes.get(session.user) == session.hash
        )

    def end(self, token: str) -> None:
        self._begun.pop(token, None)
