"""Requests made wrong on purpose, each in a way that its document forbids."""

import copy
import json
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from schemas import Tree, parameters
from wire import fill, header, path_values

# No number, no boolean, and in no list of values.
NONSENSE = "~nonsense~"
# A value of another type than the one declared.
WRONG = {"string": 12345, "integer": "text", "number": "text", "boolean": "text", "object": "text", "array": "text"}


def controls(document, template, recorded, body_kind):
    """Names and wrong requests."""
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
    """No judge may find fault with a plus for a space, instead of with what is wrong."""
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


def telling(tree, schema):
    """Whether no text but some are values of the schema."""
    flat = tree.flat(schema)
    if tree.plain(schema) in ("integer", "number", "boolean"):
        return True
    return tree.plain(schema) == "string" and isinstance(flat.get("enum"), list)


def of_parameter(tree, parameter, template, recorded):
    name, place = parameter["name"], parameter["in"]
    if "content" in parameter:
        yield from of_content(tree, parameter, recorded)
        return
    schema = parameter.get("schema", {})
    flat = tree.flat(schema)
    pairs = parse_qsl(urlsplit(recorded["target"]).query, keep_blank_values=True)
    # A default would stand in for what is missing.
    if parameter.get("required") is True and "default" not in flat:
        if place == "query" and any(key == name for key, _ in pairs):
            yield f"without query {name}", with_pairs(recorded, [pair for pair in pairs if pair[0] != name])
        if place == "header":
            yield f"without header {name}", without_header(recorded, name)
    each = flat.get("items", {}) if tree.plain(schema) == "array" else schema
    if tree.plain(schema) == "object" and place == "query":
        yield from of_object(tree, parameter, flat, pairs, recorded)
    elif telling(tree, each):
        if place == "query" and any(key == name for key, _ in pairs):
            wrong = [(key, NONSENSE if key == name else value) for key, value in pairs]
            yield f"nonsense in query {name}", with_pairs(recorded, wrong)
        if place == "header" and header(recorded, name) is not None:
            yield f"nonsense in header {name}", with_header(recorded, name, NONSENSE)
        if place == "path":
            values = {**path_values(template, urlsplit(recorded["target"]).path), name: NONSENSE}
            yield f"nonsense in path {name}", changed(recorded, target=with_path(recorded, fill(template, values)))


def with_path(recorded, path):
    query = urlsplit(recorded["target"]).query
    return f"{path}?{query}" if query else path


def of_content(tree, parameter, recorded):
    name = parameter["name"]
    pairs = parse_qsl(urlsplit(recorded["target"]).query, keep_blank_values=True)
    media = next((media for key, media in parameter["content"].items() if "json" in key), None)
    kind = tree.plain(media.get("schema", {})) if media else None
    if parameter["in"] == "query" and kind in WRONG and any(key == name for key, _ in pairs):
        wrong = json.dumps(WRONG[kind])
        yield f"another type in query {name}", with_pairs(recorded, [(key, wrong if key == name else value) for key, value in pairs])


def of_object(tree, parameter, flat, pairs, recorded):
    """The members of an object in the query, whatever the style calls them."""
    name, style = parameter["name"], parameter.get("style", "form")
    for member, schema in flat.get("properties", {}).items():
        key = f"{name}[{member}]" if style == "deepObject" else member
        if not telling(tree, schema) or tree.read_only(schema) or not any(pair[0] == key for pair in pairs):
            continue
        wrong = [(known, NONSENSE if known == key else value) for known, value in pairs]
        yield f"nonsense in query {key}", with_pairs(recorded, wrong)
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
        # Without members there is no body, which is forbidden only where one is required.
        wrong = of_form(tree, schema, recorded)
        yield from (one for one in wrong if one[1]["body"] or declared.get("required") is True)
    else:
        yield from of_parts(tree, schema, recorded)


def of_json(tree, schema, recorded):
    body = json.loads(bytes.fromhex(recorded["body"]))

    def sent(value):
        return changed(recorded, body=json.dumps(value).encode().hex())

    kind = tree.plain(schema)
    if kind in WRONG:
        yield "a body of another type", sent(WRONG[kind])
    required = required_members(tree, schema, body)
    if required:
        yield f"without the member {required[0]}", sent({key: body[key] for key in body if key != required[0]})
    places = list(breakable(tree, schema, body, ()))
    for what, chosen in (("member", places[:1]), ("nested member", [place for place in places if len(place[0]) > 1])):
        if chosen:
            (*way, last), wrong = chosen[-1]
            broken = copy.deepcopy(body)
            at = broken
            for step in way:
                at = at[step]
            at[last] = wrong
            yield f"{what} /{'/'.join(map(str, (*way, last)))} of another type", sent(broken)


def required_members(tree, schema, body):
    flat = tree.flat(schema)
    if not isinstance(body, dict) or not isinstance(flat.get("required"), list):
        return []
    properties = flat.get("properties", {})
    return [name for name in flat["required"] if name in body and "default" not in tree.flat(properties.get(name, {}))]


def breakable(tree, schema, value, way):
    """Places whose type is plain on the whole way there, with a value of another type."""
    flat, kind = tree.flat(schema), tree.plain(schema)
    if len(way) > 6:
        return
    if way and kind in WRONG:
        yield way, WRONG[kind]
    if kind == "object" and isinstance(value, dict):
        for name, member in value.items():
            if name in flat.get("properties", {}):
                yield from breakable(tree, flat["properties"][name], member, (*way, name))
    if kind == "array" and isinstance(value, list) and value:
        yield from breakable(tree, flat.get("items", {}), value[0], (*way, 0))


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
        if name in names and telling(tree, member):
            wrong = [(key, NONSENSE if key == name else value) for key, value in pairs]
            yield f"nonsense in member {name}", sent(wrong)
            return


def of_parts(tree, schema, recorded):
    """Parts are told by their name in the head; a part is dropped with everything up to the next boundary."""
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
        if telling(tree, flat["properties"][name]):
            head = next(piece for piece in pieces if is_part(piece, name)).split(b"\r\n\r\n")[0]
            wrong = head + b"\r\n\r\n" + NONSENSE.encode() + b"\r\n"
            yield f"nonsense in part {name}", sent([wrong if is_part(piece, name) else piece for piece in pieces])
            return
