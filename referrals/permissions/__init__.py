"""Who sees and who may change what belongs to this room."""
