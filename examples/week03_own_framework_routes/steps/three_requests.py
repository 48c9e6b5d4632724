"""What a request says: its path as it was meant, its headers, its query."""

from perch.errors import HTTPError
from perch.request import Request

environ = {
    "REQUEST_METHOD": "GET",
    "PATH_INFO": "/places/m\u00c3\u00a4usewiese",
    "QUERY_STRING": "species=heron&species=wren&page=",
    "HTTP_ACCEPT_LANGUAGE": "de",
    "CONTENT_TYPE": "text/plain",
}
request = Request(environ)
print(request.method, request.path)
print(request.header("Accept-Language"), request.header("Content-Type"))
print(request.query["species"], request.query.all("species"), dict(request.query))

for query in ["species=%FF", "a=1&" * 1001]:
    try:
        print(Request(environ | {"QUERY_STRING": query}).query)
    except HTTPError as error:
        print(f"{query[:11]}: {error}")
