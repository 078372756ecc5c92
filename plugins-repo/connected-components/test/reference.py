import numpy as np
from scipy import ndimage
from skimage import measure

NAMES = {
    "area": "area",
    "centroid-0": "centroid_y",
    "centroid-1": "centroid_x",
    "bbox-0": "top",
    "bbox-1": "left",
    "bbox-2": "bottom",
    "bbox-3": "right",
    "equivalent_diameter_area": "equivalent_diameter",
    "axis_major_length": "major_axis",
    "axis_minor_length": "minor_axis",
    "eccentricity": "eccentricity",
    "orientation": "orientation",
    "intensity_mean": "mean_intensity",
    "intensity_min": "min_intensity",
    "intensity_max": "max_intensity",
}
PROPERTIES = ["area", "centroid", "bbox", "equivalent_diameter_area", "axis_major_length", "axis_minor_length"]
PROPERTIES += ["eccentricity", "orientation", "intensity_mean", "intensity_min", "intensity_max"]


def expected(masks, intensities, connectivity, min_area=1):
    structure = np.ones((3, 3)) if connectivity == 8 else None
    count = 0
    labels = np.zeros(masks.shape, np.int32)
    table = {"label": [], "plane": [], **{name: [] for name in NAMES.values()}}
    for plane, (mask, intensity) in enumerate(zip(masks, intensities)):
        found, _ = ndimage.label(mask, structure)
        areas = np.bincount(found.ravel())
        small = np.flatnonzero(areas < min_area)
        found[np.isin(found, small)] = 0
        numbers, compact = np.unique(found, return_inverse=True)
        compact = compact.reshape(found.shape) + (0 if numbers[0] == 0 else 1)
        labels[plane] = np.where(compact > 0, compact + count, 0)
        number = compact.max()
        rows = measure.regionprops_table(compact, intensity.astype(float), properties=PROPERTIES)
        for theirs, ours in NAMES.items():
            table[ours] += list(rows[theirs])
        table["label"] += list(range(count + 1, count + number + 1))
        table["plane"] += [plane] * number
        count += number
    return labels, count, table


def cases():
    random = np.random.default_rng(8)
    spiral = np.zeros((15, 15), np.uint8)
    for ring in range(0, 8, 2):
        spiral[ring, ring : 15 - ring] = spiral[14 - ring, ring : 15 - ring] = 1
        spiral[ring : 15 - ring, ring] = spiral[ring : 15 - ring, 14 - ring] = 1
    spiral[3::4, 0] = 0
    checks = (np.indices((9, 12)).sum(axis=0) % 2).astype(bool)
    masks = {
        "sparse": random.random((40, 50)) < 0.3,
        "dense": (random.random((61, 47)) < 0.58).astype(np.uint16),
        "blobs": ndimage.gaussian_filter(random.normal(0, 1, (100, 120)), 3) > 0.05,
        "planes": (random.random((2, 2, 20, 21)) < 0.45).astype(np.float32),
        "chessboard": checks,
        "spiral": spiral,
        "full": np.ones((5, 6), np.int64),
        "empty": np.zeros((4, 4), bool),
    }
    found = {}
    for name, mask in masks.items():
        intensity = random.normal(50, 10, mask.shape)
        planes = mask.reshape(-1, *mask.shape[-2:])
        for connectivity in [4, 8]:
            for min_area in [1, 6]:
                labels, count, table = expected(planes, intensity.reshape(planes.shape), connectivity, min_area)
                found[f"{name}, {connectivity}, at least {min_area}"] = {
                    "mask": mask,
                    "intensity": intensity,
                    "options": {"connectivity": connectivity, "min_area": min_area},
                    "labels": labels.reshape(mask.shape),
                    "count": count,
                    "table": table,
                }
    return found
