"""From the sources of staff to texts: every file and page with its text, or the reason why there is none."""
