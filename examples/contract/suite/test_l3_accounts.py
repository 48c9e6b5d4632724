"""L3: people register and log in; only the observer of a sighting may change it."""

import base64
import hashlib
import re
import time
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest

from contract.suite.browser import described, find_form, submit
from contract.suite.checking import Got, expect, rule
from contract.suite.client import exactly
from contract.suite.pages import links, rows, text_of
from contract.suite.site import (
    PASSWORD,
    delete_form,
    edit_form,
    log_in,
    logged_in,
    new_form,
    noted,
    passwords,
    register,
    register_form,
    values_of,
)
from contract.suite.stored import files, tables
from contract.suite.together import together

ELSEWHERE = "elsewhere.example"


def logout_form(person):
    """Return the form that logs out, from the page of the list."""
    return find_form(person.get("/sightings").must_be(200), path="/logout")


def check_error(answer, name):
    """Check that the field ``name`` and no other is marked as L2.3 says."""
    form = find_form(answer.must_be(422), "username")
    marked = [c.name for c in form.controls() if c.get("aria-invalid") == "true"]
    expect(
        marked == [name], f'aria-invalid="true" at {name} only, not {marked}', answer
    )
    for control in form.controls():
        if control.name == name:
            said = described(control, answer)
            wanted = f"an aria-describedby at {name} that names an element with a text"
            expect(said, wanted, answer)
        if control.type == "password":
            expect(not control.get("value"), "no password in the page", answer)
    return form


@pytest.fixture(scope="module")
def _second(site):
    return site.visitor()


@pytest.fixture
def second(anna, _second):
    """Anna in a second browser, logged in anew if a test before has logged her out."""
    if not logged_in(_second):
        log_in(_second, anna.name, anna.password).must_redirect()
    return _second


# -- registration --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def account(site):
    """Somebody who has registered, and has not logged in, with a password of 128 characters."""
    person = site.visitor()
    register(person, site.user_name(), "p" * 127 + "q").must_redirect()
    return person


@rule("L3.1")
def test_register_and_log_in(site, account):
    other = site.visitor()
    expect(not logged_in(other), "nobody logged in elsewhere", other.get("/"))
    log_in(other, account.name, account.password).must_redirect()
    expect(logged_in(other), "the account logged in", other.get("/sightings/new"))


@rule("L3.2")
@pytest.mark.parametrize(("begin", "length"), [("", 3), ("_", 30), ("0", 9)], ids=str)
def test_valid_user_name(site, visitor, begin, length):
    # Names of an earlier run are taken, and of three characters there are not many.
    mark = site.user_name().split("_")[1]
    for part in (mark, mark[::-1]):
        answer = register(visitor, (begin + part * 4)[:length], PASSWORD)
        if answer.redirects:
            break
    answer.must_redirect()


@rule("L3.2")
@pytest.mark.parametrize(
    "name",
    [
        "",
        "ab",
        "a" * 31,
        "Upper",
        "sp ace",
        "hy-phen",
        "d.ot",
        "\u00e4ndre",
        "\u0663\u0663\u0663",
        "a\0bc",
        "<b>bold",
        "miriam",
        "\uff41bc",
    ],
    ids=ascii,
)
def test_invalid_user_name(visitor, name):
    check_error(register(visitor, name, PASSWORD), "username")


@rule("L3.2")
@pytest.mark.parametrize("password", ["", "seven77", "x"])
def test_password_that_is_too_short(site, visitor, password):
    name = site.user_name()
    answer = register(visitor, name, password).must_be(422)
    form = find_form(answer, "username")
    marked = [c for c in form.controls() if c.get("aria-invalid") == "true"]
    # Of two inputs for the password, a framework may put the error at either.
    at = {c.type for c in marked}
    expect(at == {"password"}, 'aria-invalid="true" at a password only', answer)
    expect(form.values()["username"] == name, "the user name kept", answer, rule="L2.3")
    given = [c.get("value") for c in form.controls() if c.type == "password"]
    expect(not any(given), "no password in the page", answer)


@rule("L3.2")
def test_two_passwords_that_differ(site, visitor):
    form = register_form(visitor)
    names = list(passwords(form, ""))
    if len(names) > 1:
        filled = dict.fromkeys(names, PASSWORD) | {names[-1]: f"{PASSWORD}x"}
        answer = submit(visitor, form, {"username": site.user_name(), **filled})
        answer.must_be(422)
        expect(PASSWORD not in answer.text, "no password in the page", answer)


@rule("L3.2")
def test_user_name_belongs_to_one_account(site, account):
    name = account.name
    check_error(register(site.visitor(), name, "another password"), "username")
    answer = log_in(site.visitor(), name, "another password")
    expect(answer.status == 422, "the first password only", answer)


@rule("L3.2")
def test_user_name_registered_twice_at_once(site):
    name = site.user_name()
    people = [site.visitor() for _ in range(3)]
    forms = [register_form(person) for person in people]

    def send(number):
        filled = {"username": name, **passwords(forms[number], f"password {number}")}
        return submit(people[number], forms[number], filled)

    answers = together(3, send)
    for answer in answers:
        expect(answer.redirects or answer.status == 422, "a redirect or 422", answer)
    accepted = [answer for answer in answers if answer.redirects]
    expect(len(accepted) == 1, f"one account, not {len(accepted)}", *answers[:2])


@rule("L3.2")
def test_each_character_of_a_password_counts(site, account):
    password = account.password
    for wrong in ("p" * 128, f"{password} ", password.upper()):
        answer = log_in(site.visitor(), account.name, wrong)
        wanted = f"422 for another password of {len(wrong)} characters"
        expect(answer.status == 422, wanted, answer)
    log_in(site.visitor(), account.name, password).must_redirect()


@rule("L3.2")
def test_password_is_kept_as_it_is(site, visitor):
    name, password = site.user_name(), "  p\u00e4ss\U0001f986 word "
    register(visitor, name, password).must_redirect()
    log_in(site.visitor(), name, password.strip()).must_be(422)
    log_in(site.visitor(), name, password).must_redirect()


# -- login ---------------------------------------------------------------------------------------


@rule("L3.3")
def test_login_leads_to_next(site, anna):
    person = site.visitor()
    target = "/sightings?species=heron&page=1"
    answer = log_in(
        person, anna.name, anna.password, f"/login?next={quote(target, safe='')}"
    ).must_redirect()
    parts = urlsplit(answer.location)
    expect(f"{parts.path}?{parts.query}" == target, f"a redirect to {target}", answer)


@rule("L3.3")
def test_login_without_next(site, anna):
    answer = log_in(site.visitor(), anna.name, anna.password).must_redirect()
    expect(urlsplit(answer.location).path != "/login", "a redirect elsewhere", answer)


def words(answer, name):
    """Return the words of a login page, without the name that was tried."""
    text = text_of(answer.page.root).replace(name, "NAME")
    return re.sub(r"\s+", " ", text)


@rule("L3.4")
def test_wrong_password_and_unknown_name_get_the_same_answer(site, anna):
    wrong = log_in(site.visitor(), anna.name, "a wrong password").must_be(422)
    name = site.user_name()
    unknown = log_in(site.visitor(), name, "a wrong password").must_be(422)
    same = words(wrong, anna.name) == words(unknown, name)
    expect(same, "the same words for both", wrong, unknown)
    for answer, tried in ((wrong, anna.name), (unknown, name)):
        form = find_form(answer, "username")
        expect(form.values()["username"] == tried, "the user name kept", answer)
        given = [c.get("value") for c in form.controls() if c.type == "password"]
        expect(not any(given), "no password in the page", answer)
    marks = [
        [(c.name, c.get("aria-invalid")) for c in find_form(a, "username").controls()]
        for a in (wrong, unknown)
    ]
    expect(marks[0] == marks[1], "the same fields marked", wrong, unknown)


@rule("L3.4")
@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("", ""),
        ("a\0b", "password"),
        ("x" * 5000, "x" * 5000),
        ("miriam", ""),
        ("miriam", "!"),
        ("' OR 1=1 --", "' OR 1=1 --"),
        ("\u00e9", "\udcff"),
    ],
    ids=["empty", "NUL", "long", "data set", "data set !", "SQL", "surrogate"],
)
def test_login_that_cannot_be_right(site, name, password):
    password = password.encode("utf-8", "replace").decode()
    person = site.visitor()
    form = find_form(person.get("/login").must_be(200), "username")
    answer = submit(person, form, {"username": name, **passwords(form, password)})
    answer.must_be(422)


def seconds(work, times=2):
    """Return the least of the seconds that a call of ``work`` takes."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return min(taken)


@rule("L3.4", "L3.5")
def test_time_of_a_login(site, anna, visitor):
    form = find_form(visitor.get("/login").must_be(200), "username")

    def attempt(name):
        filled = {"username": name, **passwords(form, "a wrong password")}
        return seconds(lambda: submit(visitor, form, filled).must_be(422))

    known, unknown = attempt(anna.name), attempt(site.user_name())
    health = seconds(lambda: visitor.get("/healthz"), times=5)
    measured = Got(
        "Measured",
        f"wrong password {known * 1000:.1f} ms, unknown name {unknown * 1000:.1f} ms, "
        f"healthz {health * 1000:.1f} ms",
    )
    expect(unknown >= known / 2, "half as long for an unknown name at least", measured)
    slow = known >= 0.01 and known >= 5 * health
    wanted = "a slow hash: 10 ms at least, and five times as long as healthz"
    expect(slow, wanted, measured, rule="L3.5")


@rule("L3.5")
@pytest.mark.itself
def test_passwords_are_not_stored(site):
    password = f"secret {site.unique()}"
    names = []
    for _ in range(2):
        names.append(site.user_name())
        register(site.visitor(), names[-1], password).must_redirect()
    plain = [password.encode()]
    for kind in ("md5", "sha1", "sha256", "sha512"):
        digest = hashlib.new(kind, password.encode(), usedforsecurity=False).digest()
        plain += [digest, digest.hex().encode(), digest.hex().upper().encode()]
        plain.append(base64.b64encode(digest).rstrip(b"="))
    for name, content in files(site.running):
        for text in plain:
            expect(text not in content, f"no password or fast hash of it in {name}")
    found = 0
    for table, all_rows in tables(site.running):
        of_names = [row for name in names for row in all_rows if name in row]
        found += len(of_names)
        if len(of_names) == 2:
            for first, second in zip(*of_names, strict=True):
                long = isinstance(first, str) and len(first) > 19
                date = re.match(r"\d{4}-\d\d-\d\d", str(first))
                same = long and not date and first == second
                expect(
                    not same,
                    f"another salt for each account in {table}",
                    Got("Is", first),
                )
    expect(
        found >= 2, "the accounts in the database", Got("Looked for", " ".join(names))
    )


# -- the session ---------------------------------------------------------------------------------


def session_cookies(person):
    """Return the names of the cookies without which the person is not logged in."""
    needed = []
    for name in person.cookies:
        other = site_of(person)
        for kept, value in person.cookies.items():
            if kept != name:
                other.set_cookie(kept, value)
        if not logged_in(other):
            needed.append(name)
    expect(needed, "a cookie for the session", person.get("/sightings/new"))
    return needed


def site_of(person):
    """Return somebody new at the same site."""
    return type(person)(person.url)


def check_flags(person, flags):
    """Check the attributes of the session's cookies."""
    for name in session_cookies(person):
        line = person.set_cookies[name]
        given = [part.strip().lower() for part in line.split(";")[1:]]
        for flag in flags:
            expect(
                any(one in given for one in flag.lower().split(" or ")),
                f"the session's cookie {name} with {flag}",
                Got("Set-Cookie", line),
            )


@rule("L3.6")
def test_flags_of_the_cookie(anna):
    check_flags(anna, ["HttpOnly", "SameSite=Lax or SameSite=Strict"])


@rule("L3.6")
@pytest.mark.itself
def test_flags_of_the_cookie_in_production(strict_member):
    check_flags(
        strict_member, ["Secure", "HttpOnly", "SameSite=Lax or SameSite=Strict"]
    )


@rule("L3.7")
def test_login_changes_the_cookie(site, anna):
    person = site.visitor()
    person.get("/login")
    thief = person.copy()
    before = person.cookies
    log_in(person, anna.name, anna.password).must_redirect()
    answer = thief.get("/sightings/new")
    expect(answer.status != 200, "a cookie from before the login not logged in", answer)
    for name in session_cookies(person):
        same = before.get(name) == person.cookies[name]
        expect(not same, f"another value of the cookie {name}", answer)


@rule("L3.7")
def test_login_as_another_changes_the_cookie(site, second, ben):
    for name in session_cookies(second):
        person_before = second.cookies[name]
        other = site.visitor()
        other.set_cookie(name, person_before)
        submit(other, logout_form(other)).must_redirect()
        log_in(other, ben.name, ben.password).must_redirect()
        path = noted(other, site.sighting())
        got = values_of(other, path)["observer"]
        expect(got == ben.name, f"the observer {ben.name}", other.get(path))
        expect(other.cookies[name] != person_before, "a new cookie", other.get(path))


@rule("L3.8")
def test_logout(anna, second):
    submit(second, logout_form(second)).must_redirect()
    expect(not logged_in(second), "nobody logged in", second.get("/sightings/new"))
    expect(
        logged_in(anna), "other browsers still logged in", anna.get("/sightings/new")
    )


@rule("L3.8")
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_get_does_not_log_out(second, method):
    second.send(method, "/logout").must_be(405)
    expect(logged_in(second), "still logged in", second.get("/sightings/new"))


# -- who may do what -----------------------------------------------------------------------------


def check_leads_to_login(answer, path):
    """Check for a redirect to the login, and from there to ``path``."""
    answer.must_redirect("/login")
    following = parse_qs(urlsplit(answer.location).query).get("next", [""])[0]
    got = urlsplit(following).path
    expect(got == path, f"a redirect to /login?next={path}", answer)


@rule("L3.9")
def test_form_without_login(site, anna, visitor):
    path = noted(anna, site.sighting())
    for form in ("/sightings/new", f"{path}/edit"):
        check_leads_to_login(visitor.get(form), form)


@rule("L3.9")
def test_login_leads_back_to_the_form(site, anna):
    person = site.visitor()
    asked = person.get("/sightings/new").must_redirect()
    answer = log_in(person, anna.name, anna.password, asked.location)
    answer.must_redirect("/sightings/new")
    person.get(answer.location).must_be(200)


@rule("L3.9")
def test_post_without_login(site, anna, visitor):
    values = site.sighting()
    path = noted(anna, values)
    # With the token of a form that anybody gets, so that it is the login that is missing.
    hidden = find_form(visitor.get("/login"), "username").hidden()
    changed = site.sighting()
    for target in ("/sightings/new", f"{path}/edit", f"{path}/delete"):
        for fields in ({**changed, **hidden}, changed):
            answer = visitor.post(target, fields.items())
            refused = answer.status in (400, 403)
            to_login = answer.redirects and urlsplit(answer.location).path == "/login"
            expect(refused or to_login, "a redirect to /login, 403 or 400", answer)
    shows = values_of(visitor, path)
    expect(shows["species"] == values["species"], "nothing changed", visitor.get(path))
    found = rows(visitor.get(f"/sightings?place={changed['place']}"))
    expect(not found, "nothing stored", visitor.get("/sightings"))


@rule("L3.9")
def test_post_to_what_is_not_there_without_login(visitor):
    for path in ("/sightings/99999999/edit", "/sightings/99999999/delete"):
        answer = visitor.post(path)
        good = answer.redirects or answer.status in (400, 403, 404)
        expect(good, "a redirect to /login, 400, 403 or 404", answer)


@rule("L3.10")
@pytest.mark.parametrize("what", ["edit", "delete"])
def test_somebody_else(site, anna, ben, what):
    values = site.sighting()
    path = noted(anna, values)
    if what == "edit":
        ben.get(f"{path}/edit").must_be(403)
    hidden = new_form(ben).hidden()
    fields = {**site.sighting(), **hidden} if what == "edit" else hidden
    ben.post(f"{path}/{what}", fields.items()).must_be(403)
    page = ben.get(path).must_be(200)
    shows = values_of(ben, path)
    expect(shows["species"] == values["species"], "nothing changed", page)


@rule("L3.10")
def test_invalid_edit_by_somebody_else(site, anna, ben):
    path = noted(anna, site.sighting())
    fields = {**new_form(ben).hidden(), "species": ""}
    ben.post(f"{path}/edit", fields.items()).must_be(403)


@rule("L2.8")
@pytest.mark.needs("L3")
def test_page_leads_others_nowhere(site, anna, ben, visitor):
    path = noted(anna, site.sighting())
    for person in (ben, visitor):
        answer = person.get(path).must_be(200)
        expect(f"{path}/edit" not in links(answer), "no link to the edit form", answer)
        actions = [f.attributes.get("action") for f in answer.page.css("form")]
        bad = [a for a in actions if a and a.endswith("/delete")]
        expect(not bad, "no form for the deletion", answer)


@rule("L3.10")
def test_sightings_of_the_data_set(anna):
    anna.get("/sightings/1/edit").must_be(403)
    anna.post("/sightings/1/delete", new_form(anna).hidden().items()).must_be(403)
    anna.get("/sightings/1").must_be(200)


# -- CSRF ----------------------------------------------------------------------------------------


def forged(form, other, how):
    """Return the hidden inputs of a form as an attacker would send them, and those left out.

    ``other`` is the same form as somebody else gets it.
    """
    hidden = {name for name in form.hidden() if name != "next"}
    expect(hidden, "a form with a hidden input for its CSRF token", form.answer)
    if how == "missing":
        return {}, tuple(hidden)
    if how == "empty":
        return dict.fromkeys(hidden, ""), ()
    if how == "made up":
        return {name: "x" * len(form.hidden()[name]) for name in hidden}, ()
    return {name: other.hidden().get(name, "") for name in hidden}, ()


def check_refused(person, form, other, how, values=None):
    """Send a form with a wrong token and check that it is refused."""
    changed, left_out = forged(form, other, how)
    answer = submit(person, form, {**(values or {}), **changed}, without=left_out)
    refused = answer.status in (400, 403)
    expect(refused, f"403 or 400 for a token that is {how}", answer)
    return answer


WAYS = ["missing", "empty", "made up", "of another session"]
HOW = pytest.mark.parametrize("how", WAYS)


@rule("L3.11")
@HOW
def test_new_sighting_needs_the_token(site, anna, ben, how):
    values = site.sighting()
    answer = check_refused(anna, new_form(anna), new_form(ben), how, values)
    found = rows(anna.get(f"/sightings?place={values['place']}"))
    expect(not found, "nothing stored", answer)


@rule("L3.11")
@HOW
def test_edit_and_delete_need_the_token(site, anna, ben, how):
    values = site.sighting()
    path, of_ben = noted(anna, values), noted(ben, site.sighting())
    changed = site.sighting()
    check_refused(anna, edit_form(anna, path), edit_form(ben, of_ben), how, changed)
    answer = check_refused(anna, delete_form(anna, path), delete_form(ben, of_ben), how)
    shows = values_of(anna, path)
    expect(shows["species"] == values["species"], "nothing changed", answer)


@rule("L3.11")
@HOW
def test_login_needs_the_token(site, anna, how):
    person, other = site.visitor(), site.visitor()
    forms = [
        find_form(p.get("/login").must_be(200), "username") for p in (person, other)
    ]
    filled = {"username": anna.name, **passwords(forms[0], anna.password)}
    check_refused(person, *forms, how, filled)
    expect(not logged_in(person), "nobody logged in", person.get("/sightings/new"))


@rule("L3.11")
def test_registration_needs_the_token(site):
    name = site.user_name()
    for how in WAYS:
        person, other = site.visitor(), site.visitor()
        forms = [register_form(p) for p in (person, other)]
        filled = {"username": name, **passwords(forms[0], PASSWORD)}
        check_refused(person, *forms, how, filled)
    log_in(site.visitor(), name, PASSWORD).must_be(422)


@rule("L3.11")
@HOW
def test_logout_needs_the_token(second, ben, how):
    check_refused(second, logout_form(second), logout_form(ben), how)
    expect(logged_in(second), "still logged in", second.get("/sightings/new"))


# -- redirects and headers -----------------------------------------------------------------------


def host_for_a_browser(location, site):
    """Return the host that a browser goes to, by the URL standard of the WHATWG.

    Tabs and line ends are left out, a backslash is a slash, and the number of slashes before a
    host does not matter.
    """
    text = re.sub(r"[\t\r\n]", "", location).strip("".join(map(chr, range(33))))
    text = text.replace("\\", "/")
    if match := re.match(r"(?i)([a-z][a-z0-9+.-]*):", text):
        if match[1].lower() not in ("http", "https"):
            return f"the scheme {match[1]}"
        text = "//" + text[match.end() :].lstrip("/")
    if text.startswith("//"):
        authority = re.split(r"[/?#]", text.lstrip("/"), maxsplit=1)[0]
        return unquote(authority.rpartition("@")[2])
    return urlsplit(site.url).netloc


NEXTS = [  # each costs a slow hash, so each is here for a mistake of its own
    f"//{ELSEWHERE}/",
    f"///{ELSEWHERE}/",
    f"/\\{ELSEWHERE}/",
    f"\\\\{ELSEWHERE}/",
    f"https:{ELSEWHERE}",
    f"HTTP://{ELSEWHERE}",
    f"/\t/{ELSEWHERE}/",
    f"\x01//{ELSEWHERE}/",
    f"http://SITE@{ELSEWHERE}/",
    f"http://SITE.{ELSEWHERE}/",
    f"http://{ELSEWHERE}\\@SITE/",
    f".//{ELSEWHERE}",
]


@rule("L3.12")
def test_next_stays_on_the_site(site, anna):
    here = urlsplit(site.url).netloc
    nexts = [text.replace("SITE", here) for text in NEXTS]

    def attempt(number):
        target = nexts[number]
        person = site.visitor()
        page = f"/login?next={quote(target, safe='')}"
        answer = log_in(person, anna.name, anna.password, page)
        return target, answer

    for target, answer in together(len(nexts), attempt, at_once=4):
        wanted = f"a redirect that stays on the site for next={target!r}"
        refused = answer.status in (400, 422)  # which is as safe
        expect(refused or answer.redirects, wanted, answer)
        host = host_for_a_browser(answer.headers.get("location", "/"), site)
        expect(host == here, f"{wanted}, not to {host}", answer)


@rule("L3.12")
@pytest.mark.parametrize(
    "target", ["//elsewhere.example/", "https://elsewhere.example"]
)
def test_next_of_somebody_who_is_logged_in(site, anna, target):
    answer = anna.get(f"/login?next={quote(target, safe='')}")
    expect(answer.status < 400, "a page or a redirect", answer)
    host = host_for_a_browser(answer.headers.get("location", "/"), site)
    here = urlsplit(site.url).netloc
    expect(host == here, "no redirect, or one that stays on the site", answer)


INJECTED = "\r\nX-Injected: yes\r\nSet-Cookie: injected=yes"


def check_no_header(answer):
    """Check that nothing of INJECTED became a header."""
    expect(answer.status < 500, "no 5xx", answer)
    expect("x-injected" not in answer.headers, "no header X-Injected", answer)
    cookies = " ".join(answer.headers.get_list("set-cookie"))
    expect("injected=" not in cookies, "no cookie called injected", answer)


@rule("L3.13")
def test_next_becomes_no_header(site, anna):
    for text in (f"/sightings{INJECTED}", f"/sightings\n{INJECTED.strip()}"):
        person = site.visitor()
        page = f"/login?next={quote(text, safe='')}"
        check_no_header(log_in(person, anna.name, anna.password, page))


@rule("L3.13")
@pytest.mark.parametrize(
    "path",
    [
        "/{}",
        "/sightings/new?x={}",
        "/sightings?species={}",
        "/places/uk{}",
        "/login?next={}",
        "/sightings/1{}",
        "/static/{}",
    ],
)
def test_address_becomes_no_header(site, path):
    target = path.format(quote(INJECTED, safe=""))
    check_no_header(exactly(site.url, "GET", target))


@rule("L3.13")
def test_fields_become_no_header(site, anna):
    values = site.sighting(
        species=f"x{INJECTED}", notes=INJECTED, place=f"uk{INJECTED}"
    )
    check_no_header(submit(anna, new_form(anna), values, as_is=True))
    check_no_header(register(site.visitor(), f"abc{INJECTED}", PASSWORD))


@rule("L3.14")
@pytest.mark.parametrize("path", ["/sightings", "/sightings/new", "/places/uk", "own"])
def test_pages_of_somebody_are_not_for_caches(site, anna, path):
    if path == "own":
        path = noted(anna, site.sighting())
    answer = anna.get(path).must_be(200)
    control = answer.headers.get("cache-control", "").lower()
    directives = {part.strip().partition("=")[0] for part in control.split(",")}
    vary = {part.strip().lower() for part in answer.headers.get("vary", "").split(",")}
    good = directives & {"private", "no-store", "no-cache"} or vary & {"cookie", "*"}
    expect(good, "Cache-Control: private or no-store, or Vary: Cookie", answer)
    expect("public" not in directives, "no Cache-Control: public", answer)


@rule("L3.15")
@pytest.mark.parametrize(
    "path", ["/login", "/register", "/sightings/new", "own", "own/edit", "/sightings"]
)
def test_pages_with_forms_are_not_framed(site, anna, path):
    person = site.visitor() if path in ("/login", "/register") else anna
    if path.startswith("own"):
        path = noted(anna, site.sighting()) + path.removeprefix("own")
    answer = person.get(path).must_be(200)
    option = answer.headers.get("x-frame-options", "").upper()
    policy = answer.headers.get("content-security-policy", "").lower()
    match = re.search(r"frame-ancestors\s+([^;]*)", policy)
    closed = match and set(match[1].split()) <= {"'none'", "'self'"}
    good = option in ("DENY", "SAMEORIGIN") or closed
    expect(good, "X-Frame-Options: DENY, or frame-ancestors 'none'", answer)
