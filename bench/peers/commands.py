"""Other programs: the interpreter that has PyTorch, and what a command prints."""
from __future__ import annotations

import os
import subprocess
import sys
from typing import Dict, List


def python_with_torch() -> str:
    """The first interpreter that has PyTorch: a distribution's may have it where PATH's has not."""
    for python in filter(None, (os.environ.get("PYTHON"), "python3", "/usr/bin/python3")):
        try:
            found = subprocess.run([python, "-c", "import torch, numpy"], stderr=subprocess.DEVNULL)
        except OSError:
            continue
        if found.returncode == 0:
            return python
    packages = "python3-torch python3-numpy libopenblas0-pthread"
    sys.exit(f"PyTorch is not installed (Debian: {packages}); PYTHON names another interpreter.")


def output(command: List[str], environment: Dict[str, str] = {}) -> str:
    """What the command prints; where it fails that is shown, and this ends too."""
    variables = {**os.environ, **environment}
    result = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=variables)
    if result.returncode != 0:
        sys.exit(f"{result.stdout}{' '.join(command)} ended with {result.returncode}.")
    return result.stdout.rstrip()
