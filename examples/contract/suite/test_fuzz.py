"""Requests made from the contract's OpenAPI description by Schemathesis.

They are the same in each run: Hypothesis is told to draw without chance, and to keep nothing.
"""

import copy
from functools import cache

import httpx2
import pytest

from contract.suite.checking import Answer, Got, expect, needs, rule
from contract.suite.client import TIMEOUT, Person
from contract.suite.described import DESCRIPTION, METHODS

EXAMPLES = 6
"""So many requests of each kind are sent for an operation."""
SLOW = {"/api/tokens": 1}
"""Fewer, where each costs the time of a slow hash."""
DAYS = "^(199|200|201)[0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$"


def operations():
    """Return path, method and name of each operation, with the level that it is of."""
    return [
        pytest.param(
            path, method, marks=needs(*operation["tags"]), id=f"{method.upper()} {path}"
        )
        for path, item in DESCRIPTION["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


@cache
def schema():
    """Return the description as Schemathesis has it, with days of a few years only.

    Weekly statistics that begin in the year 1 have a hundred thousand weeks, which are right, but
    take their time.
    """
    import schemathesis

    description = copy.deepcopy(DESCRIPTION)
    schemas = description["components"]["schemas"]
    for name in ("NewSighting", "SightingPatch"):
        schemas[name]["properties"]["seen_on"] = {"type": "string", "pattern": DAYS}
    return schemathesis.openapi.from_dict(description)


def checks():
    """Return what is checked of each answer."""
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_headers_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    return [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_headers_conformance,
        response_schema_conformance,
    ]


def fuzz(person: Person, path: str, method: str, mode: str) -> None:
    """Send requests for one operation; raise ContractBroken for the first bad answer."""
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis import GenerationMode
    from schemathesis.core.failures import FailureGroup

    method_needs_token = bool(DESCRIPTION["paths"][path][method].get("security"))
    operation = schema()[path][method.upper()]
    kind = GenerationMode.POSITIVE if mode == "valid" else GenerationMode.NEGATIVE

    @settings(
        max_examples=SLOW.get(path, EXAMPLES),
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=kind))
    def send(case) -> None:
        headers = {"Connection": "close"}
        if method_needs_token:
            headers["Authorization"] = f"Bearer {person.token}"
        reply = case.call(base_url=person.url, headers=headers, timeout=TIMEOUT)
        try:
            case.validate_response(reply, checks=checks())
        except FailureGroup as error:
            told = "\n".join(str(failure) for failure in error.exceptions)
            expect(
                False, "what the description says", answer_of(reply), Got("Said", told)
            )

    send()


def answer_of(reply) -> Answer:
    """Return request and response as other tests show them."""
    request = reply.request
    body = request.body or b""
    sent = body if isinstance(body, bytes) else str(body).encode()
    return Answer(
        method=request.method,
        url=request.url,
        sent=sent.decode("utf-8", "replace"),
        status=reply.status_code,
        reason=reply.message,
        headers=httpx2.Headers([(k, v) for k, vs in reply.headers.items() for v in vs]),
        body=reply.content,
    )


@rule("L4.15")
@pytest.mark.parametrize("mode", ["valid", "invalid"])
@pytest.mark.parametrize(("path", "method"), operations())
def test_answers_to_generated_requests(ben, path, method, mode):
    # By chance, a sighting of Ben's may be changed or deleted: no test leaves one that others need.
    fuzz(ben, path, method, mode)
