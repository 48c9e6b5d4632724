"""Put the lines of a fixture in order: what a test commits is undone after it."""

LINES = [
    "    outer.rollback()",
    "    yield session",
    "    connection = engine.connect()",
    "def session(engine):",
    "    session.close()",
    "    session = Session(connection, join_transaction_mode='create_savepoint')",
    "    connection.close()",
    "    outer = connection.begin()",
]
