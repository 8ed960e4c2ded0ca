"""The command line: options, one library call, one report call."""
