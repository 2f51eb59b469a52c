"""Every member of ondevicerec.py. Arguments: the folder of models that run makes, of 40 items and at most 6 in a history; a library
other than the one that the loader finds; its version."""

import ctypes
import os
import re
import sys
from collections.abc import Callable

from ondevicerec import Error, History, IdKind, Model, Status


def refuses(expected: Status, call: Callable[[], object]) -> None:
    try:
        call()
    except Error as error:
        assert error.status == expected and str(error), (expected, error.status, str(error))
    else:
        raise AssertionError(f"{expected!r} is not raised")


def main(folder: str, library: str, version: str) -> None:
    refuses(Status.FILE, lambda: Model(folder + "/nowhere.odr"))
    refuses(Status.FILE, lambda: Model(folder + "/text.odr\0"))
    refuses(Status.MODEL_FORMAT, lambda: Model(folder + "/text/items.txt"))
    refuses(Status.MODEL_FORMAT, lambda: Model(b"ODR"))

    text, number, none = (Model(f"{folder}/{name}.odr") for name in ("text", "number", "none"))
    assert (text.id_kind, text.items, text.max_length) == (IdKind.TEXT, 40, 6)
    assert text.history_bytes > 0 and text.list_macs > 0
    assert text.item_of("sku-37") == 1 and text.id_of(1) == "sku-37"
    unknown: list[str | int] = ["sku-0", "sku-37\0", "sku-\udcff", 37]
    for id in unknown:
        refuses(Status.ID, lambda: text.item_of(id))
    for item in (0, 41, 2**32 + 1):
        refuses(Status.ITEM, lambda: text.id_of(item))
    assert number.id_kind == IdKind.NUMBER and number.item_of(37) == number.item_of("37") == 1 and number.id_of(1) == 37
    refuses(Status.ID, lambda: number.item_of(2**64 + 37))
    assert none.id_kind == IdKind.NONE and none.item_of("12") == none.item_of(12) == none.id_of(12) == 12

    history = History(text)
    refuses(Status.EMPTY, lambda: history.recommend(20))
    for item in (0, 41, 2**32 + 1):
        refuses(Status.ITEM, lambda: history.append(item))
    for item in (1, 2, 3):
        history.append(item)
    assert len(history) == 3
    listed = history.recommend(20)
    items = [one.item for one in listed]
    assert len(listed) == 20 and listed[0].score >= listed[19].score
    assert history.recommend_items(20) == items
    assert len(history.recommend(2**40)) == 40
    refuses(Status.CAPACITY, lambda: history.recommend(0))
    refuses(Status.CAPACITY, lambda: history.recommend_items(-1))

    assert len(history.recommend(40, exclude_seen=True)) == 37
    assert len(history.recommend(40, exclude_seen=True, denied={4, 40})) == 35
    assert history.recommend_items(40, exclude_seen=True, denied=[4, 40], allowed=[1, 4, 5, 40]) == [5]
    assert history.recommend(40, allowed=[]) == []
    refuses(Status.FILTER, lambda: history.recommend(40, allowed=[41]))
    refuses(Status.FILTER, lambda: history.recommend(40, denied=[2**32 + 1]))

    with open(folder + "/text.odr", "rb") as file:
        again = Model(file.read())
    with History(again) as restored:
        restored.restore(history.save())
        assert len(restored) == 3 and restored.recommend(20) == listed
        refuses(Status.HISTORY_FORMAT, lambda: restored.restore(b"no history"))
        assert len(restored) == 3
        restored.clear()
        assert len(restored) == 0
    refuses(Status.NULL, restored.clear)

    text.close()
    text.close()
    refuses(Status.NULL, lambda: text.id_of(1))
    refuses(Status.NULL, lambda: History(text))
    assert history.recommend(20) == listed
    history.close()
    refuses(Status.NULL, lambda: history.append(1))

    # By an argument, which comes before the variable; a library that is nowhere is an OSError.
    Model(folder + "/none.odr", library=library)
    os.environ["ODREC_LIBRARY"] = "/nowhere.so"
    Model(folder + "/none.odr", library=library)
    try:
        Model(folder + "/none.odr")
    except OSError:
        pass
    else:
        raise AssertionError("ODREC_LIBRARY is not looked at")

    odr_version = ctypes.CDLL(library).odr_version
    odr_version.restype = ctypes.c_char_p
    assert odr_version().decode() == version
    with open("include/ondevicerec.h", encoding="utf-8") as header:
        assert {f"{one.name} = {one.value}" for one in Status} == set(re.findall(r"ODR_ERROR_(\w+ = \d+)", header.read()))


main(*sys.argv[1:])
