"""Every URL and every operation of the API names who may."""

from collections.abc import Iterator
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from lienthong.kit.access import Access

# Views of libraries, which guard themselves: sign-in, second factor, VNeID; Django's own static files.
THEIRS = ("allauth.", "django.", "ninja.")


def _views(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _views(each.url_patterns, prefix + str(each.pattern))
        elif isinstance(each, URLPattern):
            yield prefix + str(each.pattern), each.callback


def _home(view: Any) -> str:
    while isinstance(view, partial):
        view = view.func
    return str(getattr(getattr(view, "view_class", view), "__module__", ""))


def _operations() -> Iterator[tuple[str, Any]]:
    if find_spec("lienthong.config.api") is None:
        return
    from ninja import NinjaAPI

    for api in (value for value in vars(import_module("lienthong.config.api")).values() if isinstance(value, NinjaAPI)):
        for router in api._get_bound_routers():
            for path, view in router.path_operations.items():
                for operation in view.operations:
                    yield f"{'|'.join(operation.methods)} {router.prefix}{path}", operation.view_func


def test_every_page_names_who_may() -> None:
    unmarked = [
        f"/{path} ({_home(view)}.{getattr(view, '__name__', view)})"
        for path, view in _views(get_resolver().url_patterns)
        if not _home(view).startswith(THEIRS) and not isinstance(getattr(view, "access", None), Access)
    ]
    assert unmarked == [], (
        "mark these views with @public, @signed_in, @citizen or @officer(...) of lienthong.kit.access"
    )


def test_every_operation_of_the_api_names_who_may() -> None:
    unmarked = [name for name, operation in _operations() if not isinstance(getattr(operation, "access", None), Access)]
    assert unmarked == [], (
        "decorate with @public.operation, @signed_in.operation, @citizen.operation or @officer(...).operation"
    )


def test_every_right_that_a_page_asks_for_is_carried_by_some_role() -> None:
    from lienthong.foundation.organizations.choices import RIGHTS

    known = frozenset().union(*RIGHTS.values())
    views = [*_views(get_resolver().url_patterns), *_operations()]
    asked = {right for _, view in views for right in getattr(getattr(view, "access", None), "rights", ())}
    assert asked <= known


@pytest.mark.parametrize("path", ["/healthz"])
def test_the_doors_that_stay_open_do(path: str) -> None:
    from django.urls import resolve

    assert resolve(path).func.access.kind == "public"  # type: ignore[attr-defined]  # set by kit.access
