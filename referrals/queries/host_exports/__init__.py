"""What a host takes out of this room, one file a subject."""
