"""Fills a database with connections that are not due: what a large table costs, without the hours of making one.

usage: fill.py DATABASE TOTAL
"""
import sqlite3
import sys
import time

database, total = sys.argv[1], int(sys.argv[2])
with sqlite3.connect(database) as file:
    tenant = file.execute("SELECT id FROM tenants").fetchone()[0]
    there = file.execute("SELECT count(*) FROM renewals").fetchone()[0]
    now = int(time.time() * 1000)
    in_a_month = now + 30 * 86_400_000
    sealed = bytes(400)
    numbers = range(there, total)
    file.executemany(
        "INSERT INTO connections (tenant_id, id, app_id, name, setup_type, setup, tokens, generation, created_at, updated_at)"
        " VALUES (?, ?, 'ACME', 'idle', 'OAUTH_CODE', ?, ?, 1, ?, ?)",
        ((tenant, f"ac_idle{number:018}", sealed, sealed, now, now) for number in numbers),
    )
    file.executemany(
        "INSERT INTO renewals (tenant_id, connection_id, refresh_at, expires_at) VALUES (?, ?, ?, ?)",
        ((tenant, f"ac_idle{number:018}", in_a_month + number, in_a_month) for number in numbers),
    )
