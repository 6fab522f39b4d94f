"""Parts of the build of the front end (dựng giao diện)."""
