"""Settings: config/*.toml, then the environment. See docs/settings.md.

Environment variables begin with `CONTACTCENTER_`; two underscores nest
(`CONTACTCENTER_MAIL__SMTP__HOST`). A wrong or unknown setting names itself and stops the start.
Secrets come from the environment or a file only.
"""

from contactcenter.settings.carrier import Carrier, CarrierNumber, Fax, Phone, Sms
from contactcenter.settings.house import (
    AwayReason,
    Database,
    Department,
    DepartmentQueue,
    Hours,
    Http,
    Library,
    Promises,
    Seats,
)
from contactcenter.settings.load import Settings, load
from contactcenter.settings.mail import Alarm, Lmtp, Mail, Mailbox, Oauth, Smtp
from contactcenter.settings.part import HOST_PORT, PREFIX, Port, SettingsError

__all__ = [
    "HOST_PORT",
    "PREFIX",
    "Alarm",
    "AwayReason",
    "Carrier",
    "CarrierNumber",
    "Database",
    "Department",
    "DepartmentQueue",
    "Fax",
    "Hours",
    "Http",
    "Library",
    "Lmtp",
    "Mail",
    "Mailbox",
    "Oauth",
    "Phone",
    "Port",
    "Promises",
    "Seats",
    "Settings",
    "SettingsError",
    "Sms",
    "Smtp",
    "load",
]
