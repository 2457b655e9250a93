"""A printed catalogue's table, row by row: CSV and XLSX of the columns of 国办发〔2019〕54号, in Chinese or in English.

``grids`` gives cells as they stand, merged ones filled in; ``headings`` knows what a column is called; ``cells`` reads what is ticked and
named in one; ``rows`` puts it together. What cannot be read is told line by line; only a file that is no table of this kind is refused.
"""

from .cells import area_of
from .rows import Printed, Problem, Reading, path_of, read, with_area

__all__ = ["Printed", "Problem", "Reading", "area_of", "path_of", "read", "with_area"]
