"""The lines in order: all is stored, or nothing and the reason is passed on."""

LINES = [
    "def transaction(connection):",
    "    connection.execute('BEGIN IMMEDIATE')",
    "    try:",
    "        yield",
    "        connection.execute('COMMIT')",
    "    except BaseException:",
    "        if connection.in_transaction:",
    "            connection.execute('ROLLBACK')",
    "        raise",
]
