"""Tests that are skipped or expected to fail: locally for listed reasons, in CI never."""

import pytest
from harness.skips import REASONS, problems


@pytest.fixture
def skipping(project):
    """Return a function that runs a test which is left out in the way given."""

    def run(mark: str) -> pytest.RunResult:
        project.write(
            {
                "examples/week99_sample/test_a.py": (
                    f"import pytest\n\ndef test_good(): pass\n\n{mark}\ndef test_a(): assert False\n"
                )
            }
        )
        return project.run()

    return run


def test_a_listed_reason_is_allowed_here(skipping):
    result = skipping('@pytest.mark.skip(reason="needs Linux")')
    result.assert_outcomes(passed=1, skipped=1)
    assert result.ret == 0


def test_another_reason_is_not(skipping):
    result = skipping('@pytest.mark.skip(reason="no time")')
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert "skipped for 'no time', which is not among the reasons" in result.stdout.str()


@pytest.mark.parametrize("mark", ['skip(reason="needs Linux")', 'xfail(reason="to be mended")'])
def test_in_ci_nothing_is_left_out(skipping, monkeypatch, mark):
    monkeypatch.setenv("CI", "true")
    result = skipping(f"@pytest.mark.{mark}")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert "test_a: left out in CI" in result.stdout.str().replace("test_a.py: ", "test_a: ")


def test_every_reason_says_why():
    assert all(REASONS.values())
    assert problems([("t", f"Skipped: {reason}") for reason in REASONS], in_ci=False) == []
