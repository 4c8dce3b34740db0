"""Tables, queries, migrations, `write()`, vault rows and key folders. The only package that knows SQLAlchemy."""
