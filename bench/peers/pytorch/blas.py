"""Whether this PyTorch multiplies matrices with a library that is made for speed.

Debian's takes the reference BLAS unless another is installed, and is several times slower with it.
"""
from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Optional

import torch

# Fast libraries that stand in for libblas.so, by a word of their path.
FAST = re.compile("openblas|mkl|blis|atlas|flexiblas|armpl|aocl", re.IGNORECASE)
# On one core of a Zen 5 reference BLAS has 3 to 7 GFLOP/s, OpenBLAS 85 to 107.
LEAST_GFLOPS = 12.0
REMEDY = "Debian: apt-get install libopenblas0-pthread; others: pip install torch"


def complaint() -> Optional[str]:
    """One line that says what is wrong and what to install, or None."""
    rate = product_gflops()
    if slow := reference_blas():
        return f"PyTorch has the reference BLAS, {slow}: {rate:.1f} GFLOP/s. {REMEDY}."
    if rate < LEAST_GFLOPS:
        return f"PyTorch has a slow BLAS, or the machine is busy: {rate:.1f} GFLOP/s. {REMEDY}."
    return None


def reference_blas() -> Optional[str]:
    """The path of the reference BLAS, or None: another is loaded, or PyTorch brings its own."""
    maps = Path("/proc/self/maps")
    if "BLAS_INFO=generic" not in torch.__config__.show() or not maps.exists():
        return None
    files = {line.split(maxsplit=5)[-1] for line in maps.read_text().splitlines()}
    blas = sorted(file for file in files if Path(file).name.startswith("libblas."))
    return next((file for file in blas if not FAST.search(file)), None)


def product_gflops() -> float:
    """The best rate of some products of the teacher's scores, [100, 128] by [128, 40727]."""
    h, table = torch.rand(100, 128), torch.rand(40_727, 128)
    best = min(seconds_of_product(h, table) for _ in range(20))
    return 2 * h.numel() * len(table) / best / 1e9


def seconds_of_product(h: torch.Tensor, table: torch.Tensor) -> float:
    """The time of h · table^T."""
    begin = time.perf_counter()
    h @ table.T
    return time.perf_counter() - begin
