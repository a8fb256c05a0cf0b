"""Asks openapi-core about every recorded request, and about every request made wrong on purpose.

Arguments: the cases, the requests, the file for the verdicts, the file for the wrong requests.
"""

import json
import sys
import warnings

from jsonschema_path import SchemaPath
from openapi_core import V30RequestValidator, V31RequestValidator

from complete import lost
from controls import controls
from wire import NoMatch, Request

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)

FAILED = "openapi-core failed"


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def reason(error):
    """The innermost cause, with the place in the value where there is one."""
    first = next(iter(getattr(error, "schema_errors", None) or []), None)
    if first is not None:
        while getattr(first, "context", None):
            first = first.context[0]
        return f"{type(error).__name__}: /{'/'.join(map(str, first.absolute_path))}: {first.message}"[:300]
    if error.__cause__ is not None:
        return f"{type(error).__name__} {getattr(error, 'name', '')}: {reason(error.__cause__)}"[:400]
    return f"{type(error).__name__}: {error}"[:300]


def unable(why):
    """Whether openapi-core says that it cannot tell: Python knows no \\p in patterns, and styles end at some types."""
    return why is not None and ("bad escape" in why or "ValueError: not available" in why)


def read_json(value, **parameters):
    return json.loads(value)


def vendor_types(document):
    """JSON by other names, which openapi-core takes for bytes unless it is told."""
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
    """Why a request is refused; None where it is accepted."""
    try:
        problems = [reason(error) for error in validator.iter_errors(Request(template, recorded))]
    except NoMatch as error:
        return str(error)
    except Exception as error:  # the judge gave up: that is no acceptance
        return f"{FAILED}: {type(error).__name__}: {error}"[:300]
    return "; ".join(problems) or None


def main():
    cases, requests, verdicts, wrong = sys.argv[1:]
    recorded = {request["case"]: request for request in lines(requests) if "problem" not in request}
    validators = {}
    with open(verdicts, "w", encoding="utf-8") as out, open(wrong, "w", encoding="utf-8") as made:
        for case in lines(cases):
            request = recorded.get(case["case"])
            if request is None:
                continue
            path = case["judged"]
            if path not in validators:
                with open(path, encoding="utf-8") as file:
                    document = json.load(file)
                chosen = V31RequestValidator if document["openapi"].startswith("3.1") else V30RequestValidator
                validators[path] = document, chosen(
                    SchemaPath.from_dict(document), extra_media_type_deserializers=vendor_types(document)
                )
            document, validator = validators[path]

            def say(control, request):
                record(control, verdict(validator, case["path"], request))

            def record(control, why):
                line = {"case": case["case"], "control": control, "accepted": why is None, "reason": why or ""}
                line["unable"] = unable(why)
                line["failed"] = why is not None and why.startswith(FAILED)
                print(json.dumps(line), file=out)

            say("", request)
            record("complete", lost(document, case, request))
            for control, request in controls(document, case["path"], request, case["body_kind"]):
                say(control, request)
                print(json.dumps({**request, "control": control}), file=made)


main()
