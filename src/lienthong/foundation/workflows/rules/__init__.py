"""The table of steps, its diagram and its checks, as pure functions (bảng bước, sơ đồ). Stands where `states` stands."""
