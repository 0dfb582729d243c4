"""kaoju 考据: facts with evidence out of damaged Chinese articles.

`read` gives documents, `extract` runs every stage over one, `explain` says in words what was found and why,
`kaoju.stages` has one function per stage, `kaoju.tables.frames` gives pandas DataFrames.
"""

__version__ = "0.1.0"

from kaoju.document import Document, Evidence, Fact
from kaoju.engine import explain, extract
from kaoju.readers import read
from kaoju.settings import Settings

__all__ = ["Document", "Evidence", "Fact", "Settings", "explain", "extract", "read"]
