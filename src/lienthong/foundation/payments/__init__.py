"""Payments (thanh toán trực tuyến): orders to pay, VietQR, and the bank's word that the money arrived."""
