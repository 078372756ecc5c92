import csv
import io
import random

import numpy as np

TEXTS = ["plain", "with, comma", 'with "quotes"', "two\nlines", "", " blanks ", "naïve", "semi;colon", "tab\there", "😀"]


def cases():
    chance = random.Random(10)
    found = {}
    for delimiter in ",;\t|":
        for quoting in [csv.QUOTE_MINIMAL, csv.QUOTE_ALL]:
            for end in ["\n", "\r\n"]:
                rows = [
                    [chance.choice(TEXTS), repr(chance.gauss(0, 1e3)), str(chance.randrange(10**6)), "x" + chance.choice(TEXTS)]
                    for _ in range(25)
                ]
                file = io.StringIO(newline="")
                writer = csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator=end)
                writer.writerow(["text", "number", "count", "more text"])
                writer.writerows(rows)
                # what Python reads again
                again = list(csv.reader(io.StringIO(file.getvalue(), newline=""), delimiter=delimiter))[1:]
                found[f"{delimiter!r}, quoting {quoting}, {end!r}"] = {
                    "data": file.getvalue().encode(),
                    "delimiter": delimiter,
                    "columns": {
                        "text": [row[0] for row in again],
                        "number": np.array([float(row[1]) for row in again]),
                        "count": np.array([float(row[2]) for row in again]),
                        "more text": [row[3] for row in again],
                    },
                }
    return found
