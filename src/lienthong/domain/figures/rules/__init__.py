"""The pure part of public figures: cells and their balance, periods, checks, protection of small numbers. No database."""
