"""`{% load ui %}`: every component of the design system (thẻ giao diện). Look at them at `/giao-dien/`.

Lists are plain lists of dicts. Everything is escaped; pass markup only as SafeString.

PIECES
  {% icon "check" [size="l"] %}                      one of images/icons.svg, beside a word
  {% mark %}  {% star %}                             the mark; the drum of empty states
  {% key "F9" %}                                     <kbd>
  {% button "Nộp hồ sơ" [kind="primary|warn|quiet|icon"] [url=] [icon=] [icon_end=] [key="F9"] [name=] [value=] [type="submit"]
            [form=] [wide=True] [busy="Đang nộp"] [disabled=True] [opens="dialog-id"] [hx_post=… any_attr=…] %}
                                                     url makes a link; key shows <kbd> and works (data-key)
  {% chip "processing" [label=] [icon=] [tone="now|soon|late|done|line"] %}   states: words.py CHIPS; or only label + tone
  {% due moment [days_left=2] [paused=True] [now=] [time_left=] [note=] %}    "còn 4 giờ  17:00 hôm nay"; days_left = working days
  {% source "Cơ sở dữ liệu quốc gia về dân cư, 09:38 hôm nay" %}  green "Từ …";  {% saved moment %} "Đã lưu lúc 09:42" (autosave writes here)
  {% avatar name %}   {% progress value label [top=100] [text=] %}   {% qr svg [caption=] %}  svg: SafeString without inline style

FORMS
  {% field bound_or_dict [kind=] [label=] [hint=] [value=] [error=] [choices=] … %}   keys of the dict: kit/ui/fields.py
        kinds: text textarea number money date(three boxes) select radio checkboxes checkbox file tel email password citizen_id hidden
        date posts <name>_day, _month, _year: read with kit.ui.dates.read_boxes or dates.DateBoxesField
  {% errors form_or_list %}        "Còn 2 mục cần sửa", linked; a list holds {label, message, id}. Put it at the top of the content
  {% known rows [source=] %}       values the State knows: rows {label, value}
  {% three name [value="ok|miss|bad"] [label=] %}    đủ, thiếu, không hợp lệ
  {% upload name label [url=] [hint=] [files=] [multiple=True] %}    file field with list and drop zone

OF A DOSSIER
  {% steps items [label=] %}       {label, state: done|now|next [, url]}
  {% timeline items %}             {title, state: done|now|late|paused|next, [who, when, text, icon, lines: [..]]}
  {% tasks items %}                {title, state: done|soon|late|todo, [text, chip, chip_label, url, action, icon]}
  {% summary rows %}               check answers: {label, value, [url, source, change]}
  {% facts rows %}                 {label, value, [note, url]}
  {% files items %}                {name, state: done|checking|waiting|failed, [size (bytes), pages, note, at, url, thumbnail, error, remove (URL, POST), progress]}
  {% days weeks [label=] [legend=True] %}   weeks of 7 {day, state: count|off|paused|due|today|start|"", [label, is_today]}
  {% process url [active="Id …"] [done="Id …"] [label=] %}    BPMN picture; put the steps in words beside it
  {% signature state title [rows=] [text=] %}   state: done|soon|late
  {% comment_entry author text [role=] [when=] [order=True] [behalf=True] %}

LISTS
  {% data_table columns rows [caption=] [select="ids"] %}   columns {label, [num, clip, code, name, sort_url, sort: ascending|descending]};
        rows {cells: [..], [url (first cell links), late, selected, checked, id, code (a scanner ticks it: data-lt-mark)]}
  {% pager page [label=] %}        page: {prev_url, next_url, [text]} keyset
  {% tabs items [label=] %}        {label, url, [count, current, late]}
  {% crumbs items %}               {label, [url]}; the last is this page
  {% empty title [text=] [action=] [url=] %}
  {% stat label value [unit=] [delta=] [state="done|late"] %}   {% bars items [top=] %} {label, value, [text, url, state]}
  {% target label value goal [unit="%"] %}

BLOCKS
  {% notice [kind="info|soon|late|done"] [title=] %} … {% endnotice %}
  {% dialog "id" "Trả lại hồ sơ?" %} … {% enddialog %}    open with {% button … opens="id" %}
  {% panel ["Tiêu đề"] %} … {% endpanel %}    {% filterbar [action=] %} fields, button {% endfilterbar %}    {% keybar %} … {% endkeybar %}

FILTERS  money  number_vi[:decimals]  percent  date_vi  time_vi  datetime_vi  size_vi  id_masked  initials
FRAMES   ui/citizen.html: blocks title, crumbs, content, aside (write <aside> inside), main (all of it), help
         ui/staff.html: blocks title, content, keys, delegation; context rail, rooms, positions, unread_count
         ui/auth.html: title, content; ui/error.html: context title, message, ways. Context of all: actor, province_name
SCRIPT   data-key, data-lt-list (J/K, X ticks), data-lt-mark, data-lt-autosave, data-lt-upload, data-lt-open/-close, data-lt-print, data-lt-when: assets/js
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from lienthong.kit.ui import fields, formats, pieces

register = template.Library()
for _filter in (formats.money, formats.number_vi, formats.percent, formats.date_vi, formats.time_vi, formats.datetime_vi,
                formats.size_vi, formats.id_masked, formats.initials):  # fmt: skip
    register.filter(_filter.__name__, _filter)


for _piece in (
    pieces.sprite,
    pieces.icon,
    pieces.province,
    pieces.mark,
    pieces.star,
    pieces.key,
    pieces.button,
    pieces.chip,
    pieces.due,
    pieces.source,
    pieces.saved,
    pieces.avatar,
    pieces.progress,
    pieces.qr,
    pieces.stat,
    pieces.bars,
    pieces.target,
    pieces.today_line,
):
    register.simple_tag(_piece)


# ---- forms ----


@register.inclusion_tag("ui/parts/field.html")
def field(source: BoundField | Mapping[str, Any], **given: Any) -> dict[str, Any]:
    """A question with its label, hint, error and control."""
    return {"field": fields.field_view(source, **given)}


@register.inclusion_tag("ui/parts/field.html")
def upload(name: str, label: str, url: str = "", **given: Any) -> dict[str, Any]:
    """A file field with its list and drop zone."""
    return {"field": fields.field_view({"name": name, "label": label, "kind": "file", "upload": url, **given})}


@register.inclusion_tag("ui/parts/errors.html")
def errors(source: BaseForm | Sequence[Mapping[str, str]] | None) -> dict[str, Any]:
    """The summary of everything to be mended."""
    rows: list[Mapping[str, str]] = []
    if isinstance(source, BaseForm):
        rows += [{"label": "", "message": str(text), "id": "main"} for text in source.non_field_errors()]
        for name in source.errors:
            if name in source.fields:
                view = fields.field_view(source[name])
                rows.append({"label": view.label, "message": view.error, "id": view.focus_id})
    elif source:
        rows = list(source)
    return {"rows": rows}


@register.inclusion_tag("ui/parts/known.html")
def known(rows: Sequence[Any], source: str = "") -> dict[str, Any]:
    """Values the State knows: shown, not asked."""
    return {"rows": rows, "source": source}


@register.inclusion_tag("ui/parts/three.html")
def three(name: str, value: str = "", label: str = "Kiểm giấy tờ") -> dict[str, Any]:
    """The three-way check of a paper at the counter."""
    return {"name": name, "value": value, "label": label}


# ---- of a dossier ----

register.inclusion_tag("ui/parts/steps.html", name="steps")(
    lambda items, label="Các bước": {"items": items, "label": label}
)
register.inclusion_tag("ui/parts/tasks.html", name="tasks")(lambda items: {"items": items})
register.inclusion_tag("ui/parts/summary.html", name="summary")(lambda rows: {"rows": rows})
register.inclusion_tag("ui/parts/facts.html", name="facts")(lambda rows: {"rows": rows})
register.inclusion_tag("ui/parts/tabs.html", name="tabs")(lambda items, label="Nhóm": {"items": items, "label": label})
register.inclusion_tag("ui/parts/crumbs.html", name="crumbs")(lambda items: {"items": items})
register.inclusion_tag("ui/parts/pager.html", name="pager")(lambda page, label="Trang": {"page": page, "label": label})

TIMELINE_ICONS = {"done": "done", "late": "alert", "now": "clock", "paused": "pause", "next": "clock"}
TIMELINE_BLANK: dict[str, Any] = {"who": "", "text": "", "lines": ()}
"""A template that asks a dict for a key it lacks tries everything else first; a list of ten items feels it."""
FILE_ICONS = {"checking": "search", "failed": "alert"}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What happened, where it is, what comes."""
    rows = [
        {
            **TIMELINE_BLANK,
            **one,
            "icon": one.get("icon") or TIMELINE_ICONS.get(str(one.get("state")), "clock"),
            "when": formats.datetime_vi(one.get("when")) or one.get("when"),
        }
        for one in items
    ]
    return {"items": rows}


@register.inclusion_tag("ui/parts/files.html", takes_context=True)
def files(context: template.Context, items: Sequence[Mapping[str, Any]], list_id: str = "") -> dict[str, Any]:
    """Files with what became of them."""
    rows = [{**one, "icon": FILE_ICONS.get(str(one.get("state")), "file")} for one in items]
    return {"items": rows, "id": list_id, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/parts/days.html")
def days(
    weeks: Sequence[Sequence[Mapping[str, Any]]], label: str = "Lịch tính hạn", *, legend: bool = True
) -> dict[str, Any]:
    """The calendar that explains a due date."""
    seen = {str(day.get("state")) for week in weeks for day in week} | {
        "today" for week in weeks for day in week if day.get("is_today")
    }
    rows = [
        format_html_join(
            "",
            '<td class="{}{}"><div>{}<small>{}</small></div></td>',
            ((day["state"], " today" if day.get("is_today") else "", day["day"], day.get("label", "")) for day in week),
        )
        for week in weeks
    ]
    return {"rows": rows, "label": label, "legend": legend, "seen": seen}


@register.simple_tag
def process(url: str, active: str = "", done: str = "", label: str = "Sơ đồ quy trình") -> SafeString:
    """The picture of a process, drawn by a script that is loaded only here."""
    html = '<div class="lt-process no-print" role="group" aria-label="{}" data-lt-process="{}" data-active="{}" data-done="{}" data-script="{}" data-css="{}"></div>'
    return format_html(html, label, url, active, done, static("ui/process.js"), static("ui/process.css"))


@register.inclusion_tag("ui/parts/signature.html")
def signature(state: str, title: str, rows: Sequence[Any] = (), text: str = "") -> dict[str, Any]:
    """What the check of a signature found."""
    return {
        "state": state,
        "title": title,
        "rows": rows,
        "text": text,
        "icon": {"done": "shield", "soon": "clock"}.get(state, "alert"),
    }


@register.inclusion_tag("ui/parts/comment.html")
def comment_entry(
    author: str,
    text: str,
    role: str = "",
    when: datetime | str | None = None,
    *,
    order: bool = False,
    behalf: bool = False,
) -> dict[str, Any]:
    """An opinion, or an order of a leader."""
    return {
        "author": author,
        "text": text,
        "role": role,
        "when": formats.datetime_vi(when) or when,
        "order": order,
        "behalf": behalf,
    }


# ---- lists and figures ----


@register.inclusion_tag("ui/parts/table.html")
def data_table(
    columns: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]], caption: str = "", select: str = ""
) -> dict[str, Any]:
    """A table whose cells know their columns."""
    shaped = [{**row, "cells": list(zip(columns, row["cells"], strict=True))} for row in rows]
    return {"columns": columns, "rows": shaped, "caption": caption, "select": select}


@register.inclusion_tag("ui/parts/empty.html")
def empty(title: str, text: str = "", action: str = "", url: str = "") -> dict[str, Any]:
    """Nothing here yet: what will be here, and the way to get it."""
    return {"title": title, "text": text, "action": action, "url": url}


# ---- blocks ----

NOTICE_ICONS = {"info": "info", "soon": "clock", "late": "alert", "done": "done"}


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """Something to know before going on."""
    tone = "" if kind == "info" else f" lt-notice--{kind}"
    head = format_html("<b>{}</b> ", title) if title else ""
    return format_html(
        '<div class="lt-notice{}">{}<div>{}{}</div></div>',
        tone,
        pieces.icon(NOTICE_ICONS.get(kind, "info")),
        head,
        content,
    )


@register.simple_block_tag
def dialog(content: str, dialog_id: str, title: str, *, inline: bool = False) -> SafeString:
    """A question in the way. Without a script its link opens it, and the cancel link of the page closes it."""
    html = '<dialog id="{0}" class="lt-dialog lt-stack{3}" aria-labelledby="{0}-title"{4}><h2 id="{0}-title">{1}</h2>{2}</dialog>'
    return format_html(
        html, dialog_id, title, content, " lt-dialog--inline" if inline else "", mark_safe(" open") if inline else ""
    )


@register.simple_block_tag
def panel(content: str, title: str = "", aside: str = "") -> SafeString:
    """A block of a staff page."""
    head = format_html("<header><h2>{}</h2>{}</header>", title, aside) if title else ""
    return format_html(
        '<section class="lt-panel">{}<div class="body lt-stack lt-stack--s">{}</div></section>', head, content
    )


@register.simple_block_tag
def filterbar(content: str, action: str = "", label: str = "Lọc danh sách") -> SafeString:
    """What narrows a list: a form by GET."""
    return format_html(
        '<form class="lt-filter" method="get" role="search" aria-label="{}"{}>{}</form>',
        label,
        flatatt({"action": action}) if action else "",
        content,
    )


@register.simple_block_tag
def keybar(content: str) -> SafeString:
    """The bar at the bottom of a staff page: keys, then buttons, the red one last."""
    return format_html('<div class="lt-keys" role="toolbar" aria-label="Thao tác">{}</div>', content)
