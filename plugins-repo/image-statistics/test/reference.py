import numpy as np

PERCENTILES = [0, 1, 25, 33.3, 75, 99, 100]


def describe(image):
    numbers = image.astype(np.float64).ravel()
    numbers = numbers[~np.isnan(numbers)]
    return {
        "count": numbers.size,
        "nan": image.size - numbers.size,
        "min": numbers.min(),
        "max": numbers.max(),
        "sum": numbers.sum(),
        "mean": numbers.mean(),
        "std": numbers.std(),
        "median": np.median(numbers),
        "percentiles": {str(each): np.percentile(numbers, each) for each in PERCENTILES},
    }


def cases():
    random = np.random.default_rng(2)
    holes = random.normal(0, 1, (5, 30, 30)).astype(np.float32)
    holes[:, 3:5, :] = np.nan
    images = {
        "uint8": random.integers(0, 256, (4, 33, 21), dtype=np.uint8),
        "uint16": random.integers(0, 65536, (2, 3, 17, 19), dtype=np.uint16),
        "bool": random.integers(0, 2, (10, 10)).astype(bool),
        "int8": random.integers(-128, 128, (11, 10), dtype=np.int8),
        "int64": random.integers(-(2**50), 2**50, (7, 9)),
        "float16": random.normal(0, 3, (9, 9)).astype(np.float16),
        "with NaN": holes,
        "far from zero": random.normal(1e9, 1e-3, (100, 100)),
    }
    return {
        name: {
            "image": image,
            "percentiles": PERCENTILES,
            "all": describe(image),
            "planes": [describe(plane) for plane in image.reshape(-1, *image.shape[-2:])],
        }
        for name, image in images.items()
    }
