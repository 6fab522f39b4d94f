"""Who kept a dossier how long, who made it late, and who is told (trễ hạn)."""
