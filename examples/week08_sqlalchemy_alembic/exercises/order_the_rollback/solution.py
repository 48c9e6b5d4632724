"""The lines in order: what is opened last is closed first."""

LINES = [
    "def session(engine):",
    "    connection = engine.connect()",
    "    outer = connection.begin()",
    "    session = Session(connection, join_transaction_mode='create_savepoint')",
    "    yield session",
    "    session.close()",
    "    outer.rollback()",
    "    connection.close()",
]
