"""Recorded requests in the form that openapi-core expects."""

import re
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict
from werkzeug.http import parse_cookie


class NoMatch(Exception):
    """The path of a request does not match its template."""


def path_values(template, path):
    """The decoded values of the parameters of a path."""
    names = re.findall(r"{([^}]*)}", template)
    pattern = "([^/]+)".join(re.escape(piece) for piece in re.split(r"{[^}]*}", template))
    match = re.fullmatch(pattern, path)
    if match is None:
        raise NoMatch(f"the path {path} does not match {template}")
    return dict(zip(names, map(unquote, match.groups())))


def fill(template, values):
    """The path of a template with these values, encoded."""
    return re.sub(r"{([^}]*)}", lambda name: quote(values[name.group(1)], safe=""), template)


def header(request, name):
    """The value of a header field."""
    for known, value in request["headers"]:
        if known.lower() == name.lower():
            return value
    return None


class Request:
    """A request with the attributes that openapi-core reads."""

    host_url = "http://validator.example"

    def __init__(self, template, recorded):
        target = urlsplit(recorded["target"])
        values = path_values(template, target.path)
        self.path = target.path
        self.path_pattern = template
        self.method = recorded["method"].lower()
        self.body = bytes.fromhex(recorded["body"]) or None
        self.content_type = header(recorded, "content-type") or ""
        self.parameters = RequestParameters(
            path=values,
            query=ImmutableMultiDict(parse_qsl(target.query, keep_blank_values=True)),
            header=Headers([tuple(pair) for pair in recorded["headers"]]),
            cookie=parse_cookie(header(recorded, "cookie")),
        )
