"""Drafts of documents to be sent (dự thảo văn bản đi): written, compared, commented on, approved, submitted to the signer."""
