"""Put the lines of a transaction in order. Only the indentation is right."""

LINES = [
    "            connection.execute('ROLLBACK')",
    "        yield",
    "    except BaseException:",
    "    connection.execute('BEGIN IMMEDIATE')",
    "        raise",
    "        if connection.in_transaction:",
    "def transaction(connection):",
    "        connection.execute('COMMIT')",
    "    try:",
]
