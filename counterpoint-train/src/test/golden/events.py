"""Golden bytes of a TensorBoard event file, and a check that TensorBoard's own reader takes what we write.

Made with Python 3.11+, tensorboard 2.20.0:

    python events.py            prints the bytes that EventFileTest expects, as hex
    python events.py FOLDER     lists the scalars in a run's tensorboard/ folder
"""

import struct
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.tensorflow_stub.pywrap_tensorflow import masked_crc32c


def record(event):
    data = event.SerializeToString()
    length = struct.pack("<Q", len(data))
    crc = lambda b: struct.pack("<I", masked_crc32c(b))
    return length + crc(length) + data + crc(data)


if len(sys.argv) > 1:
    events = EventAccumulator(sys.argv[1]).Reload()
    for tag in events.Tags()["scalars"]:
        print(tag, [(e.step, round(e.value, 6)) for e in events.Scalars(tag)][:3])
else:
    scalars = Event(wall_time=1700000001.5, step=300)
    scalars.summary.value.add(tag="train/grad_norm", simple_value=12.5)
    scalars.summary.value.add(tag="train/loss", simple_value=0.6931)
    print((record(Event(wall_time=1700000000.25, file_version="brain.Event:2")) + record(scalars)).hex())
