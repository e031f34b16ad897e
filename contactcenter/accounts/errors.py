"""What can be wrong with an account's request. `code` is a stable word, the text says what to do."""

from __future__ import annotations

from datetime import timedelta


class AccountError(Exception):
    """A request about an account that cannot be granted."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


class SignInRefused(AccountError):
    """The login and password do not belong together. It never says which of them was wrong."""

    def __init__(self) -> None:
        super().__init__("wrong_credentials", "The name or the password is wrong.")


class SlowDown(AccountError):
    """Too many failed attempts: wait this long before the next one counts."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("slow_down", f"Too many attempts. Try again in {seconds(wait)} s.")
        self.wait = wait


def seconds(wait: timedelta) -> int:
    """Whole seconds, rounded up, at least one (the value of a `Retry-After` header)."""
    return max(1, -(-wait // timedelta(seconds=1)))
