"""A version of the contract does not change once it is out: a change is the next version."""

import hashlib
import json
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
FROZEN = tomllib.loads(HERE.joinpath("frozen.toml").read_text(encoding="utf-8"))
CONTRACT = tomllib.loads(HERE.joinpath("contract.toml").read_text(encoding="utf-8"))


def digest(*parts):
    """Return the SHA-256 of ``parts`` as JSON, in which layout does not count."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprints():
    """Return a digest of each rule's text and of the description, by name.

    Why a rule is as it is may be said better at any time, so ``why`` is not in it.
    """
    rules = {rule["id"]: digest(rule["id"], rule["text"]) for rule in CONTRACT["rule"]}
    levels = digest(*((level["id"], level["title"]) for level in CONTRACT["level"]))
    description = json.loads(HERE.joinpath("openapi.json").read_text(encoding="utf-8"))
    return rules | {"levels": levels, "openapi.json": digest(description)}


def test_this_version_is_as_it_was():
    version = CONTRACT["version"]
    assert version in FROZEN, (
        f"contract.toml: version {version} is not in frozen.toml: when its rules are settled, "
        f"add the table [{version}] with {fingerprints()}"
    )
    was, now = FROZEN[version], fingerprints()
    changed = sorted(
        name for name in was.keys() | now.keys() if was.get(name) != now.get(name)
    )
    assert not changed, (
        f"contract.toml, version {version}: {', '.join(changed)} changed after the version was "
        'frozen. Undo it, or give the contract its next version: version = "..." and a new table '
        "in frozen.toml"
    )


def test_a_changed_word_is_seen(monkeypatch):
    before = fingerprints()
    rule = CONTRACT["rule"][0]
    monkeypatch.setitem(rule, "text", rule["text"].replace("200", "204"))
    after = fingerprints()
    assert [name for name in before if before[name] != after[name]] == [rule["id"]]
