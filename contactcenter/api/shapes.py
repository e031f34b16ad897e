"""The shapes of the API live in `contactcenter/shapes.py`, below the sockets that send them too."""

from contactcenter.shapes import *  # noqa: F403
