"""kaoju 考据: facts with evidence out of damaged Chinese articles.

`read` gives documents, `extract` runs every stage over one, `explain` says in words what was found and why,
`kaoju.stages` has one function per stage, `kaoju.tables.frames` gives pandas DataFrames.
"""

__version__ = "0.1.0"
