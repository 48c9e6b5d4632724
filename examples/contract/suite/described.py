"""The contract's OpenAPI description, and whether an answer is as it says."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker

from contract.suite.checking import Answer, Got, expect

METHODS = ("get", "post", "put", "patch", "delete")
DESCRIPTION = json.loads(
    Path(__file__).parents[1].joinpath("openapi.json").read_text(encoding="utf-8")
)


def resolved(node: dict, document: dict = DESCRIPTION) -> dict:
    """Return what a reference of ``document`` names, or the node itself."""
    while "$ref" in node:
        found = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        node = found
    return node


def operations(document: dict) -> dict[tuple[str, str], dict]:
    """Return the operations below /api/ by method and path, with {} for each parameter."""
    servers = document.get("servers") or [{"url": ""}]
    prefix = re.sub(r"^[a-z]+://[^/]*", "", servers[0]["url"]).rstrip("/")
    return {
        (method.upper(), re.sub(r"\{[^}]*\}", "{}", prefix + path)): operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS and (prefix + path).startswith("/api/")
    }


def fault_of(document: dict) -> str:
    """Return what makes a description invalid as OpenAPI, "" if nothing does."""
    from openapi_spec_validator import validate  # half a second, for one test

    try:
        validate(document)
    except Exception as error:  # of many kinds, by what is wrong
        return str(error) or repr(error)
    return ""


@cache
def _validator(schema: str) -> Draft202012Validator:
    whole = {**json.loads(schema), "components": DESCRIPTION["components"]}
    return Draft202012Validator(
        whole, format_checker=FormatChecker(["date", "date-time"])
    )


def check_described(answer: Answer, template: str) -> Answer:
    """Check that an answer is as the description has it for the path ``template``."""
    responses = operations(DESCRIPTION)[answer.method, template]["responses"]
    status = str(answer.status)
    key = status if status in responses else f"{status[0]}XX"
    wanted = f"one of the statuses {', '.join(sorted(responses))}"
    expect(key in responses, wanted, answer, rule="L4.15")
    content = resolved(responses[key]).get("content", {})
    if not content:
        expect(answer.body == b"", "no body", answer, rule="L4.15")
        return answer
    wanted = f"the media type {' or '.join(content)}"
    expect(answer.media_type in content, wanted, answer, rule="L4.15")
    schema = json.dumps(content[answer.media_type]["schema"])
    errors = [
        f"{error.json_path}: {error.message}"
        for error in _validator(schema).iter_errors(answer.json)
    ]
    told = Got("The description says", "\n".join(errors))
    expect(not errors, "a body as the description has it", answer, told, rule="L4.15")
    return answer
