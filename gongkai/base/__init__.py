"""Floor 1, the institution: who we are, what day it is, what was done, and what is still to be derived."""
