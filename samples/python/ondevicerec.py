"""Next-item recommendation on the device: the C library of ondevicerec.h, by ctypes.

    with Model("student.odr") as model, History(model) as history:
        history.append(model.item_of("sku-12"))
        for item, score in history.recommend(20):
            print(model.id_of(item), score)

Items are numbers 1..V. What ondevicerec.h says of ids, threads and the process holds here too; multiprocessing has to spawn and not
to fork. A call that fails raises Error; OSError says that the library itself cannot be loaded.
"""

import array
import ctypes
import enum
import functools
import os
from collections.abc import Iterable
from types import TracebackType
from typing import NamedTuple, TypeVar

_Self = TypeVar("_Self", bound="_Handle")


class Status(enum.IntEnum):
    """odr_status, where each is explained."""

    NULL = 1
    HANDLE = 2
    FILE = 3
    MODEL_FORMAT = 4
    HISTORY_FORMAT = 5
    ITEM = 6
    ID = 7
    CAPACITY = 8
    BUFFER = 9
    FILTER = 10
    EMPTY = 11
    SCORE = 12
    BUSY = 13
    MEMORY = 14
    INTERNAL = 15


class IdKind(enum.IntEnum):
    """odr_id_kind: the catalog's own ids, if the file has them."""

    NONE = 0
    TEXT = 1
    NUMBER = 2


class Error(Exception):
    """What was wrong with a call, in one line; status is one of Status, or a number that a newer library has added."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Recommendation(NamedTuple):
    item: int
    score: float


class _Info(ctypes.Structure):
    _fields_ = [
        ("items", ctypes.c_int32),
        ("max_length", ctypes.c_int32),
        ("id_kind", ctypes.c_int32),
        ("history_bytes", ctypes.c_int64),
        ("list_macs", ctypes.c_int64),
    ]


class _Filter(ctypes.Structure):
    _fields_ = [
        ("allowed", ctypes.c_char_p),
        ("allowed_words", ctypes.c_size_t),
        ("denied", ctypes.c_void_p),
        ("denied_count", ctypes.c_size_t),
        ("exclude_seen", ctypes.c_int32),
    ]


_POINTER = ctypes.c_void_p
_ITEM = ctypes.c_int32
_SIZE = ctypes.c_size_t
_ARGUMENTS = {
    "odr_model_open": [ctypes.c_char_p, _POINTER],
    "odr_model_open_memory": [ctypes.c_char_p, _SIZE, _POINTER],
    "odr_model_describe": [_POINTER, _POINTER],
    "odr_model_close": [_POINTER],
    "odr_item_of_text": [_POINTER, ctypes.c_char_p, _POINTER],
    "odr_item_of_number": [_POINTER, ctypes.c_int64, _POINTER],
    "odr_text_of_item": [_POINTER, _ITEM, _POINTER, _SIZE, _POINTER],
    "odr_number_of_item": [_POINTER, _ITEM, _POINTER],
    "odr_history_open": [_POINTER, _POINTER],
    "odr_history_close": [_POINTER],
    "odr_history_append": [_POINTER, _ITEM],
    "odr_history_count": [_POINTER, _POINTER],
    "odr_history_clear": [_POINTER],
    "odr_history_save": [_POINTER, _POINTER, _SIZE, _POINTER],
    "odr_history_restore": [_POINTER, ctypes.c_char_p, _SIZE],
    "odr_recommend": [_POINTER, _POINTER, _POINTER, _POINTER, _ITEM, _POINTER],
}


class _Library:
    def __init__(self, path: str) -> None:
        self._functions = ctypes.CDLL(path)
        self._functions.odr_message.restype = ctypes.c_char_p
        for name, arguments in _ARGUMENTS.items():
            getattr(self._functions, name).argtypes = arguments

    def call(self, name: str, *arguments: object) -> None:
        status: int = getattr(self._functions, name)(*arguments)
        if status:
            message: bytes = self._functions.odr_message()
            raise Error(Status(status) if status in set(Status) else status, message.decode("utf-8", "replace"))


@functools.lru_cache(maxsize=None)
def _load(path: str) -> _Library:
    return _Library(path)


class _Handle:
    """A handle, closed at the end of a with block, by close(), or with its object."""

    _close: str
    _library: _Library
    _handle: ctypes.c_void_p | None = None

    def close(self) -> None:
        """Closes it before its time; calls after that raise Error with Status.NULL."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            self._library.call(self._close, handle)

    def __enter__(self: _Self) -> _Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()


class Model(_Handle):
    """A model, read once and never changed. Threads may share it. Its histories work on when it is closed.

    source is a path, or a whole file as bytes. The library is what library says, or the environment variable ODREC_LIBRARY, or where
    the loader finds libondevicerec.so.0.
    """

    _close = "odr_model_close"

    def __init__(self, source: str | os.PathLike[str] | bytes, library: str | os.PathLike[str] | None = None) -> None:
        self._library = _load(os.fspath(library or os.environ.get("ODREC_LIBRARY") or "libondevicerec.so.0"))
        handle = ctypes.c_void_p()
        if isinstance(source, bytes):
            self._library.call("odr_model_open_memory", source, len(source), ctypes.byref(handle))
        else:
            self._library.call("odr_model_open", _text(os.fsencode(source), Status.FILE), ctypes.byref(handle))
        self._handle = handle
        info = _Info()
        self._library.call("odr_model_describe", handle, ctypes.byref(info))
        self.items: int = info.items
        self.max_length: int = info.max_length
        self.id_kind = IdKind(info.id_kind)
        self.history_bytes: int = info.history_bytes
        self.list_macs: int = info.list_macs

    def item_of(self, id: str | int) -> int:
        """The item with an id, a text or a number; where ids are numbers, a text is read as one. Status.ID."""
        item = ctypes.c_int32()
        if isinstance(id, str):
            text = _text(id.encode("utf-8", "surrogateescape"), Status.ID)
            self._library.call("odr_item_of_text", self._handle, text, ctypes.byref(item))
        elif -(2**63) <= id < 2**63:
            self._library.call("odr_item_of_number", self._handle, id, ctypes.byref(item))
        else:
            raise Error(Status.ID, f"The catalog has no id {id}.")
        return item.value

    def id_of(self, item: int) -> str | int:
        """The id of an item: a text where the catalog's ids are texts, else a number. Status.ITEM."""
        if self.id_kind != IdKind.TEXT:
            number = ctypes.c_int64()
            self._library.call("odr_number_of_item", self._handle, _item(item), ctypes.byref(number))
            return number.value
        text = ctypes.create_string_buffer(256)
        length = ctypes.c_size_t()
        self._library.call("odr_text_of_item", self._handle, _item(item), text, len(text), ctypes.byref(length))
        return text.raw[: length.value].decode()


class History(_Handle):
    """What one user did last: the most recent items, at most the model's max_length. For one thread at a time."""

    _close = "odr_history_close"

    def __init__(self, model: Model) -> None:
        self._library = model._library
        self._items = model.items
        handle = ctypes.c_void_p()
        self._library.call("odr_history_open", model._handle, ctypes.byref(handle))
        self._handle = handle

    def __len__(self) -> int:
        count = ctypes.c_int32()
        self._library.call("odr_history_count", self._handle, ctypes.byref(count))
        return count.value

    def append(self, item: int) -> None:
        """Adds the most recent item; the oldest goes when the history is full. Status.ITEM."""
        self._library.call("odr_history_append", self._handle, _item(item))

    def clear(self) -> None:
        """Forgets all items."""
        self._library.call("odr_history_clear", self._handle)

    def save(self) -> bytes:
        """The items held, for restore() of any history of the same catalog."""
        length = ctypes.c_size_t()
        self._library.call("odr_history_save", self._handle, None, 0, ctypes.byref(length))
        saved = ctypes.create_string_buffer(length.value)
        self._library.call("odr_history_save", self._handle, saved, len(saved), ctypes.byref(length))
        return saved.raw

    def restore(self, saved: bytes) -> None:
        """Takes saved items in the place of those held. Status.HISTORY_FORMAT, and what was held stays."""
        self._library.call("odr_history_restore", self._handle, saved, len(saved))

    def recommend(
        self, most: int, *, allowed: Iterable[int] | None = None, denied: Iterable[int] = (), exclude_seen: bool = False
    ) -> list[Recommendation]:
        """The items with the highest scores, best first: most of them at most, as many as the filter leaves.

        allowed are the only items to list, denied those to leave out, exclude_seen leaves out what the history holds.
        """
        items, scores = self._list(most, True, allowed, denied, exclude_seen)
        return [Recommendation(item, score) for item, score in zip(items, scores)]

    def recommend_items(
        self, most: int, *, allowed: Iterable[int] | None = None, denied: Iterable[int] = (), exclude_seen: bool = False
    ) -> list[int]:
        """The same items without their scores, which takes a fraction of the time where the model's table is binary codes."""
        return self._list(most, False, allowed, denied, exclude_seen)[0]

    def _list(
        self, most: int, scored: bool, allowed: Iterable[int] | None, denied: Iterable[int], exclude_seen: bool
    ) -> tuple[list[int], list[float]]:
        # No list is longer than the catalog; the library says what is wrong with a length below 1.
        room = max(0, min(most, self._items))
        items = (ctypes.c_int32 * room)()
        scores = (ctypes.c_float * room)() if scored else None
        count = ctypes.c_int32()
        bits = None if allowed is None else self._bits(allowed)
        without = array.array("i", (self._checked(item, "denied") for item in denied))
        given = _Filter(bits, len(bits or b"") // 8, without.buffer_info()[0], len(without), exclude_seen)
        self._library.call("odr_recommend", self._handle, ctypes.byref(given), items, scores, room, ctypes.byref(count))
        return items[: count.value], scores[: count.value] if scores is not None else []

    def _bits(self, items: Iterable[int]) -> bytes:
        """A bit an item, in whole words of 64."""
        bits = bytearray((self._items + 63) // 64 * 8)
        for item in items:
            at = self._checked(item, "allowed") - 1
            bits[at // 8] |= 1 << at % 8
        return bytes(bits)

    def _checked(self, item: int, kind: str) -> int:
        if not 1 <= item <= self._items:
            raise Error(Status.FILTER, f"The {kind} item {item} is not within 1..{self._items}.")
        return item


def _item(item: int) -> int:
    """C would take a number of more than 32 bits for another one."""
    if not -(2**31) <= item < 2**31:
        raise Error(Status.ITEM, f"There is no item {item}.")
    return item


def _text(text: bytes, status: Status) -> bytes:
    """C would read a text up to its first NUL."""
    if b"\0" in text:
        raise Error(status, "The text has a NUL in it.")
    return text
