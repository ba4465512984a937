"""Alternating least squares by `implicit` on the interactions that the bench generated.

usage: implicit-als.py FOLDER FACTORS ITERATIONS REGULARIZATION ALPHA THREADS
FOLDER holds indptr.bin and indices.bin (u32, users x items). Prints one JSON object with the seconds of each iteration and
writes user-factors.bin and item-factors.bin (f32, row-major) next to them.
"""

import json
import os
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import scipy.sparse as sparse
from implicit.cpu.als import AlternatingLeastSquares

folder, factors, iterations, regularization, alpha, threads = sys.argv[1:]
indptr = np.fromfile(f"{folder}/indptr.bin", dtype=np.uint32).astype(np.int32)
indices = np.fromfile(f"{folder}/indices.bin", dtype=np.uint32).astype(np.int32)
items = int(np.fromfile(f"{folder}/items.bin", dtype=np.uint32)[0])
values = np.ones(len(indices), dtype=np.float32)
matrix = sparse.csr_matrix((values, indices, indptr), shape=(len(indptr) - 1, items))

seconds = []
model = AlternatingLeastSquares(
    factors=int(factors),
    regularization=float(regularization),
    alpha=float(alpha),
    iterations=int(iterations),
    num_threads=int(threads),
    random_state=1,
)
model.fit(matrix, show_progress=False, callback=lambda iteration, elapsed, loss: seconds.append(elapsed))
model.user_factors.astype(np.float32).tofile(f"{folder}/user-factors.bin")
model.item_factors.astype(np.float32).tofile(f"{folder}/item-factors.bin")
print(json.dumps({"seconds": seconds}))
