"""Which addresses are ours, and which department or queue an address leads to."""

from __future__ import annotations

from collections.abc import Iterable

from contactcenter.channels.email.sign import Signer
from contactcenter.envelope import Address, Recipient
from contactcenter.settings import Settings


class OurAddresses:
    """The desk's address, those of departments, their queues and the fax gateway, and every signed reply address.

    A subaddress (`help+anything@…`) is the address before the plus; the part before the `@` is
    compared without regard to case, as mail systems in the field do.
    """

    def __init__(self, settings: Settings, signer: Signer) -> None:
        self._signer = signer
        self._queues = {
            address.strip().lower(): one.slug
            for department in settings.departments
            for one in (department, *department.queues)
            for address in one.addresses
        }
        fax = (address.strip().lower() for address in (*settings.fax.addresses, settings.fax.sender) if address)
        self.all = frozenset({settings.mail.address.lower(), *self._queues, *fax})
        self._mailboxes = frozenset(
            address.strip().lower() for mailbox in settings.mail.mailboxes
            for address in (mailbox.address, mailbox.username) if "@" in address
        )

    def __contains__(self, address: str) -> bool:
        """Whether mail to this address is for us."""
        return base(address) in self.all or bool(self._signer.tickets([address]))

    def reach(self, address: str) -> bool:
        """Whether mail to this address comes to us, also by a mailbox that we fetch: we never write there."""
        return address in self or address.strip().lower() in self._mailboxes or base(address) in self._mailboxes

    def others(self, to: Iterable[Address], cc: Iterable[Address]) -> tuple[Recipient, ...]:
        """Whom a mail names beside us, each once."""
        found: dict[str, Recipient] = {}
        for field, people in (("to", to), ("cc", cc)):
            for one in people:
                if not self.reach(one.value):
                    recipient = Recipient("to" if field == "to" else "cc", one.value, one.name)
                    found.setdefault(one.value.casefold(), recipient)
        return tuple(found.values())

    def queue(self, addresses: Iterable[str]) -> str | None:
        """The slug of the department or queue that the first of these addresses belongs to, or None."""
        for address in addresses:
            slug = self._queues.get(base(address)) or self._queues.get(address.strip().lower())
            if slug:
                return slug
        return None


def base(address: str) -> str:
    """An address in lower case, without its subaddress."""
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"
