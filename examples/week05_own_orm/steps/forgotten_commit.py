"""Write to a file, the way sqlite3 comes, and look at the file: ... FILE"""

import sqlite3
import sys

writer = sqlite3.connect(sys.argv[1])
writer.execute("CREATE TABLE birds (species TEXT)")
writer.execute("INSERT INTO birds VALUES ('Barn Owl')")
print("the writer sees", writer.execute("SELECT * FROM birds").fetchall())
writer.close()
reader = sqlite3.connect(sys.argv[1])
print("the file has", reader.execute("SELECT * FROM birds").fetchall())
