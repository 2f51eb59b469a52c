#!/usr/bin/env python3
"""Lists the 20 best next items after a session:

    python3 next_items.py student.odr 12 5 9

Items are the catalog's own ids where the model has them, else numbers from 1.
"""

import sys

from ondevicerec import Error, History, Model


def main() -> int:
    if len(sys.argv) < 3:
        print("usage: next_items.py MODEL ITEM...", file=sys.stderr)
        return 2

    try:
        with Model(sys.argv[1]) as model, History(model) as history:
            for id in sys.argv[2:]:
                history.append(model.item_of(id))
            for item, score in history.recommend(20):
                print(f"{model.id_of(item)} {score:.4f}")
        return 0
    except (Error, OSError) as error:
        print(f"next-items: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
