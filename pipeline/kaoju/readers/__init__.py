"""Readers: bytes of a file to documents, or to a reason why not."""

from kaoju.readers.decode import Decoded, decode
from kaoju.readers.files import SUFFIXES, Unit, plan_units, read, read_unit

__all__ = ["SUFFIXES", "Decoded", "Unit", "decode", "plan_units", "read", "read_unit"]
