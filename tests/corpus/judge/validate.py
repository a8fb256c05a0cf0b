"""Validates all recorded requests and their invalid variants with openapi-core.

Arguments: the cases, the requests, the output file of verdicts, the output file of invalid variants.
"""

import json
import sys
import warnings

from jsonschema_path import SchemaPath
from openapi_core import V30RequestValidator, V31RequestValidator

from missing import missing
from variants import variants
from wire import NoMatch, Request

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)

FAILED = "openapi-core failed"


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def reason(error):
    """The innermost cause, with its path in the value if there is one."""
    first = next(iter(getattr(error, "schema_errors", None) or []), None)
    if first is not None:
        while getattr(first, "context", None):
            first = first.context[0]
        return f"{type(error).__name__}: /{'/'.join(map(str, first.absolute_path))}: {first.message}"[:300]
    if error.__cause__ is not None:
        return f"{type(error).__name__} {getattr(error, 'name', '')}: {reason(error.__cause__)}"[:400]
    return f"{type(error).__name__}: {error}"[:300]


def unable(reason):
    """Whether openapi-core reports that it cannot check: Python has no \\p in patterns, some styles are not available."""
    return reason is not None and ("bad escape" in reason or "ValueError: not available" in reason)


def read_json(value, **parameters):
    return json.loads(value)


def vendor_types(document):
    """Other media types of JSON, which openapi-core reads as bytes by default."""
    found = set()

    def visit(value):
        if isinstance(value, dict):
            content = value.get("content")
            found.update(content if isinstance(content, dict) else [])
            for member in value.values():
                visit(member)
        elif isinstance(value, list):
            for item in value:
                visit(item)

    visit(document)
    essences = {key.split(";")[0].strip() for key in found}
    return {key: read_json for key in essences if key.endswith("+json") or key == "text/json"}


def verdict(validator, template, recorded):
    """The reason why a request is refused; None if it is accepted."""
    try:
        problems = [reason(error) for error in validator.iter_errors(Request(template, recorded))]
    except NoMatch as error:
        return str(error)
    except Exception as error:  # an internal error is no acceptance
        return f"{FAILED}: {type(error).__name__}: {error}"[:300]
    return "; ".join(problems) or None


def main():
    cases, requests, verdicts, invalid = sys.argv[1:]
    recorded = {request["case"]: request for request in lines(requests) if "problem" not in request}
    validators = {}
    with open(verdicts, "w", encoding="utf-8") as out, open(invalid, "w", encoding="utf-8") as made:
        for case in lines(cases):
            request = recorded.get(case["case"])
            if request is None:
                continue
            path = case["extract"]
            if path not in validators:
                with open(path, encoding="utf-8") as file:
                    document = json.load(file)
                chosen = V31RequestValidator if document["openapi"].startswith("3.1") else V30RequestValidator
                validators[path] = document, chosen(
                    SchemaPath.from_dict(document), extra_media_type_deserializers=vendor_types(document)
                )
            document, validator = validators[path]

            def check(variant, request):
                record(variant, verdict(validator, case["path"], request))

            def record(variant, reason):
                line = {"case": case["case"], "variant": variant, "accepted": reason is None, "reason": reason or ""}
                line["unable"] = unable(reason)
                line["failed"] = reason is not None and reason.startswith(FAILED)
                print(json.dumps(line), file=out)

            check("", request)
            record("complete", missing(document, case, request))
            for variant, request in variants(document, case["path"], request, case["body_kind"]):
                check(variant, request)
                print(json.dumps({**request, "variant": variant}), file=made)


main()
