"""The small components (thành phần nhỏ) as functions that return escaped markup. Templates reach them by `{% load ui %}`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from lienthong.kit import clock
from lienthong.kit.ui import formats, words


def sprite() -> str:
    """URL of the sprite of icons."""
    return static("ui/icons.svg")


@lru_cache(maxsize=512)
def icon(name: str, size: str = "") -> SafeString:
    """One icon, hidden from screen readers: a word stands beside it. Kept: a page shows dozens, and names are few."""
    return format_html(
        '<svg class="lt-icon{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        f" lt-icon--{size}" if size else "",
        sprite(),
        name,
    )


def province() -> str:
    """Name of the province; error pages have no context to take it from."""
    return getattr(settings, "PROVINCE_NAME", "")


def mark() -> SafeString:
    """The small drum star of the head."""
    return format_html(
        '<svg class="lt-mark" viewBox="0 0 40 40" aria-hidden="true"><use href="{}#i-star"/></svg>', sprite()
    )


def star() -> SafeString:
    """The drum of empty states and error pages."""
    return format_html(
        '<svg class="lt-star" stroke="currentColor" stroke-width="1.2" aria-hidden="true"><use href="{}#i-drum"/></svg>',
        sprite(),
    )


def key(name: str) -> SafeString:
    """A key of the keyboard."""
    return format_html("<kbd>{}</kbd>", name.replace("+", " ").replace("Escape", "Esc"))


def button(label: str, kind: str = "", **given: Any) -> SafeString:
    """A button, or a link that looks like one when `url` is given."""
    url, opens, shortcut = given.pop("url", ""), given.pop("opens", ""), given.pop("key", "")
    first, last = given.pop("icon", ""), given.pop("icon_end", "")
    classes = " ".join(
        [
            "lt-button",
            *(f"lt-button--{part}" for part in kind.split()),
            *(["lt-button--wide"] if given.pop("wide", False) else []),
        ]
    )
    attributes: dict[str, Any] = {
        "class": classes,
        "data-key": shortcut or None,
        "aria-keyshortcuts": shortcut.replace("Ctrl", "Control") or None,
    }
    busy, disabled = given.pop("busy", ""), given.pop("disabled", False)
    attributes |= {"data-busy": busy or None}
    if opens:
        attributes |= {"data-lt-open": opens, "href": f"#{opens}", "role": "button"}
    elif url and not disabled:
        attributes["href"] = url
        given.pop("type", None)
    else:
        attributes |= {"type": given.pop("type", "submit"), "disabled": bool(disabled)}
    attributes |= {name.replace("_", "-"): value for name, value in given.items() if value not in (None, "", False)}
    inside = format_html(
        "{}{}{}{}",
        icon(first) if first else "",
        format_html('<span class="sr-only">{}</span>', label) if "icon" in kind.split() else label,
        icon(last) if last else "",
        key(shortcut) if shortcut else "",
    )
    shape = "a" if "href" in attributes else "button"
    return format_html(
        "<{}{}>{}</{}>", shape, flatatt({k: v for k, v in attributes.items() if v is not None}), inside, shape
    )


def chip(state: str = "", label: str = "", icon: str = "", tone: str = "") -> SafeString:
    """A state: word, icon and colour together."""
    look = words.look_of(state, str(label or ""), icon, tone)
    draw = globals()["icon"]
    return format_html(
        '<span class="lt-chip{}">{}{}</span>',
        f" lt-chip--{look.tone}" if look.tone else "",
        draw(look.icon),
        look.label,
    )


def due(
    moment: datetime | None,
    *,
    days_left: int | None = None,
    paused: bool = False,
    now: datetime | None = None,
    time_left: str = "",
    note: str = "",
) -> SafeString:
    """Time left until a deadline."""
    said = words.due_words(moment, now=now, paused=paused, days_left=days_left, time_left=time_left, note=note)
    if said is None:
        return mark_safe("")
    return format_html("{}{} <small>{}</small></span>", _due_head(said.tone, said.icon), said.text, said.note)


@lru_cache(maxsize=32)
def _due_head(tone: str, icon_name: str) -> SafeString:
    return format_html('<span class="lt-due lt-due--{}">{}', tone, icon(icon_name))


def source(text: str, prefix: str = "Từ ") -> SafeString:
    """Where a known value comes from."""
    return format_html('<span class="lt-source">{}{}{}</span>', icon("done"), prefix, text)


def saved(moment: datetime | None = None) -> SafeString:
    """When a draft was saved; the script of autosave writes into it."""
    text = format_html("{}<span>Đã lưu lúc {}</span>", icon("done"), formats.time_vi(moment)) if moment else ""
    return format_html('<span class="lt-source" role="status" data-lt-autosave-status>{}</span>', text)


def avatar(name: str, *, behalf: bool = False) -> SafeString:
    """Initials in a ring; a gold ring when acting for another."""
    return format_html(
        '<span class="lt-avatar{}" aria-hidden="true">{}</span>', " is-behalf" if behalf else "", formats.initials(name)
    )


def progress(value: float, label: str, top: float = 100, text: str = "") -> SafeString:
    """How far something is."""
    shown = text or formats.percent(100 * value / top if top else 0, 0)
    html = '<div class="lt-progress{}"><progress value="{}" max="{}" aria-label="{}"></progress><span>{}</span></div>'
    return format_html(html, " is-done" if value >= top else "", value, top, label, shown)


def qr(svg: str, caption: str = "") -> SafeString:
    """A QR code with what it is for."""
    return format_html('<figure class="lt-qr">{}<figcaption>{}</figcaption></figure>', svg, caption)


def stat(label: str, value: object, unit: str = "", delta: str = "", state: str = "") -> SafeString:
    """One figure with its name and its change."""
    shown = value if isinstance(value, str) else formats.number_vi(value)
    html = '<div class="lt-stat{}"><span class="label">{}</span><span class="value">{}{}</span>{}</div>'
    small = format_html("<small>\u00a0{}</small>", unit) if unit else ""
    change = format_html('<span class="delta">{}</span>', delta) if delta else ""
    return format_html(html, f" is-{state}" if state else "", label, shown, small, change)


def bars(items: Sequence[Mapping[str, Any]], top: float = 0) -> SafeString:
    """Bars with their figures: a table that one sees at a glance."""
    top = top or max(1.0, *(float(one["value"]) for one in items), 1.0)
    rows = (
        (
            format_html(' class="is-{}"', one["state"]) if one.get("state") else "",
            format_html('<a href="{}">{}</a>', one["url"], one["label"])
            if one.get("url")
            else format_html("<span>{}</span>", one["label"]),
            one["value"],
            top,
            one["label"],
            one.get("text") or formats.number_vi(one["value"]),
        )
        for one in items
    )
    body = format_html_join("", '<li{}>{}<progress value="{}" max="{}" aria-label="{}"></progress><b>{}</b></li>', rows)
    return format_html('<ul class="lt-bars">{}</ul>', body)


def target(label: str, value: float, goal: float, unit: str = "%") -> SafeString:
    """A promise in per cent: where we are, where we should be."""
    missed = value < goal
    html = (
        '<div class="lt-target{}">{}<span>{}</span><b>{} / {}{}</b>'
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="rail" y="3" width="100" height="4"/>'
        '<rect class="value" y="3" width="{}" height="4"/><rect class="goal" x="{}" width=".6" height="10"/></svg></div>'
    )
    shown = formats.number_vi(value), formats.number_vi(goal)
    return format_html(
        html,
        " is-missed" if missed else "",
        icon("x" if missed else "check"),
        label,
        *shown,
        f"\u00a0{unit}",
        min(value, 100),
        min(goal, 99.4),
    )


def today_line() -> str:
    """`Thứ Năm 19/11/2026, 09:42` for the head of a counter."""
    names = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")
    now = clock.local_now()
    day = "Chủ nhật" if now.weekday() == 6 else f"Thứ {names[now.weekday()]}"
    return f"{day} {now:%d/%m/%Y, %H:%M}"
