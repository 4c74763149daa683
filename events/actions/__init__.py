"""One function for each thing a person (or the clock) does in this room."""
