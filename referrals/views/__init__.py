"""Door, form, action, answer."""
