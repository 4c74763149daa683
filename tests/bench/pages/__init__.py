"""How quick pages are while the tables grow: `make bench-pages`."""
