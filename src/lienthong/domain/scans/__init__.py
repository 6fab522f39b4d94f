"""Batch scanning (quét theo lô): a stack of papers goes through the scanner once and comes out as the papers of a dossier."""
