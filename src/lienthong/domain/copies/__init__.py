"""Certified electronic copies (bản sao điện tử được chứng thực): scanned at the counter, compared, signed, kept for their owner."""
