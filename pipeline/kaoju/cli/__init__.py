"""The command line: one short module per command, each a thin shell over one library function."""
