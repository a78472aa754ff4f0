"""Steps from each released shape of the tables to the next; run by `bot.store.schema`."""
