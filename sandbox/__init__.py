"""The outside world for demo and tests (môi trường thử nghiệm): national identity, a bank, a mail server.

Real protocols and real signatures, played by one small process. It knows the platform only by its public addresses and shared
secrets; neither imports the other. `python -m sandbox --help`.
"""
