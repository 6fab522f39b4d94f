"""Work files and the archive of an agency (hồ sơ công việc, lưu trữ cơ quan)."""
