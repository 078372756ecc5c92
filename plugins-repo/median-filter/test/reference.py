import numpy as np
from scipy import ndimage


def cases():
    random = np.random.default_rng(5)
    images = {
        "uint8": random.integers(0, 256, (31, 22), dtype=np.uint8),
        "uint16 planes": random.integers(0, 65536, (2, 3, 15, 14), dtype=np.uint16),
        "int8": random.integers(-128, 128, (12, 13), dtype=np.int8),
        "int16": random.integers(-32768, 32768, (12, 13), dtype=np.int16),
        "int32": random.integers(-(2**31), 2**31, (12, 13), dtype=np.int32),
        "uint64": random.integers(0, 2**50, (9, 8), dtype=np.uint64),
        "float32": random.normal(0, 1, (25, 20)).astype(np.float32),
        "float64, big endian": random.normal(0, 1, (10, 20)).astype(">f8"),
        "smaller than the square": random.integers(0, 9, (2, 3), dtype=np.uint8),
    }
    found = {}
    for name, image in images.items():
        for size in [1, 3, 7]:
            for mode in ["reflect", "nearest", "wrap"]:
                native = image.astype(image.dtype.newbyteorder("="))
                shape = (1,) * (image.ndim - 2) + (size, size)
                found[f"{name}, size {size}, {mode}"] = {
                    "image": image,
                    "size": size,
                    "mode": mode,
                    "result": ndimage.median_filter(native, shape, mode=mode),
                }
    return found
