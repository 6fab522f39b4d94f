"""Shapes a procedure travels in (khuôn dạng trao đổi): the national record, the workbook, our own file. Pure: no table is read here."""
