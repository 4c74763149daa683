"""Request, door, form, action, answer."""
