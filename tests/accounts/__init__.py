"""What the front door promises."""
