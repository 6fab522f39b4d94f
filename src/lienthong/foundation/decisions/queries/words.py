"""A rule as a sentence (quy tắc bằng lời), so that an official reads what a row of symbols says."""

from lienthong.foundation.decisions.rules.cells import Either, Equal, Test, in_words, said
from lienthong.foundation.decisions.rules.table import Rule, Table


def rule_in_words(table: Table, rule: Rule) -> str:
    """`Khi “Tuổi” từ 75 trở lên; “Lương hưu” là Không → Được nộp.`"""
    parts = [
        f"“{each.label}” {'là ' if isinstance(test, Equal) or _lists(test) else ''}{words}"
        for test, each in zip(rule.when, table.inputs, strict=True)
        if (words := in_words(test))
    ]
    first = next((said(value) for value in rule.then if value is not None), "chưa ghi kết quả")
    lead = "Khi " + "; ".join(parts) if parts else "Mọi trường hợp còn lại"
    return f"{lead} → {first}."


def _lists(test: Test) -> bool:
    return isinstance(test, Either) and all(isinstance(each, Equal) for each in test.tests)
