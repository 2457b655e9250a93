"""What is done when nobody presses a button: handing over, looking for what never was, making packages; and the check of sites."""

from .checking import Check, Pace, Position, check_sites, to_check
from .packing import make_package
from .pushing import push, sweep

__all__ = ["Check", "Pace", "Position", "check_sites", "make_package", "push", "sweep", "to_check"]
