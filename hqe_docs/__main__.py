"""hqe as a module: python -m hqe_docs."""

from hqe_docs.cli.main import main

if __name__ == "__main__":  # processes of a build import it again
    main()
