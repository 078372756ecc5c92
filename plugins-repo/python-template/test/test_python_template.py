import pathlib
import sys
import unittest

import numpy as np
from skimage import exposure

FOLDER = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(FOLDER.parent / "testing"))

from plugin import load  # noqa: E402

PLUGIN = load(FOLDER / "Python Template.imjoy.html")


class NormalizeTest(unittest.TestCase):
    def setUp(self):
        self.image = np.random.default_rng(11).poisson(100, (3, 40, 50)).astype(np.uint16)

    def test_the_percentiles_become_0_and_1(self):
        before = self.image.copy()
        result = PLUGIN.normalize(self.image, low=2, high=98)
        self.assertEqual(result.dtype, np.float32)
        np.testing.assert_allclose(np.percentile(result, [2, 98]), [0, 1], atol=1e-6)
        np.testing.assert_array_equal(self.image, before)

    def test_clipped_as_scikit_image_rescales(self):
        bottom, top = np.percentile(self.image, [1, 99.8])
        wanted = exposure.rescale_intensity(self.image, (bottom, top), (0.0, 1.0))
        np.testing.assert_allclose(PLUGIN.normalize(self.image, clip=True), wanted, atol=1e-6)

    def test_each_plane_by_itself(self):
        result = PLUGIN.normalize(self.image * np.array([1, 10, 100])[:, None, None], axes=[1, 2])
        for plane, single in zip(result, self.image):
            np.testing.assert_allclose(plane, PLUGIN.normalize(single), atol=1e-5)

    def test_float64_keeps_its_digits(self):
        result = PLUGIN.normalize(1e9 + np.arange(101.0) * 1e-3, 0, 100)
        self.assertEqual(result.dtype, np.float64)
        np.testing.assert_allclose(result, np.arange(101) / 100, atol=1e-4)

    def test_nan_stays_and_one_value_is_0(self):
        np.testing.assert_array_equal(PLUGIN.normalize(np.array([np.nan, 0, 1]), 0, 100), [np.nan, 0, 1])
        np.testing.assert_array_equal(PLUGIN.normalize(np.full(3, 7)), [0, 0, 0])

    def test_run_takes_arguments_by_name(self):
        result = PLUGIN.run({"config": {"low": 0, "high": 100}, "data": {"image": [[0, 5, 10]]}})
        np.testing.assert_allclose(result, [[0, 0.5, 1]])

    def test_misuse_is_told(self):
        for image, options, message in [
            (self.image, {"low": 50, "high": 50}, "the lower first"),
            (self.image, {"high": 101}, "the lower first"),
            (np.array(["a"]), {}, "must have numbers"),
            (np.zeros(0), {}, "has no items"),
        ]:
            with self.assertRaisesRegex(ValueError, message):
                PLUGIN.normalize(image, **options)


if __name__ == "__main__":
    unittest.main()
