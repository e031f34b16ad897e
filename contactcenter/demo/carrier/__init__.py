"""A stand-in for a carrier, Twilio's documented behaviour on this machine. See docs/demo.md."""
