"""Twilio, by its own Python library. Each module names the page of Twilio's documentation that it follows."""
