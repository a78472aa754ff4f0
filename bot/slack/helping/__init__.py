"""Where the coach cannot help, a person is asked: who that may be, the call for them, what is learnt from them."""
