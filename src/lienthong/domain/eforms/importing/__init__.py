"""A foreign JSON Schema as a question list (nhập lược đồ): `guards` lets in only what is harmless, `mapping` reads it."""
