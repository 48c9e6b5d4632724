"""What two answers look like to a server, and one that must not leave."""

from perch.response import Response, redirect

print(Response("Mäuse", content_type="text/plain; charset=utf-8").start())
print(redirect("/sightings").start())
redirect("/sightings\r\nSet-Cookie:session=stolen").start()
