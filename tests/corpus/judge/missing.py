"""Checks that a request contains all values of its call. Validators do not notice that an optional value is missing."""

import json
import math
import re
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from schemas import Tree
from wire import header


def missing(document, case, recorded):
    """The first value that is not in the request; None if all are there."""
    query = {key for key, _ in parse_qsl(urlsplit(recorded["target"]).query, keep_blank_values=True)}
    for value_key, value in case["values"].items():
        location, _, name = value_key.partition(":")
        if location == "query" and not (has(query, name) or (isinstance(value, dict) and value.keys() <= query)):
            return f"not sent: the query parameter {name}"
        if location == "header" and header(recorded, name) is None:
            return f"not sent: the header field {name}"
        if value_key == "body":
            problem = missing_in_body(case["body_kind"], value, bytes.fromhex(recorded["body"]))
            problem = problem or without_brackets(document, case, recorded)
            if problem:
                return problem
    return None


def without_brackets(document, case, recorded):
    """A list that the document declares as deepObject and that is sent with a repeated name instead of brackets."""
    tree = Tree(document)
    operation = tree.follow(document["paths"][case["path"]])[case["method"]]
    content = tree.follow(operation["requestBody"]).get("content", {})
    media = content.get("application/x-www-form-urlencoded", {}) if case["body_kind"] == "urlencoded" else {}
    names = {key for key, _ in parse_qsl(bytes.fromhex(recorded["body"]).decode("latin-1"))}
    for name, encoding in media.get("encoding", {}).items():
        if encoding.get("style") == "deepObject" and isinstance(case["values"]["body"].get(name), list) and name in names:
            return f"not sent as deepObject: the member {name}"
    return None


def has(names, name):
    return any(known == name or known.startswith(f"{name}[") for known in names)


def missing_in_body(kind, value, body):
    if kind == "json":
        pointer = difference(value, json.loads(body))
        return pointer and f"changed in the body: {pointer}"
    if kind == "urlencoded":
        names = {key for key, _ in parse_qsl(body.decode(), keep_blank_values=True)}
    else:
        names = {name.decode() for name in re.findall(rb'form-data; name="([^"]*)"', body)}
    for name, member in value.items():
        if not has(names, name) and member not in ([], {}, None):
            return f"not sent: the member {name}"
    return None


def difference(given, sent, pointer="/"):
    """The first pointer at which two JSON values differ."""
    if isinstance(given, dict) and isinstance(sent, dict):
        for name, member in given.items():
            if name not in sent:
                return f"{pointer}{name}"
            found = difference(member, sent[name], f"{pointer}{name}/")
            if found:
                return found
        more = sorted(sent.keys() - given.keys())
        return f"{pointer}{more[0]} (added)" if more else None
    if isinstance(given, list) and isinstance(sent, list) and len(given) == len(sent):
        return next(filter(None, (difference(a, b, f"{pointer}{at}/") for at, (a, b) in enumerate(zip(given, sent)))), None)
    return None if same(given, sent) else pointer


def same(given, sent):
    """Compares numbers by value and times by instant."""
    if isinstance(given, bool) or isinstance(sent, bool) or type(given) is type(sent) is not str:
        return given == sent or (isinstance(given, float) and math.isclose(given, sent, rel_tol=1e-7))
    if isinstance(given, (int, float)) and isinstance(sent, (int, float)):
        return math.isclose(given, sent, rel_tol=1e-7)
    if isinstance(given, str) and isinstance(sent, str):
        return given == sent or (instant(given) is not None and instant(given) == instant(sent))
    return False


def instant(text):
    text = re.sub(r"\.(\d+)", lambda digits: "." + digits.group(1)[:6].ljust(6, "0"), text.replace("Z", "+00:00"))
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
