"""The shapes that cross the API and the sockets; the console's TypeScript types come from them: see docs/shapes.md.

Times are RFC 3339 in UTC; ids are integers; a list page carries `next_cursor` (opaque, keyset) and `position`
(the place in the event log the page is as fresh as).
"""
