"""Asks openapi-core about every recorded request, and about every request made wrong on purpose.

Arguments: the cases, the requests, the file for the verdicts, the file for the wrong requests.
"""

import json
import sys
import warnings

from jsonschema_path import SchemaPath
from openapi_core import V30RequestValidator, V31RequestValidator

from controls import controls
from wire import NoMatch, Request

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)


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


def verdict(validator, template, recorded):
    """Why a request is refused; None where it is accepted."""
    try:
        problems = [reason(error) for error in validator.iter_errors(Request(template, recorded))]
    except NoMatch as error:
        return str(error)
    except Exception as error:  # the judge gave up: that is no acceptance
        return f"openapi-core failed: {type(error).__name__}: {error}"[:300]
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
                validators[path] = document, chosen(SchemaPath.from_dict(document))
            document, validator = validators[path]

            def say(control, request):
                why = verdict(validator, case["path"], request)
                line = {"case": case["case"], "control": control, "accepted": why is None, "reason": why or ""}
                print(json.dumps(line), file=out)

            say("", request)
            for control, request in controls(document, case["path"], request, case["body_kind"]):
                say(control, request)
                print(json.dumps({**request, "control": control}), file=made)


main()
