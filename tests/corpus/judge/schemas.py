"""Reads the parts of schemas that are needed to make invalid variants."""

from urllib.parse import unquote


class Tree:
    """A document whose references can be followed."""

    def __init__(self, root):
        self.root = root

    def follow(self, value):
        for _ in range(32):
            if not (isinstance(value, dict) and isinstance(value.get("$ref"), str)):
                break
            at = self.root
            for key in unquote(value["$ref"])[2:].split("/"):
                key = key.replace("~1", "/").replace("~0", "~")
                at = at[int(key)] if isinstance(at, list) else at[key]
            value = at
        return value if isinstance(value, dict) else {}

    def flat(self, schema, depth=0):
        """The schema merged with the branches of its allOf."""
        schema = dict(self.follow(schema))
        for branch in schema.pop("allOf", []) if depth < 16 else []:
            for key, value in self.flat(branch, depth + 1).items():
                if key == "properties":
                    schema[key] = {**value, **schema.get(key, {})}
                elif key == "required" and isinstance(value, list):
                    schema[key] = [*schema.get(key, []), *value]
                else:
                    schema.setdefault(key, value)
        return schema

    def read_only(self, schema):
        return self.flat(schema).get("readOnly") is True

    def plain(self, schema):
        """The only type of a schema; None if it is a union or declares no type."""
        flat = self.flat(schema)
        if any(key in flat for key in ("oneOf", "anyOf", "not", "const")):
            return None
        kind = flat.get("type")
        return kind if isinstance(kind, str) else None


def parameters(tree, item, operation):
    """The parameters of an operation by location and name."""
    found = {}
    for owner in (item, operation):
        for declared in owner.get("parameters", []):
            declared = tree.follow(declared)
            found[declared.get("in"), declared.get("name")] = declared
    return found.values()
