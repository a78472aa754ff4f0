"""Characters that change what a reader sees without being seen. Pure."""

import re

# ANSI escapes, control characters, soft hyphens, zero-width marks, bidi controls, tag characters and lone surrogates.
INVISIBLE = re.compile(
    "\x1b\\[[0-9;?]*[A-Za-z]"
    "|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
    "|[\U000e0000-\U000e007f\ud800-\udfff]"
)
