"""Print where a species was seen, no nests: python -m steps.search SPECIES"""

import sys

from steps.lab import birds

species = sys.argv[1]
sql = "SELECT species, place FROM sightings WHERE nest = 0 AND species = ?"
for row in birds().execute(sql, (species,)):
    print(row)
