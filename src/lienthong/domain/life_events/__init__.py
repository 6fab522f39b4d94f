"""Things that happen in a life, and the procedures they bring (sự kiện đời sống)."""
