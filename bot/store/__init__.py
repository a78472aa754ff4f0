"""What the bot remembers: SQLAlchemy tables and their migrations."""
