"""A day at the desk in virtual time, decided by the real router's own decision. See docs/simulation.md."""
