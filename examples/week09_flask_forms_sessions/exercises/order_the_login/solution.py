"""The lines in order: first who it is, then nothing of before, then the login."""

LINES = [
    "def login():",
    "    form = LoginForm()",
    "    if form.validate_on_submit():",
    "        user = find_user(form.username.data, form.password.data)",
    "        if user is not None:",
    "            session.clear()",
    "            login_user(user)",
    "            return redirect(url_for('sightings'), 303)",
    "        form.password.errors.append('There is no such account.')",
    "    return render_template('login.html', form=form), 422 if form.errors else 200",
]
