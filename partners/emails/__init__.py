"""The complete list of what this room writes to anybody."""
