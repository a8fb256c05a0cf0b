"""Makes invalid variants of requests. Each violates its document in one way."""

import copy
import json
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from schemas import Tree, parameters
from wire import fill, header, path_values

# A string that is no number, no boolean and no enum value.
INVALID = "~invalid~"
# For each type, a value of another type.
OTHER_TYPE = {"string": 12345, "integer": "text", "number": "text", "boolean": "text", "object": "text", "array": "text"}


def variants(document, template, recorded, body_kind):
    """Yields names and invalid requests."""
    tree = Tree(document)
    item = tree.follow(document["paths"][template])
    operation = item[recorded["method"].lower()]
    for parameter in parameters(tree, item, operation):
        yield from of_parameter(tree, parameter, template, recorded)
    if "requestBody" in operation and recorded["body"]:
        yield from of_body(tree, tree.follow(operation["requestBody"]), recorded, body_kind)


def changed(recorded, **members):
    return {**copy.deepcopy(recorded), **members}


def encoded(pairs):
    """Encodes a space as %20, so that a variant is not refused because of a plus."""
    return urlencode(pairs, quote_via=quote, safe="")


def with_pairs(recorded, pairs):
    path = urlsplit(recorded["target"]).path
    return changed(recorded, target=f"{path}?{encoded(pairs)}" if pairs else path)


def without_header(recorded, name):
    return changed(recorded, headers=[pair for pair in recorded["headers"] if pair[0].lower() != name.lower()])


def with_header(recorded, name, value):
    changed_request = without_header(recorded, name)
    changed_request["headers"].append([name, value])
    return changed_request


def is_constrained(tree, schema):
    """Whether the schema does not accept every string."""
    flat = tree.flat(schema)
    if tree.plain(schema) in ("integer", "number", "boolean"):
        return True
    return tree.plain(schema) == "string" and isinstance(flat.get("enum"), list)


def of_parameter(tree, parameter, template, recorded):
    name, location = parameter["name"], parameter["in"]
    if "content" in parameter:
        yield from of_content(tree, parameter, recorded)
        return
    schema = parameter.get("schema", {})
    flat = tree.flat(schema)
    pairs = parse_qsl(urlsplit(recorded["target"]).query, keep_blank_values=True)
    # A default replaces a missing value.
    if parameter.get("required") is True and "default" not in flat:
        if location == "query" and any(key == name for key, _ in pairs):
            yield f"without query {name}", with_pairs(recorded, [pair for pair in pairs if pair[0] != name])
        if location == "header":
            yield f"without header {name}", without_header(recorded, name)
    each = flat.get("items", {}) if tree.plain(schema) == "array" else schema
    if tree.plain(schema) == "object" and location == "query":
        yield from of_object(tree, parameter, flat, pairs, recorded)
    elif is_constrained(tree, each):
        if location == "query" and any(key == name for key, _ in pairs):
            wrong = [(key, INVALID if key == name else value) for key, value in pairs]
            yield f"invalid query {name}", with_pairs(recorded, wrong)
        if location == "header" and header(recorded, name) is not None:
            yield f"invalid header {name}", with_header(recorded, name, INVALID)
        if location == "path":
            values = {**path_values(template, urlsplit(recorded["target"]).path), name: INVALID}
            yield f"invalid path {name}", changed(recorded, target=with_path(recorded, fill(template, values)))


def with_path(recorded, path):
    query = urlsplit(recorded["target"]).query
    return f"{path}?{query}" if query else path


def of_content(tree, parameter, recorded):
    name = parameter["name"]
    pairs = parse_qsl(urlsplit(recorded["target"]).query, keep_blank_values=True)
    media = next((media for key, media in parameter["content"].items() if "json" in key), None)
    kind = tree.plain(media.get("schema", {})) if media else None
    if parameter["in"] == "query" and kind in OTHER_TYPE and any(key == name for key, _ in pairs):
        wrong = json.dumps(OTHER_TYPE[kind])
        yield f"another type in query {name}", with_pairs(recorded, [(key, wrong if key == name else value) for key, value in pairs])


def of_object(tree, parameter, flat, pairs, recorded):
    """The members of an object in the query, in the notation of its style."""
    name, style = parameter["name"], parameter.get("style", "form")
    for member, schema in flat.get("properties", {}).items():
        key = f"{name}[{member}]" if style == "deepObject" else member
        if not is_constrained(tree, schema) or tree.read_only(schema) or not any(pair[0] == key for pair in pairs):
            continue
        wrong = [(known, INVALID if known == key else value) for known, value in pairs]
        yield f"invalid query {key}", with_pairs(recorded, wrong)
        return


def of_body(tree, declared, recorded, body_kind):
    if declared.get("required") is True:
        yield "without the body", changed(without_header(recorded, "content-type"), body="")
    content = declared.get("content", {})
    if not any("*" in media for media in content):
        yield "another content type", with_header(recorded, "content-type", "application/x-other")
    essence = (header(recorded, "content-type") or "").split(";")[0]
    media = next((value for key, value in content.items() if key.split(";")[0].strip().lower() == essence), {})
    schema = media.get("schema")
    if schema is None:
        return
    if body_kind == "json":
        yield from of_json(tree, schema, recorded)
    elif body_kind == "urlencoded":
        # Without members there is no body, which is invalid only if a body is required.
        changes = of_form(tree, schema, recorded)
        yield from (one for one in changes if one[1]["body"] or declared.get("required") is True)
    else:
        yield from of_parts(tree, schema, recorded)


def of_json(tree, schema, recorded):
    body = json.loads(bytes.fromhex(recorded["body"]))

    def sent(value):
        return changed(recorded, body=json.dumps(value).encode().hex())

    kind = tree.plain(schema)
    if kind in OTHER_TYPE:
        yield "a body of another type", sent(OTHER_TYPE[kind])
    required = required_members(tree, schema, body)
    if required:
        yield f"without the member {required[0]}", sent({key: body[key] for key in body if key != required[0]})
    paths = list(changeable(tree, schema, body, ()))
    for what, chosen in (("member", paths[:1]), ("nested member", [path for path in paths if len(path[0]) > 1])):
        if chosen:
            (*path, last), other = chosen[-1]
            broken = copy.deepcopy(body)
            at = broken
            for step in path:
                at = at[step]
            at[last] = other
            yield f"{what} /{'/'.join(map(str, (*path, last)))} of another type", sent(broken)


def required_members(tree, schema, body):
    flat = tree.flat(schema)
    if not isinstance(body, dict) or not isinstance(flat.get("required"), list):
        return []
    properties = flat.get("properties", {})
    return [name for name in flat["required"] if name in body and "default" not in tree.flat(properties.get(name, {}))]


def changeable(tree, schema, value, path):
    """Paths on which every schema has exactly one type, each with a value of another type."""
    flat, kind = tree.flat(schema), tree.plain(schema)
    if len(path) > 6:
        return
    if path and kind in OTHER_TYPE:
        yield path, OTHER_TYPE[kind]
    if kind == "object" and isinstance(value, dict):
        for name, member in value.items():
            if name in flat.get("properties", {}):
                yield from changeable(tree, flat["properties"][name], member, (*path, name))
    if kind == "array" and isinstance(value, list) and value:
        yield from changeable(tree, flat.get("items", {}), value[0], (*path, 0))


def of_form(tree, schema, recorded):
    flat = tree.flat(schema)
    pairs = parse_qsl(bytes.fromhex(recorded["body"]).decode(), keep_blank_values=True)

    def sent(pairs):
        return changed(recorded, body=encoded(pairs).encode().hex())

    names = [key for key, _ in pairs]
    required = required_members(tree, schema, dict(pairs))
    if required:
        yield f"without the member {required[0]}", sent([pair for pair in pairs if pair[0] != required[0]])
    for name, member in flat.get("properties", {}).items():
        if name in names and is_constrained(tree, member):
            wrong = [(key, INVALID if key == name else value) for key, value in pairs]
            yield f"invalid member {name}", sent(wrong)
            return


def of_parts(tree, schema, recorded):
    """Parts are found by the name in their head. A part is removed up to the next boundary."""
    flat = tree.flat(schema)
    boundary = (header(recorded, "content-type") or "").split("boundary=")[-1].encode()
    pieces = bytes.fromhex(recorded["body"]).split(b"--" + boundary)

    def is_part(piece, name):
        return f'name="{name}"'.encode() in piece.split(b"\r\n\r\n")[0]

    def sent(pieces):
        return changed(recorded, body=(b"--" + boundary).join(pieces).hex())

    present = {name: True for name in flat.get("properties", {}) if any(is_part(piece, name) for piece in pieces)}
    required = required_members(tree, schema, present)
    if required:
        yield f"without the part {required[0]}", sent([piece for piece in pieces if not is_part(piece, required[0])])
    for name in present:
        if is_constrained(tree, flat["properties"][name]):
            head = next(piece for piece in pieces if is_part(piece, name)).split(b"\r\n\r\n")[0]
            wrong = head + b"\r\n\r\n" + INVALID.encode() + b"\r\n"
            yield f"invalid part {name}", sent([wrong if is_part(piece, name) else piece for piece in pieces])
            return
