"""hqe as a module: python -m hqe_docs."""

from hqe_docs.cli.main import main

main()
