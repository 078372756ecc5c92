import numpy as np
from skimage import filters

METHODS = {
    "otsu": filters.threshold_otsu,
    "li": filters.threshold_li,
    "triangle": filters.threshold_triangle,
    "mean": filters.threshold_mean,
}


def cases():
    random = np.random.default_rng(4)
    bright = random.random((60, 50)) < 0.3
    mixture = random.normal(np.where(bright, 170, 60), 20)
    images = {
        "uint8": np.clip(mixture, 0, 255).astype(np.uint8),
        "uint16 planes": (np.clip(mixture, 0, 255) * 100).astype(np.uint16).reshape(3, 20, 50),
        "int16 below zero": (mixture - 200).astype(np.int16),
        "float32": mixture.astype(np.float32),
        "float64": mixture / 1e4,
        "tail on the right": random.exponential(30, (50, 50)),
        "tail on the left": 255 - random.exponential(30, (50, 50)).astype(np.uint8),
        "two values": np.repeat([3, 9], 50).astype(np.uint8),
    }
    found = {}
    for name, image in images.items():
        for method, find in METHODS.items():
            # in the arithmetic of the plugin
            exact = image.astype(np.float64) if image.dtype == np.float32 else image
            threshold = float(find(exact))
            found[f"{name}, {method}"] = {
                "image": image,
                "method": method,
                "threshold": threshold,
                "mask": exact > threshold,
            }
    return found
