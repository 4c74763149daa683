"""One function per thing that a person, or the clock, does in this room."""
