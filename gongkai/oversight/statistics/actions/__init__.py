"""What is done about numbers that are handed in: ask a unit for them, hand in, correct, sign; and say who is not on the system."""

from .asking import ask, end_off_system, stop_asking, take_off_system
from .handing_in import Entry, correct, hand_in, sign

__all__ = ["Entry", "ask", "correct", "end_off_system", "hand_in", "sign", "stop_asking", "take_off_system"]
