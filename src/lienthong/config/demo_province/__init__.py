"""The demo province (tỉnh chạy thử): its officers, its people and two months of their dossiers, made through the real services.

`loading.load` is the entrance. The stories play in time order under `kit.clock.at`, so due dates, numbers, audit entries and
notifications are those the platform itself gives.
"""
