"""Filing and return by public post (bưu chính công ích, QĐ 45/2016/QĐ-TTg): orders, tracking, cash on delivery, statements.

An order carries something between a citizen and an office. It knows what it is about only by `subject_type`, `subject_id`; what follows
for that subject is told by events and done in `flows/postal_deliveries.py`.
"""
