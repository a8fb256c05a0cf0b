#!/usr/bin/env python3
"""Turn the record of a real Logto into `exchanges.jsonl`: one exchange of a described operation a line.

    convert.py logto-observed.md > exchanges.jsonl

Kept are the exchanges whose method and path belong to an operation of `tests/specs/operations.tsv`.
Bodies stay as they were recorded, byte for byte; a recorded Content-Length that does not match its
body stops the conversion. The request id, which the record leaves out, is made from the number of the
exchange: the server sends sixteen characters that are safe in a URL.
"""

import json
import pathlib
import re
import sys

HEAD = re.compile(r"^### (?:(\d+)\. )?(GET|POST|PUT|PATCH|DELETE) (\S+?),?(?:\s+(?:— )?(.*))?$")
REQUEST = re.compile(r"^request \(([^)]*)\): `(.*)`$")
# The record cuts bodies here; of operations it cut only pictures, which are closed again.
CUT = 2500
STATUS = re.compile(r"^status \*\*(\d+)\*\*|^HTTP/1\.1 (\d+) .*$")


def operations():
    """Method, pattern of the path and operationId of every operation of Logto."""
    table = pathlib.Path(__file__).parents[2] / "specs" / "operations.tsv"
    rows = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines()]
    for api, operation, method, path, *_ in rows:
        if api == "logto":
            yield method, re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + "$"), operation


def sections(text):
    """The lines of each exchange, its heading first."""
    section = []
    for line in text.split("\n"):
        if line.startswith("#"):
            if section:
                yield section
            section = []
        if section or line.startswith("### "):
            section.append(line)
    if section:
        yield section


def exchange(lines, extra):
    """One exchange, or None for what is no exchange of an operation or has no recorded answer."""
    head = HEAD.match(lines[0])
    if not head:
        return None
    number, method, target, note = head.groups()
    found = [name for verb, path, name in operations() if verb == method and path.match(target.split("?")[0])]
    block = "\n".join(lines).split("```")
    if not found or len(block) < 2:
        return None
    requests = [match for line in lines if (match := REQUEST.match(line))]
    statuses = [match for line in lines if (match := STATUS.match(line))]
    status = int([group for group in statuses[-1].groups() if group][0])
    answer = block[1].strip("\n")
    if answer.startswith("HTTP/1.1 100"):
        answer = answer.split("\n\n", 1)[1]
    headers, _, body = answer.partition("\n\n")
    if answer.startswith("(empty body"):
        headers, body = "", ""
    headers = [line.split(": ", 1) for line in headers.split("\n") if ": " in line]
    body = "" if body.startswith("(empty body") else body.rstrip("\n")
    length = int(dict(headers).get("Content-Length", 0))
    if length > len(body) == CUT and '"secretQrCode"' in body:
        body += '"}'
    elif length != len(body.encode()):
        if extra:
            return None
        sys.exit(f"{lines[0]}: Content-Length is {length}, the body has {len(body.encode())} bytes")
    identity = f"observed-{int(number) if number else 900 + extra:07}"
    return {
        "number": int(number) if number else 900 + extra,
        "operation": found[0],
        "request": f"{method} {target}",
        "note": note or "",
        "body": requests[0].group(2) if requests else None,
        "status": status,
        "headers": [pair for pair in headers if pair[0] != "Content-Length"] + [["Logto-Core-Request-Id", identity]],
        "answer": body,
    }


def main():
    """Convert the file named on the command line."""
    text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    extra = 0
    for lines in sections(text):
        if not re.match(r"### \d+\.", lines[0]):
            extra += 1
        found = exchange(lines, extra)
        if found:
            print(json.dumps(found, ensure_ascii=False))


main()
