"""A team goes through a scorecard: what happened, what follows from it, what may happen next."""
