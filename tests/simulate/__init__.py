"""Years of other people's lives in minutes: the real actions under a clock that is set."""
