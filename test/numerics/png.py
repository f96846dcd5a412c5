"""Reads 8-bit RGB PNG files."""
import struct
import zlib

import numpy as np


def read_png(path):
    """Pixels of an 8-bit RGB PNG, height x width x 3. The standard library has
    inflate; undoing the five line filters is all that is missing."""
    with open(path, "rb") as file:
        data = file.read()
    position, header, stream = 8, None, b""
    while position < len(data):
        length, kind = struct.unpack(">I4s", data[position:position + 8])
        body = data[position + 8:position + 8 + length]
        header = struct.unpack(">IIBBBBB", body) if kind == b"IHDR" else header
        stream += body if kind == b"IDAT" else b""
        position += 12 + length
    width, height, depth, color = header[:4]
    assert (depth, color, header[6]) == (8, 2, 0), "expected 8-bit RGB without interlacing"
    raw = zlib.decompress(stream)
    lines = np.zeros((height + 1, width * 3 + 3), dtype=np.int64)  # a zero line above, a zero pixel before
    for y in range(height):
        start = y * (width * 3 + 1)
        kind, line = raw[start], np.frombuffer(raw, np.uint8, width * 3, start + 1).astype(np.int64)
        above, out = lines[y], lines[y + 1]
        for x in range(width * 3):
            a, b, c = out[x], above[x + 3], above[x]
            p = a + b - c
            paeth = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            out[x + 3] = (line[x] + (0, a, b, (a + b) // 2, paeth)[kind]) & 255
    return lines[1:, 3:].reshape(height, width, 3)
