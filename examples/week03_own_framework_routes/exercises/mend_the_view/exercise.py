"""Mend: a handler as a class. It refuses HEAD, and it does what nobody should ask."""


class View:
    def answer(self, method: str, **parameters) -> tuple[int, dict, str]:
        """Return the status, the headers and the body of the answer."""
        handler = getattr(self, method.lower(), None)
        if handler is None:
            return 405, {}, ""
        return 200, {}, handler(**parameters)


class Place(View):
    def get(self, path):
        return f"what was seen at {path}"

    def delete(self, path):
        return f"{path} is gone"

    def forget(self, path):
        """For the clean-up at night only."""
        return f"{path} and all places below it are gone"
