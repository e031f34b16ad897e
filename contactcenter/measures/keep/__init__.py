"""The reader of the log that keeps the facts: small sets, each in one transaction with its cursor."""
