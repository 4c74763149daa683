"""Backups of the database and the private files, made and brought back without any other program.

`postgres` and `sqlite` write and read the tables, `store` lays files and tables together under a manifest,
`restore` brings a whole backup back.
"""
