"""A claim, challenged: one way to do it."""

import re
from importlib.metadata import requires

# Step 1: the claim, as it was said.
CLAIM = "A microframework needs fewer packages than a full-stack framework."

# Step 2: the word that carries it, copied from the claim.
WORD = "needs"


# Step 3: the part that a program can decide.
def packages_needed(name):
    """Return the set of the packages that ``name`` requires; extras are left out."""
    needed = [line for line in requires(name) or [] if "extra ==" not in line]
    return {re.match(r"[\w.-]+", line)[0].lower() for line in needed}


EVIDENCE = {
    name: len(packages_needed(name))
    for name in ("bottle", "flask", "fastapi", "django")
}

# Step 4: what no program decides here, in a sentence.
OPINION = "Whether it is better to depend on one large package or on many small ones."

# Step 5: when it was said, or how you would find out, in a sentence.
SAID = "The metadata of each old release on PyPI would say when it last held."

# "right", "wrong" or "outdated": the claim as it stands.
VERDICT = "wrong"
