import io
import struct
import zlib

import imagecodecs
import numpy as np
from PIL import Image, PngImagePlugin

ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def packed(row, bits):
    if bits == 16:
        return row.astype(">u2").tobytes()
    if bits == 8:
        return row.astype(np.uint8).tobytes()
    digits = np.unpackbits(row.astype(np.uint8)[:, None], axis=1)[:, -bits:]
    return np.packbits(digits.ravel()).tobytes()


def paeth(a, b, c):
    p = a + b - c
    return min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]


def filtered(row, above, step, kind):
    out = bytearray([kind])
    for i, value in enumerate(row):
        a = row[i - step] if i >= step else 0
        b = above[i]
        c = above[i - step] if i >= step else 0
        out.append((value - [0, a, b, (a + b) // 2, paeth(a, b, c)][kind]) % 256)
    return bytes(out)


def encode(pixels, bits, color, interlaced, extra=b"", level=6):
    """A PNG file with every filter in it."""
    height, width = pixels.shape[:2]
    samples = SAMPLES[color]
    step = max(1, samples * bits // 8)
    data = b""
    for x, y, dx, dy in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        part = pixels[y::dy, x::dx]
        if part.size:
            part = part.reshape(part.shape[0], -1)
            above = bytes(len(packed(part[0], bits)))
            for number, row in enumerate(part):
                row = packed(row, bits)
                data += filtered(row, above, step, number % 5)
                above = row
    header = struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, int(interlaced))
    body = zlib.compress(data, level)
    half = len(body) // 2
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + extra
        + chunk(b"IDAT", body[:half])
        + chunk(b"IDAT", body[half:])
        + chunk(b"IEND", b"")
    )


def cases():
    random = np.random.default_rng(6)
    found = {}
    for color, samples in SAMPLES.items():
        for bits in {0: [1, 2, 4, 8, 16], 3: [1, 2, 4, 8]}.get(color, [8, 16]):
            for interlaced in [False, True]:
                for height, width in [(13, 19), (1, 1), (3, 2)]:
                    pixels = random.integers(0, 2**bits, (height, width, samples))
                    extra = b""
                    if color == 3:
                        extra = chunk(b"PLTE", random.integers(0, 256, 3 * 2**bits, dtype=np.uint8).tobytes())
                    file = encode(pixels, bits, color, interlaced, extra)
                    # libpng is asked without interlacing, since its binding does not expect that
                    plain = encode(pixels, bits, color, False, extra)
                    name = f"colour {color}, {bits} bits, {'interlaced, ' * interlaced}{width} x {height}"
                    found[name] = {"data": file, "image": imagecodecs.png_decode(plain)}
    found.update(transparent(random))
    found.update(written(random))
    return found


def transparent(random):
    grey = random.integers(0, 4, (8, 9, 1))
    colour = random.integers(0, 2, (8, 9, 3))
    numbers = random.integers(0, 4, (8, 9, 1))
    palette = chunk(b"PLTE", random.integers(0, 256, 12, dtype=np.uint8).tobytes())
    files = {
        "grey, 2 bits": encode(grey, 2, 0, False, chunk(b"tRNS", struct.pack(">H", 2))),
        "grey, 16 bits": encode(grey, 16, 0, True, chunk(b"tRNS", struct.pack(">H", 2))),
        "rgb": encode(colour, 8, 2, False, chunk(b"tRNS", struct.pack(">HHH", 1, 0, 1))),
        "palette": encode(numbers, 2, 3, False, palette + chunk(b"tRNS", bytes([0, 100]))),
    }
    images = {}
    for name, file in files.items():
        if name == "palette":
            image = np.array(Image.open(io.BytesIO(file)).convert("RGBA"))
        else:
            # one colour is transparent, by the letter of the specification
            pixels = {"rgb": colour}.get(name, grey)
            key = [1, 0, 1] if name == "rgb" else [2]
            most = 65535 if "16" in name else 255
            alpha = np.where((pixels == key).all(axis=2, keepdims=True), 0, most)
            scale = 85 if "2 bits" in name else 1
            image = np.concatenate([pixels * scale, alpha], axis=2)
            image = image.astype(np.uint16 if "16" in name else np.uint8)
        images[f"transparent: {name}"] = {"data": file, "image": image}
    return images


def written(random):
    """Files of Pillow, with all its compression levels: stored, fixed and dynamic blocks."""
    found = {}
    smooth = (np.add.outer(np.arange(300), np.arange(400)) % 251).astype(np.uint8)
    noise = random.integers(0, 256, (200, 300, 3), dtype=np.uint8)
    for name, image in {"smooth": smooth, "noise": noise, "flat": np.full((100, 1000), 9, np.uint8)}.items():
        for level in [0, 1, 9]:
            file = io.BytesIO()
            comments = PngImagePlugin.PngInfo()
            comments.add_text("Title", f"{name} {level}")
            Image.fromarray(image).save(file, "PNG", compress_level=level, dpi=(254, 508), pnginfo=comments)
            found[f"Pillow: {name}, level {level}"] = {"data": file.getvalue(), "image": image}
    tiny = encode(np.arange(6).reshape(2, 3, 1), 8, 0, False, level=9)
    found["a fixed block"] = {"data": tiny, "image": np.arange(6, dtype=np.uint8).reshape(2, 3)}
    return found
