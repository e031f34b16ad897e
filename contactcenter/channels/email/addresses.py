"""Which addresses are ours, and which department an address leads to."""

from __future__ import annotations

from collections.abc import Iterable

from contactcenter.channels.email.sign import Signer
from contactcenter.settings import Settings


class OurAddresses:
    """The desk's address, the departments' of the settings, and every signed reply address.

    A subaddress (`help+anything@…`) is the address before the plus; the part before the `@` is
    compared without regard to case, as mail systems in the field do.
    """

    def __init__(self, settings: Settings, signer: Signer) -> None:
        self._signer = signer
        self._queues = {
            address.strip().lower(): department.slug
            for department in settings.departments
            for address in department.addresses
        }
        self.all = frozenset({settings.mail.address.lower(), *self._queues})

    def __contains__(self, address: str) -> bool:
        """Whether mail to this address is for us."""
        return base(address) in self.all or bool(self._signer.tickets([address]))

    def queue(self, addresses: Iterable[str]) -> str | None:
        """The slug of the department that the first of these addresses belongs to, or None."""
        for address in addresses:
            slug = self._queues.get(base(address)) or self._queues.get(address.strip().lower())
            if slug:
                return slug
        return None


def base(address: str) -> str:
    """An address in lower case, without its subaddress."""
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"
