import io
import struct

import numpy as np
import tifffile
from PIL import Image

RANDOM = np.random.default_rng(7)


def sample(shape, dtype):
    dtype = np.dtype(dtype)
    if dtype.kind == "f":
        return RANDOM.normal(0, 100, shape).astype(dtype)
    if dtype.kind == "b":
        return RANDOM.integers(0, 2, shape).astype(bool)
    # smooth, so that compressions find something
    smooth = np.indices(shape).sum(axis=0) * 37 + RANDOM.integers(0, 5, shape)
    return (smooth % min(np.iinfo(dtype).max, 2**40)).astype(dtype)


def tiff(image, **options):
    file = io.BytesIO()
    tifffile.imwrite(file, image, **options)
    return file.getvalue()


def case(file, **more):
    image = tifffile.imread(io.BytesIO(file))
    if image.dtype == np.float16:
        image = image.astype(np.float32)
    return {"data": file, "image": image, **more}


def cases():
    found = {}
    dtypes = ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8", "?"]
    for dtype in dtypes:
        for order in "<>":
            file = tiff(sample((21, 34), dtype), byteorder=order, photometric="minisblack")
            found[f"{np.dtype(dtype).name}, {order}"] = case(file)
    for compression in ["lzw", "adobe_deflate", "deflate", "packbits"]:
        for dtype in ["u1", "u2", "f4", "f8", "i4"]:
            for predictor in [None, True]:
                if predictor and compression == "packbits":
                    continue
                for order in "<>":
                    file = tiff(
                        sample((45, 50), dtype),
                        compression=compression,
                        predictor=predictor,
                        byteorder=order,
                        rowsperstrip=20,
                        photometric="minisblack",
                    )
                    found[f"{compression}, {dtype}, predictor {predictor}, {order}"] = case(file)
        tiles = tiff(sample((70, 100), "u2"), tile=(32, 48), compression=compression)
        found[f"{compression}, tiles"] = case(tiles)
    found["tiles, float"] = case(tiff(sample((33, 17), "f4"), tile=(16, 16)))
    found.update(shapes())
    found.update(by_hand())
    found.update(of_others())
    return found


def shapes():
    rgb = sample((19, 23, 3), "u1")
    planes = sample((3, 19, 23), "u2")
    found = {
        "rgb": case(tiff(rgb, photometric="rgb")),
        "rgb, lzw, predictor": case(tiff(rgb, photometric="rgb", compression="lzw", predictor=True)),
        "rgb, tiles": case(tiff(rgb, photometric="rgb", tile=(16, 16), compression="zlib")),
        "planes": case(tiff(planes, photometric="rgb", planarconfig="separate")),
        "planes, strips, deflate": case(
            tiff(planes, photometric="rgb", planarconfig="separate", rowsperstrip=4, compression="zlib")
        ),
        "float rgb, predictor": case(
            tiff(sample((9, 8, 3), "f4"), photometric="rgb", compression="zlib", predictor=True)
        ),
        "stack": case(tiff(sample((5, 12, 13), "u2"), photometric="minisblack")),
        "stack of rgb": case(tiff(sample((4, 12, 13, 3), "u1"), photometric="rgb")),
        "BigTIFF": case(tiff(sample((5, 12, 13), "u2"), bigtiff=True, photometric="minisblack")),
        "BigTIFF, big endian": case(tiff(sample((12, 13), "f4"), bigtiff=True, byteorder=">")),
        "one pixel": case(tiff(sample((1, 1), "u1"))),
        "long LZW": case(tiff(RANDOM.integers(0, 256, (300, 300), dtype=np.uint8), compression="lzw")),
        "flat LZW": case(tiff(np.zeros((500, 500), np.uint8), compression="lzw")),
        "flat deflate": case(tiff(np.zeros((500, 500), np.uint8), compression="zlib")),
    }
    hyperstack = sample((3, 4, 2, 11, 10), "u2")
    stack = tiff(hyperstack, imagej=True, resolution=(4, 2), metadata={"axes": "TZCYX", "unit": "um"})
    found["ImageJ"] = case(stack, axes="TZCYX")
    found["ImageJ"]["image"] = hyperstack
    found["ImageJ, channels"] = case(tiff(hyperstack[0, 0], imagej=True, metadata={"axes": "CYX"}), axes="CYX")
    # ImageJ writes stacks of more than 4 GB with one directory
    virtual = tiff(hyperstack[0, :, 0], imagej=True, metadata={"axes": "ZYX"})
    file = io.BytesIO(virtual)
    with tifffile.TiffFile(file) as stack:
        end = stack.pages[0].offset + 2 + 12 * len(stack.pages[0].tags)
    single = bytearray(virtual)
    single[end : end + 4] = bytes(4)
    found["ImageJ, one directory"] = {"data": bytes(single), "image": hyperstack[0, :, 0], "axes": "ZYX"}
    return found


def by_hand():
    """Sizes of samples that tifffile does not write."""
    found = {}
    for bits in [2, 4, 10, 12]:
        values = RANDOM.integers(0, 2**bits, (7, 9))
        digits = (values[..., None] >> np.arange(bits)[::-1]) & 1
        rows = [np.packbits(row.ravel()).tobytes() for row in digits.astype(np.uint8)]
        image = values.astype(np.uint8 if bits <= 8 else np.uint16)
        found[f"{bits} bits"] = {"data": minimal(9, 7, bits, b"".join(rows)), "image": image}
    values = RANDOM.integers(0, 2, (5, 11)).astype(bool)
    reversed_bits = np.packbits(values, axis=1, bitorder="little").tobytes()
    found["bits from the right"] = {"data": minimal(11, 5, 1, reversed_bits, fill=2), "image": values}
    return found


def minimal(width, height, bits, data, fill=1):
    tags = [(256, width), (257, height), (258, bits), (259, 1), (262, 1), (266, fill)]
    tags += [(273, 8), (277, 1), (278, height), (279, len(data))]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    directory = struct.pack("<H", len(tags)) + entries + bytes(4)
    return struct.pack("<2sHI", b"II", 42, 8 + len(data)) + data + directory


def of_others():
    """Files of Pillow, which libtiff writes."""
    found = {}
    images = {
        "L": Image.fromarray(sample((31, 40), "u1")),
        "RGB": Image.fromarray(sample((31, 40, 3), "u1")),
        "I;16": Image.fromarray(sample((31, 40), "u2")),
        "F": Image.fromarray(sample((31, 40), "f4")),
        "1": Image.fromarray(sample((31, 40), "?")),
    }
    for mode, image in images.items():
        for compression in ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"]:
            file = io.BytesIO()
            image.save(file, "TIFF", compression=compression)
            pixels = np.array(image)
            # in Pillow's arrays of bool, true is 255
            pixels = pixels != 0 if mode == "1" else pixels
            found[f"Pillow {mode}, {compression}"] = {"data": file.getvalue(), "image": pixels}
    return found
