"""Exact top-20 of all items by numpy, one thread: BLAS dot products of one query, then argpartition.

usage: top-k.py FOLDER FACTORS RUNS
FOLDER holds items.bin and queries.bin (f32, row-major). Prints one JSON object with the milliseconds of each run.
"""

import json
import os
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np

folder, factors, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
items = np.fromfile(f"{folder}/items.bin", dtype=np.float32).reshape(-1, factors)
queries = np.fromfile(f"{folder}/queries.bin", dtype=np.float32).reshape(-1, factors)

milliseconds = []
for run in range(-5, runs):
    started = time.perf_counter()
    scores = items @ queries[run % len(queries)]
    top = np.argpartition(-scores, 20)[:20]
    top = top[np.argsort(-scores[top])]
    if run >= 0:
        milliseconds.append(1000 * (time.perf_counter() - started))
print(json.dumps({"milliseconds": milliseconds}))
