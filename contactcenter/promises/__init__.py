"""What patrons are promised: by when they hear of us, and by when it is done. See docs/promises.md."""
