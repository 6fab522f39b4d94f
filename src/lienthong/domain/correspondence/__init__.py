"""Văn bản đến, văn bản đi: registered, directed, worked on, answered and filed (Nghị định 30/2020/NĐ-CP)."""
