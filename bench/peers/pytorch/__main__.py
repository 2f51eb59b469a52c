"""The method in PyTorch: what its steps and recommendations take, and whether its numbers are ours.

usage: python3 bench/peers/pytorch [--threads N] [--json]
       python3 bench/peers/pytorch --check
"""
from __future__ import annotations

import argparse
import json
import os
import sys

# Libraries read these when they are loaded; torch.set_num_threads does not reach OpenBLAS.
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def main() -> None:
    summary = (__doc__ or "").splitlines()[0]
    parser = argparse.ArgumentParser(prog="bench/peers/pytorch", description=summary)
    parser.add_argument("--check", action="store_true", help="compare with tests/fixtures only")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", action="store_true", help="as bench -- steps has it")
    options = parser.parse_args()
    os.environ.update({name: str(options.threads) for name in THREADS})
    if options.check:
        check()
    else:
        measure(options.threads, options.json)


def check() -> None:
    """Prints a line for each fixture, or ends with the first that differs."""
    import golden

    try:
        for line in golden.check():
            print(line)
    except ArithmeticError as error:
        sys.exit(str(error))


def measure(threads: int, as_json: bool) -> None:
    """Prints milliseconds of each job, or ends with what is to be installed."""
    import torch

    import blas
    import jobs

    torch.set_num_threads(threads)
    if complaint := blas.complaint():
        sys.exit(complaint)
    if as_json:
        rows = [{"job": job.name, "threads": threads, "ms": job.ms} for job in jobs.run()]
        print(json.dumps(rows))
        return
    for job in jobs.run():
        print(f"{job.name} ms {job.ms:.2f}", flush=True)


main()
