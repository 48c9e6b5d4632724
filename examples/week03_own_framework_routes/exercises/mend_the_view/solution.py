"""A handler as a class, which answers methods of HTTP and nothing else."""

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class View:
    def answer(self, method: str, **parameters) -> tuple[int, dict, str]:
        """Return the status, the headers and the body of the answer."""
        allowed = [each for each in METHODS if hasattr(self, each.lower())]
        wanted = "GET" if method == "HEAD" else method
        if wanted not in allowed:
            if "GET" in allowed:
                allowed.append("HEAD")
            return 405, {"Allow": ", ".join(allowed)}, ""
        body = getattr(self, wanted.lower())(**parameters)
        return 200, {}, "" if method == "HEAD" else body


class Place(View):
    def get(self, path):
        return f"what was seen at {path}"

    def delete(self, path):
        return f"{path} is gone"

    def forget(self, path):
        """For the clean-up at night only."""
        return f"{path} and all places below it are gone"
