"""What both databases must do alike, and the house that the core's tests live in."""
