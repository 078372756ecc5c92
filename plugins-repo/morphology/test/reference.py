import numpy as np
from scipy import ndimage
from skimage import morphology

SHAPES = {"disk": morphology.disk, "diamond": morphology.diamond, "square": lambda radius: np.ones((2 * radius + 1,) * 2)}


def least(image, footprint):
    return ndimage.grey_erosion(image, footprint=footprint, mode="constant", cval=np.inf)


def largest(image, footprint):
    return ndimage.grey_dilation(image, footprint=footprint, mode="constant", cval=-np.inf)


OPERATIONS = {
    "erode": least,
    "dilate": largest,
    "open": lambda image, shape: largest(least(image, shape), shape),
    "close": lambda image, shape: least(largest(image, shape), shape),
    "gradient": lambda image, shape: largest(image, shape) - least(image, shape),
    "tophat": lambda image, shape: image - largest(least(image, shape), shape),
    "blackhat": lambda image, shape: least(largest(image, shape), shape) - image,
}


def cases():
    random = np.random.default_rng(12)
    images = {
        "bool": random.random((30, 41)) < 0.4,
        "uint8": random.integers(0, 256, (25, 34), dtype=np.uint8),
        "int16 planes": random.integers(-30000, 30000, (2, 3, 17, 12), dtype=np.int16),
        "uint64": random.integers(0, 2**50, (9, 8), dtype=np.uint64),
        "float32": random.normal(0, 1, (20, 29)).astype(np.float32),
        "small": random.normal(0, 1, (2, 3)),
    }
    found = {}
    for name, image in images.items():
        planes = image.reshape(-1, *image.shape[-2:]).astype(np.float64)
        for shape, footprint in SHAPES.items():
            for radius in [0, 1, 4]:
                case = {"image": image, "radius": radius, "shape": shape}
                for operation, compute in OPERATIONS.items():
                    result = np.array([compute(plane, footprint(radius)) for plane in planes])
                    difference = operation in ["gradient", "tophat", "blackhat"]
                    as_float = image.dtype.itemsize == 8 or difference and image.dtype.kind == "i"
                    dtype = np.float64 if as_float else image.dtype
                    case[operation] = result.reshape(image.shape).astype(dtype)
                found[f"{name}, {shape} of {radius}"] = case
    return found
