"""Lists of FAISS on one thread: usage scan_faiss.py FOLDER WIDTH TOP ROUNDS.

FOLDER has the vectors as floats in `table` and the queries in `queries`. Prints the median over
the rounds of the mean time of a list, bytes an item and the lists, of every index in turn.
"""
from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

try:
    import faiss
    import numpy
except ImportError:
    sys.exit("FAISS is not installed (Debian: python3-faiss); it is left out.")


def main() -> None:
    folder, width, top, rounds = Path(sys.argv[1]), *map(int, sys.argv[2:])
    table = numpy.fromfile(folder / "table", numpy.float32).reshape(-1, width)
    queries = numpy.fromfile(folder / "queries", numpy.float32).reshape(-1, width)
    faiss.omp_set_num_threads(1)
    graph = faiss.IndexHNSWFlat(width, 16, faiss.METRIC_INNER_PRODUCT)
    graph.hnsw.efConstruction, graph.hnsw.efSearch = 128, 512
    link_bytes = 4 * 2 * 16
    indexes = {
        "FAISS, flat fp32": (faiss.IndexFlatIP(width), 4 * width),
        "FAISS, fast scan, 16 × 4 bits": (fast_scan(width, 16), 8),
        "FAISS, fast scan, 32 × 4 bits": (fast_scan(width, 32), 16),
    }
    if len(table) <= 100_000:
        indexes["FAISS, HNSW fp32, ef 512"] = (graph, 4 * width + link_bytes)
    for index, _ in indexes.values():
        index.train(table)
        index.add(table)
    times = {name: [] for name in indexes}
    for _ in range(rounds):
        for name, (index, _) in indexes.items():
            index.search(queries[:1], top)
            start = time.perf_counter()
            for query in range(len(queries)):
                index.search(queries[query : query + 1], top)
            times[name].append((time.perf_counter() - start) / len(queries))
    rows = [
        {
            "name": name,
            "micros": 1e6 * statistics.median(times[name]),
            "bytes": size,
            "lists": index.search(queries, top)[1].tolist(),
        }
        for name, (index, size) in indexes.items()
    ]
    print(json.dumps(rows))


def fast_scan(width: int, parts: int) -> "faiss.Index":
    return faiss.IndexPQFastScan(width, parts, 4, faiss.METRIC_INNER_PRODUCT)


main()
