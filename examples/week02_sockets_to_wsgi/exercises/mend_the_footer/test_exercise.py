"""Wrap a page in the middleware and look at what a client would get."""

from harness.exercises import expect

READ = "Middleware"
FOOTER = b"Fieldnotes\n"


class Page:
    """A body of two pieces that knows whether it was closed, and when its second one was made."""

    def __init__(self):
        self.closed = 0
        self.made = 0

    def __iter__(self):
        for piece in (b"A heron.\n", b"Two herons.\n"):
            self.made += 1
            yield piece

    def close(self):
        self.closed += 1


def serve(with_footer, method="GET"):
    """Return the page, its headers and the pieces with the number of pieces made by then."""
    page, seen = Page(), {}

    def application(environ, start_response):
        start_response(
            "200 OK", [("Content-Type", "text/plain"), ("Content-Length", "21")]
        )
        return page

    def start_response(status, headers, exc_info=None):
        seen.update(headers)

    result = with_footer(application, FOOTER)(
        {"REQUEST_METHOD": method}, start_response
    )
    pieces = [(piece, page.made) for piece in result]
    if hasattr(result, "close"):
        result.close()
    return page, seen, pieces


def test_the_length_covers_the_footer(exercise):
    _, headers, pieces = serve(exercise.with_footer)
    expect(
        headers["Content-Length"] == str(sum(len(piece) for piece, _ in pieces)),
        "Content-Length is the number of bytes that are sent",
        hint="pass your own start_response to the application, and change the header in it",
        read=READ,
        got=headers["Content-Length"],
        wanted="32",
    )


def test_the_page_is_closed(exercise):
    page, _, _ = serve(exercise.with_footer)
    expect(
        page.closed == 1,
        "whoever calls an application closes what it returned, once",
        hint="try: ... finally: pieces.close(), if it has a close",
        read=READ,
        got=page.closed,
        wanted=1,
    )


def test_pieces_go_out_as_they_are_made(exercise):
    _, _, pieces = serve(exercise.with_footer)
    expect(
        pieces[0] == (b"A heron.\n", 1),
        "the first piece is passed on before the second is made",
        hint="[*pieces] asks for all of them before it returns; yield them instead",
        read=READ,
        got=f"{pieces[0][1]} pieces made when the first was passed on",
        wanted="1 piece",
    )


def test_the_footer_comes_last(exercise):
    _, _, pieces = serve(exercise.with_footer)
    expect(
        [piece for piece, _ in pieces] == [b"A heron.\n", b"Two herons.\n", FOOTER],
        "the page is unchanged, and the footer comes after it",
        hint="yield from pieces, then yield the footer",
        read=READ,
        got=[piece for piece, _ in pieces],
    )


def test_the_answer_to_head_has_no_footer(exercise):
    _, _, pieces = serve(exercise.with_footer, "HEAD")
    expect(
        FOOTER not in [piece for piece, _ in pieces],
        "the answer to HEAD has the length of the whole page, and no body of ours",
        hint="environ says the method",
        read=READ,
        got=[piece for piece, _ in pieces],
    )
