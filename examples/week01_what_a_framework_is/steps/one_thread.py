"""Two tasks of asyncio that compute: do they run at the same time?"""

import asyncio
import threading


async def count_pairs(name, numbers):
    print(name, "begins in", threading.current_thread().name)
    pairs = sum(1 for a in range(numbers) for b in range(a) if (a + b) % 7 == 0)
    print(name, "ends with", pairs)


async def main():
    await asyncio.gather(count_pairs("herons", 900), count_pairs("swifts", 900))


asyncio.run(main())
