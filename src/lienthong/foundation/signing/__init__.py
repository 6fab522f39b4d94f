"""Digital signatures (chữ ký số): certificates of positions and agencies, PAdES signing, verdicts on signed PDFs."""
