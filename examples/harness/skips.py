"""The reasons for which a test may be skipped on somebody's machine. In CI nothing is skipped."""

REASONS = {
    "needs Linux": "the test looks into /proc, which other systems do not have",
}
"""The allowed reasons, to be given letter by letter, and what makes each acceptable."""


def problems(skipped: list[tuple[str, str]], *, in_ci: bool) -> list[str]:
    """Return one message for each of ``skipped`` (test, reason) that is not allowed."""
    found = []
    for test, reason in skipped:
        reason = reason.removeprefix("Skipped: ")
        if in_ci:
            found.append(
                f"{test}: left out in CI ({reason}): have .ci/run provide what the test needs"
            )
        elif reason not in REASONS:
            found.append(
                f"{test}: skipped for {reason!r}, which is not among the reasons in "
                "examples/harness/skips.py: run the test, or add the reason there"
            )
    return found
