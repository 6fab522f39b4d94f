"""Reading who held what how long (tra cứu trễ hạn)."""
