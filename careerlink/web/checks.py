"""System checks for what needs more than one value."""
