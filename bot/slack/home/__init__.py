"""The Home tab: what concerns one person, made of data and brought in line with it."""
