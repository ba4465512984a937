"""Top-20 lists for every user by a library of the field, on the interactions that the bench gives.

usage: recommend.py METHOD FOLDER THREADS
METHOD is als (implicit, d = 64), bm25 or cosine (implicit's item-item), ease (numpy, closed form), or warp (LightFM).
FOLDER holds indptr.bin and indices.bin (u32, users x items) and items.bin. Writes lists.bin (u32, users x 20, best first,
4294967295 where a list is shorter), none of them met in training, and prints one JSON object with the seconds of the fit.
"""

import json
import os
import sys
import time

method, folder, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
os.environ["OPENBLAS_NUM_THREADS"] = str(threads if method == "ease" else 1)

import numpy as np
import scipy.sparse as sparse

K = 20
NONE = 4294967295
indptr = np.fromfile(f"{folder}/indptr.bin", dtype=np.uint32).astype(np.int32)
indices = np.fromfile(f"{folder}/indices.bin", dtype=np.uint32).astype(np.int32)
items = int(np.fromfile(f"{folder}/items.bin", dtype=np.uint32)[0])
users = len(indptr) - 1
matrix = sparse.csr_matrix((np.ones(len(indices), dtype=np.float32), indices, indptr), shape=(users, items))


def best(score):
    """Lists from score(first, last) -> dense (last - first) x items."""
    lists = np.full((users, K), NONE, dtype=np.uint32)
    for first in range(0, users, 500):
        last = min(users, first + 500)
        scores = np.array(score(first, last), dtype=np.float32)
        part = matrix[first:last]
        scores[np.repeat(np.arange(last - first), np.diff(part.indptr)), part.indices] = -np.inf
        top = np.argpartition(-scores, K, axis=1)[:, :K]
        order = np.argsort(-np.take_along_axis(scores, top, axis=1), axis=1, kind="stable")
        lists[first:last] = np.take_along_axis(top, order, axis=1)
    return lists


def fit_implicit():
    if method == "als":
        from implicit.cpu.als import AlternatingLeastSquares

        model = AlternatingLeastSquares(
            factors=64, regularization=10, alpha=20, iterations=15, num_threads=threads, random_state=1
        )
        model.fit(matrix, show_progress=False)
    else:
        from implicit.nearest_neighbours import BM25Recommender, CosineRecommender

        model = (BM25Recommender if method == "bm25" else CosineRecommender)(K=200, num_threads=threads)
        model.fit(matrix, show_progress=False)

    def lists():
        found, _ = model.recommend(np.arange(users), matrix, N=K, filter_already_liked_items=True)
        return np.where(found < 0, NONE, found).astype(np.uint32)

    return lists


def fit_ease():
    gram = np.asarray((matrix.T @ matrix).todense(), dtype=np.float32)
    gram[np.diag_indices(items)] += 200
    inverse = np.linalg.inv(gram)
    weights = inverse / -np.diag(inverse)
    weights[np.diag_indices(items)] = 0
    return lambda: best(lambda first, last: matrix[first:last] @ weights)


def fit_warp():
    from lightfm import LightFM

    model = LightFM(no_components=64, loss="warp", learning_schedule="adagrad", random_state=1)
    model.fit(matrix.tocoo(), epochs=30, num_threads=threads)
    bias, factors = model.get_item_representations()
    _, tastes = model.get_user_representations()
    return lambda: best(lambda first, last: tastes[first:last] @ factors.T + bias)


started = time.time()
lists = {"ease": fit_ease, "warp": fit_warp}.get(method, fit_implicit)()
seconds = time.time() - started
lists().tofile(f"{folder}/lists.bin")
print(json.dumps({"seconds": seconds}))
