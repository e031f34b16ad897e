"""The demo, as somebody who tries it meets it: its past, its patrons, its post office, its first page."""
