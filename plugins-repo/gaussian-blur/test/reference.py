import numpy as np
from scipy import ndimage


def cases():
    random = np.random.default_rng(3)
    images = {
        "uint8": random.integers(0, 256, (40, 31), dtype=np.uint8),
        "float32 planes": random.normal(0, 1, (2, 3, 25, 18)).astype(np.float32),
        "float64": random.normal(0, 1, (30, 30)),
        "uint16 big endian": random.integers(0, 4096, (20, 22)).astype(">u2"),
        "one row": random.normal(0, 1, (1, 50)),
        "small": random.normal(0, 1, (3, 4)),
    }
    found = {}
    for name, image in images.items():
        for mode in ["reflect", "mirror", "nearest", "wrap", "constant"]:
            for sigma in [0.3, 1, 2.7, 9]:
                result = ndimage.gaussian_filter(
                    image.astype(np.float64), sigma, mode=mode, cval=7, axes=(-2, -1)
                )
                found[f"{name}, {mode}, sigma {sigma}"] = {
                    "image": image,
                    "options": {"sigma": sigma, "mode": mode, "cval": 7},
                    "result": result if image.dtype == np.float64 else result.astype(np.float32),
                }
    volume = random.normal(0, 1, (9, 20, 15))
    colour = random.integers(0, 256, (21, 17, 3), dtype=np.uint8)
    line = random.integers(-1000, 1000, 300, dtype=np.int32)
    more = {
        "volume": (volume, {"sigma": [1, 2.5, 0]}, (1, 2.5, 0), None),
        "colour": (colour, {"sigma": 2, "axes": [0, 1]}, 2, (0, 1)),
        "line": (line, {"sigma": 4, "truncate": 3}, 4, None),
    }
    for name, (image, options, sigma, axes) in more.items():
        truncate = options.get("truncate", 4)
        result = ndimage.gaussian_filter(image.astype(np.float64), sigma, axes=axes, truncate=truncate)
        found[name] = {
            "image": image,
            "options": options,
            "result": result.astype(np.float32) if image.dtype == np.uint8 else result,
        }
    return found
