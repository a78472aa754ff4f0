"""One dataclass for every message, a module for each room that speaks: fields here are fields of the template."""
