#!/usr/bin/env python3
"""Validates OpenAPI documents with an independent validator.

    pip install openapi-spec-validator
    validate.py FILE...

Prints one line per file. Exits with 1 if a file is invalid, with 2 on wrong usage.
"""

import sys

from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from openapi_spec_validator.readers import read_from_filename


def problems(path: str) -> list[str]:
    """The errors in the document at `path`, each as `pointer: message`."""
    document, base_uri = read_from_filename(path)
    version = str(document.get("openapi", ""))
    if version.startswith("3.0."):
        validator = OpenAPIV30SpecValidator
    elif version.startswith("3.1."):
        validator = OpenAPIV31SpecValidator
    else:
        return [f"/openapi: version {version!r} is neither 3.0 nor 3.1"]
    errors = validator(document, base_uri=base_uri).iter_errors()
    return [f"/{'/'.join(map(str, error.path))}: {error.message}" for error in errors]


def shorten(message: str, limit: int = 200) -> str:
    """Shortens a message to one line of at most `limit` characters; it may contain the whole document."""
    line = " ".join(message.split())
    return line if len(line) <= limit else line[: limit - 3] + "..."


def main(paths: list[str]) -> int:
    if not paths:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    failed = False
    for path in paths:
        try:
            found = problems(path)
        except Exception as error:  # the reader or the validator may fail with any exception
            found = [f"{type(error).__name__}: {error}"]
        print(f"{path}: {'; '.join(map(shorten, found)) or 'valid'}")
        failed = failed or bool(found)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
