"""Put the lines of a login in order. Only the indentation is right."""

LINES = [
    "            login_user(user)",
    "    return render_template('login.html', form=form), 422 if form.errors else 200",
    "        if user is not None:",
    "    form = LoginForm()",
    "        form.password.errors.append('There is no such account.')",
    "            session.clear()",
    "def login():",
    "        user = find_user(form.username.data, form.password.data)",
    "            return redirect(url_for('sightings'), 303)",
    "    if form.validate_on_submit():",
]
