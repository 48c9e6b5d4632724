"""Print where a species was seen, no nests: python -m steps.search_pasted SPECIES"""

import sys

from steps.lab import birds

species = sys.argv[1]
sql = f"SELECT species, place FROM sightings WHERE nest = 0 AND species = '{species}'"
print(sql)
for row in birds().execute(sql):
    print(row)
