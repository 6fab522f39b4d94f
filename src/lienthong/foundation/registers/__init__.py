"""Looking up national registers (tra cứu cơ sở dữ liệu): with a reason, for one dossier, recorded and told to the person concerned."""
