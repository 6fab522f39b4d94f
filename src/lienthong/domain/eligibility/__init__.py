"""Eligibility (kiểm tra điều kiện): a few questions lead to the right procedure and case, and say early who cannot file and why."""
