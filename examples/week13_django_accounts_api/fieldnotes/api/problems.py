"""Every error below /api/ is a problem as in RFC 9457."""

from http import HTTPStatus

from django.http import JsonResponse

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """Raised in a view, it becomes the answer."""

    def __init__(self, status, detail, *, errors=None):
        super().__init__(detail)
        self.status = status
        self.members = {"detail": detail}
        if errors is not None:
            self.members["errors"] = errors


def problem(status, members):
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    response = JsonResponse(body | members, status=status, content_type=MEDIA_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


class ProblemMiddleware:
    """Turn what Django itself says of unknown paths, wrong methods, … into problems."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code < 400 or not request.path.startswith("/api/"):
            return response
        if response["Content-Type"] != MEDIA_TYPE:
            response.content = problem(response.status_code, {}).content
            response["Content-Type"] = MEDIA_TYPE
            response["Content-Length"] = len(response.content)
        return response

    def process_exception(self, request, exception):
        if isinstance(exception, Problem):
            return problem(exception.status, exception.members)
        return None
