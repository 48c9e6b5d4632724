"""Challenge a claim, and write down what you find, step by step."""

from importlib.metadata import requires

# Step 1: the claim, as it was said.
CLAIM = "A microframework needs fewer packages than a full-stack framework."

# Step 2: the word that carries it, copied from the claim.
WORD = ""


# Step 3: the part that a program can decide.
def packages_needed(name):
    """Return the set of the packages that ``name`` requires; extras are left out."""
    return set()


EVIDENCE = {}  # how many each needs, by its name: some micro, and some full-stack

# Step 4: what no program decides here, in a sentence.
OPINION = ""

# Step 5: when it was said, or how you would find out, in a sentence.
SAID = ""

# "right", "wrong" or "outdated": the claim as it stands.
VERDICT = ""
