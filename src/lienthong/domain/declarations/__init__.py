"""Declarations (tờ khai): a filled-in form as its official paper, and our own forms known again when they come back as scans."""
