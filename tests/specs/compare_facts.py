#!/usr/bin/env python3
"""Compares an OpenAPI document of `specs/` with the table of facts from which it was written.

    pip install pyyaml
    compare_facts.py FACTS SPEC
        Prints all differences and exits with 1 if one is not allowed below.
    compare_facts.py --table NAME=FACTS...
        Prints `operations.tsv`: one row per operation with the columns API name, operationId,
        method, path, parameters (`in:name`, sorted), media types of the body, statuses.

A table of facts is similar to OpenAPI, but `#/schemas/X` points into the table itself, and keys that
start with `x-` are annotations. Three annotations change the comparison:

- `x-newer-than-seed`: added after the version that `specs/` describes, so it must be absent;
- `x-upstream`: the original form of a schema that the table contains in a simplified form;
- `x-no-body`: the status is documented without content.

Operations, parameters, bodies, statuses, servers, security and schemas (without descriptions) are
compared. Named and inline schemas are treated alike. Descriptions and summaries must only be present.
"""

import re
import sys
from typing import Any, Iterator

import yaml

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
SEED_ABSENT = "x-newer-than-seed"
SCHEMA_KEYS = (
    "type", "format", "nullable", "deprecated", "enum", "default", "minimum", "maximum", "minLength",
    "maxLength", "pattern", "items", "additionalProperties", "required", "properties", "oneOf", "allOf",
)
UNION_KEYS = ("oneOf", "allOf")

# Intended differences: title of the facts -> (where, what, reason). The first two are patterns that must match
# the whole text of a difference. An entry that matches nothing is reported as stale.
ALLOWED: dict[str, list[tuple[str, str, str]]] = {
    "Clerk Backend API": [
        (
            r"(GetUserList|UsersGetOrganizationMemberships)/query:(limit|offset)",
            r"type: facts 'number', spec 'integer'",
            "a number may be sent as 10.0 instead of 10; later documents declare an integer too",
        ),
        (
            r"(GetUserList|UsersGetOrganizationMemberships)/query:(limit|offset)",
            r"(minimum|maximum): facts None, spec (0|1|500)",
            "bounds of the later document, as its type",
        ),
    ],
    "Logto Management API": [
        (
            r"ListUsers.*",
            r".*search_params.*",
            "the user search: the server has it, and later documents declare it as a map of texts",
        ),
    ],
}

Difference = tuple[str, str]


class Document:
    """A document whose references can be resolved."""

    def __init__(self, tree: dict[str, Any], is_facts: bool):
        self.tree = tree
        self.is_facts = is_facts

    def resolve(self, node: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in node:
            target: Any = self.tree
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def schema(self, node: dict[str, Any] | None) -> dict[str, Any] | None:
        """The schema of `node` with the compared keywords only; references are followed one step."""
        if node is None:
            return None
        node = self.resolve(node)
        if set(node) <= {"allOf", "description"} and len(node.get("allOf", ())) == 1:
            # A description is not possible next to a reference, so the reference is wrapped.
            return self.schema(node["allOf"][0])
        if self.is_facts:
            node = as_published(node)
        shape = {key: node[key] for key in SCHEMA_KEYS if key in node}
        if "properties" in shape and self.is_facts:
            shape["properties"] = {
                name: value for name, value in shape["properties"].items() if not self.is_newer(value)
            }
            shape["required"] = [
                name for name in shape.get("required", ()) if name in shape["properties"]
            ]
        for key in UNION_KEYS:
            if key in shape:
                shape[key] = [branch for branch in shape[key] if not self.is_newer(branch)]
        return shape

    def is_newer(self, node: dict[str, Any]) -> bool:
        """Whether the node was added after the described version."""
        return bool(node.get(SEED_ABSENT) or self.resolve(node).get(SEED_ABSENT))


def as_published(node: dict[str, Any]) -> dict[str, Any]:
    """Restores the original form of a simplified schema."""
    published = node.get("x-upstream")
    simplified = dict(node)
    if isinstance(published, dict):
        simplified.pop("enum", None)
        simplified.update(published)
    elif str(published).startswith("oneOf of two texts"):
        # An enum that is published as a union of literals in formats.
        simplified["oneOf"] = [{"type": simplified["type"], "format": f'"{value}"'} for value in simplified["enum"]]
        del simplified["type"], simplified["enum"]
    elif simplified.get("additionalProperties") is True:
        # A free-form object; the API document has no keyword for it.
        del simplified["additionalProperties"]
    return simplified


def operations(document: Document) -> dict[str, dict[str, Any]]:
    """Operations by operationId, in the form of the facts: with method, path and all parameters."""
    if document.is_facts:
        return {each["operationId"]: each for each in document.tree["operations"]}
    found = {}
    for path, item in document.tree["paths"].items():
        for method, own in item.items():
            if method in METHODS:
                parameters = [
                    document.resolve(each)
                    for each in item.get("parameters", []) + own.get("parameters", [])
                ]
                found[own["operationId"]] = {
                    **own, "method": method.upper(), "path": path, "parameters": parameters
                }
    return found


class Comparison:
    def __init__(self, facts: Document, spec: Document):
        self.facts = facts
        self.spec = spec

    def run(self) -> Iterator[Difference]:
        yield from self.frame()
        wanted, given = operations(self.facts), operations(self.spec)
        yield from keys("", "operation", wanted, given)
        if list(wanted) != list(given) and set(wanted) == set(given):
            first = next(name for name, other in zip(given, wanted) if name != other)
            yield "", f"order of operations: {first} has another position than in the facts"
        for name in wanted:
            if name in given:
                yield from self.operation(name, wanted[name], given[name])
        yield from described(self.spec.tree, "")

    def frame(self) -> Iterator[Difference]:
        facts, spec = self.facts.tree, self.spec.tree
        servers = [each["url"] for each in facts["servers"]]
        yield from scalar("servers", "url", servers, [each["url"] for each in spec["servers"]])
        yield from scalar("security", "requirements", facts["security"], spec.get("security"))
        wanted, given = facts["security_schemes"], spec["components"].get("securitySchemes", {})
        yield from keys("security", "scheme", wanted, given)
        for name in set(wanted) & set(given):
            for key in ("type", "scheme", "bearerFormat", "in", "name", "flows"):
                yield from scalar(f"security/{name}", key, wanted[name].get(key), given[name].get(key))

    def operation(self, name: str, wanted: dict, given: dict) -> Iterator[Difference]:
        for key in ("method", "path", "tags"):
            yield from scalar(name, key, wanted[key], given.get(key))
        whole = self.spec.tree.get("security")
        yield from scalar(name, "security", wanted["security"], given.get("security", whole))
        for key in ("summary", "description"):
            if not given.get(key):
                yield name, f"no {key}"
        yield from self.parameters(name, wanted["parameters"], given["parameters"])
        yield from self.body(name, wanted.get("requestBody"), given.get("requestBody"))
        yield from keys(name, "status", wanted["responses"], given["responses"])
        for status, response in wanted["responses"].items():
            if status in given["responses"]:
                other = self.spec.resolve(given["responses"][status])
                if bool(response.get("x-no-body")) == ("content" in other):
                    yield f"{name}/{status}", "content declared in one document only"
                yield from self.content(f"{name}/{status}", response, other)

    def parameters(self, name: str, wanted: list, given: list) -> Iterator[Difference]:
        of_facts = {f"{each['in']}:{each['name']}": each for each in wanted}
        of_spec = {f"{each['in']}:{each['name']}": each for each in given}
        yield from keys(name, "parameter", of_facts, of_spec)
        for key, parameter in of_facts.items():
            if key not in of_spec:
                continue
            where, other = f"{name}/{key}", of_spec[key]
            yield from scalar(where, "required", parameter["required"], other.get("required", False))
            in_query = parameter["in"] == "query"
            style = "form" if in_query else "simple"
            for option, default in (("style", style), ("explode", in_query)):
                yield from scalar(
                    where, option, parameter.get(option, default), other.get(option, default)
                )
            if not other.get("description"):
                yield where, "no description"
            yield from self.schemas(where, parameter["schema"], other.get("schema"))

    def body(self, name: str, wanted: dict | None, given: dict | None) -> Iterator[Difference]:
        yield from scalar(name, "has a body", wanted is not None, given is not None)
        if wanted and given:
            given = self.spec.resolve(given)
            where = f"{name}/body"
            yield from scalar(where, "required", wanted["required"], given.get("required", False))
            yield from self.content(where, wanted, given)

    def content(self, where: str, wanted: dict, given: dict) -> Iterator[Difference]:
        of_facts, of_spec = wanted.get("content", {}), given.get("content", {})
        yield from keys(where, "media type", of_facts, of_spec)
        for media_type in of_facts:
            if media_type in of_spec:
                yield from self.schemas(
                    f"{where}/{media_type}",
                    of_facts[media_type].get("schema"),
                    of_spec[media_type].get("schema"),
                )

    def schemas(
        self, where: str, wanted: dict | None, given: dict | None, inside: tuple[str, ...] = ()
    ) -> Iterator[Difference]:
        reference = (wanted or {}).get("$ref")
        if reference in inside:
            return
        inside += (reference,) if reference else ()
        wanted, given = self.facts.schema(wanted), self.spec.schema(given)
        if wanted is None or given is None:
            yield from scalar(where, "has a schema", wanted is not None, given is not None)
            return
        for key in SCHEMA_KEYS:
            left, right = wanted.get(key), given.get(key)
            if key == "required":
                yield from scalar(where, key, sorted(left or ()), sorted(right or ()))
            elif key == "properties":
                yield from keys(where, "property", left or {}, right or {})
                for name in left or {}:
                    if name in (right or {}):
                        yield from self.schemas(f"{where}/{name}", left[name], right[name], inside)
            elif key in UNION_KEYS:
                yield from scalar(where, key, len(left or ()), len(right or ()))
                for index, (one, other) in enumerate(zip(left or (), right or ())):
                    yield from self.schemas(f"{where}/{key}/{index}", one, other, inside)
            elif isinstance(left, dict) and isinstance(right, dict):
                yield from self.schemas(f"{where}/{key}", left, right, inside)
            else:
                yield from scalar(where, key, left, right)


def scalar(where: str, key: str, wanted: Any, given: Any) -> Iterator[Difference]:
    if wanted != given or type(wanted) is not type(given):
        yield where, f"{key}: facts {wanted!r}, spec {given!r}"


def keys(where: str, kind: str, wanted: dict, given: dict) -> Iterator[Difference]:
    for key in wanted:
        if key not in given:
            yield where, f"{kind} {key} is missing"
    for key in given:
        if key not in wanted:
            yield where, f"{kind} {key} is not in the facts"


def described(node: Any, pointer: str) -> Iterator[Difference]:
    """Properties of the spec without description, and remaining `x-` keys."""
    if isinstance(node, list):
        for index, each in enumerate(node):
            yield from described(each, f"{pointer}/{index}")
    elif isinstance(node, dict):
        is_map_of_schemas = pointer.endswith("/properties")
        for key, value in node.items():
            if is_map_of_schemas and "description" not in value:
                yield f"{pointer}/{key}", "no description"
            if not is_map_of_schemas and str(key).startswith("x-"):
                yield f"{pointer}/{key}", "annotation of the facts in the spec"
            yield from described(value, f"{pointer}/{key}")


def compare(facts_path: str, spec_path: str) -> int:
    facts, spec = (load(path) for path in (facts_path, spec_path))
    rules = ALLOWED.get(facts["api"], [])
    used, failed = set(), False
    for where, what in Comparison(Document(facts, True), Document(spec, False)).run():
        for index, (where_pattern, text, reason) in enumerate(rules):
            if re.fullmatch(where_pattern, where) and re.fullmatch(text, what):
                used.add(index)
                print(f"allowed  {where}: {what}  ({reason})")
                break
        else:
            failed = True
            print(f"DIFFERS  {where or 'document'}: {what}")
    for index in set(range(len(rules))) - used:
        failed = True
        print(f"STALE    matches nothing: {rules[index][0]}  {rules[index][1]}")
    print(f"{spec_path}: {'differs from' if failed else 'agrees with'} {facts_path}")
    return 1 if failed else 0


def table(sources: list[str]) -> int:
    for source in sources:
        name, path = source.split("=", 1)
        for operation in operations(Document(load(path), True)).values():
            print(
                name,
                operation["operationId"],
                operation["method"],
                operation["path"],
                ",".join(sorted(f"{each['in']}:{each['name']}" for each in operation["parameters"])),
                ",".join(sorted(operation.get("requestBody", {}).get("content", {}))),
                ",".join(sorted(operation["responses"])),
                sep="\t",
            )
    return 0


def load(path: str) -> dict[str, Any]:
    with open(path, encoding="utf-8") as file:
        return yaml.safe_load(file)


def main(arguments: list[str]) -> int:
    match arguments:
        case ["--table", *sources] if sources and all("=" in source for source in sources):
            return table(sources)
        case [facts, spec] if not facts.startswith("--"):
            return compare(facts, spec)
    print(__doc__.strip(), file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
