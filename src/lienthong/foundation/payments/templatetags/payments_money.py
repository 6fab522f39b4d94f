"""Amounts on pages of payments (số tiền)."""

from django import template

from lienthong.kit.money import format_money

register = template.Library()
register.filter("dong", format_money)
