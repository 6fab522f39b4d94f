"""Settings. `base` holds what every installation shares; `demo`, `test` and `production` add what differs."""
