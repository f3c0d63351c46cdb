"""Checks what callers give against the annotations of what they call."""

from __future__ import annotations

import collections.abc
from collections.abc import Callable, Collection, Mapping
from functools import cache, wraps
from inspect import signature
from numbers import Integral
from types import UnionType
from typing import Any, Literal, ParamSpec, TypeVar, Union, get_args, get_origin, get_type_hints

from store.errors import ArgumentError

P = ParamSpec("P")
T = TypeVar("T")


def checked(function: Callable[P, T]) -> Callable[P, T]:
    """A function that raises ArgumentError at an argument of another type than its annotation."""
    parameters = signature(function).parameters

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        # Python itself says which arguments are missing, unknown or too many.
        for name, value in (*zip(parameters, args, strict=False), *kwargs.items()):
            kind = annotations(function).get(name)
            if kind is not None:
                check_argument(name, value, kind)
        return function(*args, **kwargs)

    return wrapper


@cache
def annotations(of: Any) -> dict[str, Any]:
    """The types of a function's parameters, or of a class's fields."""
    return get_type_hints(of)


def check_fields(instance: object) -> None:
    """The same as `check_argument` for each field of a dataclass."""
    for name, kind in annotations(type(instance)).items():
        check_argument(name, getattr(instance, name), kind)


def check_argument(name: str, value: object, kind: Any) -> None:
    """Raise ArgumentError, which names the argument and what is wanted, at a value that is not of a type.

    Of a list each item is checked; of an iterator, which can be read once, none.
    """
    if fits(value, kind):
        return
    for container in filter(_items_of, _alternatives(kind)):
        if _holds(value, container):
            for place, item in enumerate(value):  # type: ignore[arg-type]
                check_argument(f"{name}[{place}]", item, _items_of(container))
    *others, last = (_written(each) for each in _alternatives(kind))
    wanted = f"{', '.join(others)} or {last}" if others else last
    given = repr(value) if get_origin(kind) is Literal else "None" if value is None else type(value).__name__
    raise ArgumentError(f"{name} has to be {wanted}, not {given:.60}.")


def fits(value: object, kind: Any) -> bool:
    """Whether a value is of a type as annotations write it."""
    if kind is Any:
        return True
    if isinstance(kind, type):
        return isinstance(value, Integral if kind is int else kind)
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return any(fits(value, each) for each in get_args(kind))
    if origin is Literal:
        return value in get_args(kind)
    items = _items_of(kind)
    if items is None:
        return isinstance(value, origin)
    return _holds(value, kind) and (not isinstance(value, Collection) or all(fits(item, items) for item in value))


def _alternatives(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)


def _items_of(kind: Any) -> Any:
    """The type of the items of a sequence or other iterable; None for what has none, or is read by its keys."""
    origin = get_origin(kind)
    is_container = isinstance(origin, type) and issubclass(origin, collections.abc.Iterable)
    return get_args(kind)[0] if is_container and not issubclass(origin, Mapping) else None


def _holds(value: object, container: Any) -> bool:
    """Whether a value is a container of this kind, whatever is in it. A dict is no list of its keys."""
    return isinstance(value, get_origin(container)) and not isinstance(value, Mapping | bytes)


def _written(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return " or ".join(map(repr, get_args(kind)))
    if (items := _items_of(kind)) is not None:
        return f"{get_origin(kind).__name__} of {' or '.join(map(_written, _alternatives(items)))}"
    return "None" if kind is type(None) else getattr(get_origin(kind) or kind, "__name__", str(kind))
