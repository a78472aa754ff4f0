"""The Web API methods, one module a family; each takes the playground and the arguments, and returns the answer."""
