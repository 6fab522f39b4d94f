"""Clients of the outside: mailboxes."""
