"""Pages and sitemaps of the web, fetched politely, and never from a private address."""
