"""Everything that this room ever writes to anybody, one file a subject; `apps` reads them all."""
