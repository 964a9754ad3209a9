"""Golden values of CPython's random.Random(string). Needs CPython 3.11 and nothing else.

    python3.11 python_random.py > ../resources/golden/python_random.json
"""

import json
import random

SEEDS = [
    "",
    "a",
    "\x00",
    "\x00\x00\x00\x00\x00",
    "is_switched_outputsWhat are the names of some famous actors?0",
    "Grüße, 世界 🙂",
    "line\nbreak\ttab \u2028 separator",
    "x" * 61,
    "long " * 1000,  # more 32-bit words than the generator's state has
]


def row(seed):
    generator = random.Random(seed)
    first = [generator.random().hex() for _ in range(3)]
    choices = random.Random(seed).choices(["a", "b", "c", "d", "e", "f", "g"], k=12)
    generator = random.Random(seed)
    for _ in range(999):  # past the first refill of the state
        last = generator.random()
    return {"seed": seed, "random": first, "choices": "".join(choices), "thousandth": generator.random().hex()}


def switch(instruction):
    switched = random.Random("is_switched_outputs" + instruction + "0").choices([False, True], k=1)[0]
    return {"instruction": instruction, "switched": switched}


print(
    json.dumps(
        {
            "random": [row(seed) for seed in SEEDS],
            "switch": [switch(f"Question {i}: what is {i} times {i}?") for i in range(64)],
        },
        indent=1,
    )
)
