"""`python -m kaoju`."""

from kaoju.cli.app import main

if __name__ == "__main__":
    main()
