import numpy as np


def cases():
    random = np.random.default_rng(1)
    images = {
        "uint8": random.integers(0, 256, (37, 41), dtype=np.uint8),
        "uint16 planes": random.integers(0, 4000, (3, 20, 11), dtype=np.uint16),
        "int16": random.integers(-300, 300, (50, 7), dtype=np.int16),
        "int64": random.integers(-(2**40), 2**40, 999),
        "float32": random.normal(5, 2, (64, 33)).astype(np.float32),
        "float64": random.normal(0, 1e-6, 5000),
        "big endian": random.integers(0, 900, (9, 8)).astype(">i4"),
        "one value": np.full((4, 4), 7, dtype=np.uint8),
        "tenths": np.arange(0, 10.1, 0.1),
    }
    found = {}
    for name, image in images.items():
        for bins, limits in [(256, None), (10, None), (7, (-1.5, 200.25)), (100, (0, 10))]:
            # of float32 numpy computes the edges in float32
            exact = image.astype(np.float64) if image.dtype == np.float32 else image
            counts, edges = np.histogram(exact, bins, limits)
            found[f"{name}, {bins} bins, range {limits}"] = {
                "image": image,
                "bins": bins,
                "range": limits,
                "counts": counts.astype(np.uint32),
                "edges": edges,
            }
    return found
