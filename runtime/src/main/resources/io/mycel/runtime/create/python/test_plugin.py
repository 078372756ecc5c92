import unittest

from stand_in import load

FILE = "@{name}.imjoy.html"


class PluginTest(unittest.TestCase):
    def test_values_are_scaled(self):
        plugin, api = load(FILE)
        self.assertEqual(plugin.scale([1, 2], 3), [3, 6])
        self.assertEqual(api.logged, ["@{name} is ready"])

    def test_run_takes_its_values_from_the_context(self):
        plugin, _ = load(FILE)
        self.assertEqual(plugin.run({"config": {}, "data": {"factor": 10}}), [10, 20, 30])


if __name__ == "__main__":
    unittest.main()
