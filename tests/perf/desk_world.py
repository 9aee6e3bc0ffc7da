# SPDX-License-Identifier: Apache-2.0
"""A desk of a million tickets for tests/perf/desk: one of each thing is made through the interface, and multiplied in SQL by copying
all of its columns but a few, so that it takes minutes, and goes on working when a table gains a column.

The shape: 20 teams of 10 services of 2 parts; 50,000 flaws in 20,000 packages; 40 % of the tickets are done, 1 % of the others are
immediate, 10 % out of cycle, 0.5 % known to be exploited, 30 % somebody's, 5 % overdue, 1 % snoozed."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "api"))
from server import POSTGRES, TOP, Server, import_index, psql  # noqa: E402

TEAMS, SERVICES, PARTS, FLAWS, PACKAGES, PEOPLE = 20, 200, 400, 50_000, 20_000, 20
BLOCK = 100_000
HOUR, DAY = 3_600_000_000, 86_400_000_000


class Desk:
    """Somebody who is signed in."""

    def __init__(self, server, token=None, cookie=""):
        self.server, self.cookie = server, cookie
        if cookie:
            return
        status, headers, text = self.send("POST", "/session", {"token": token or server.link})
        assert status == 200, text
        cookies = [value.split(";")[0] for name, value in headers if name.lower() == "set-cookie"]
        self.cookie = "; ".join(one for one in cookies if not one.endswith("="))

    def headers(self):
        cookie = [("Cookie", self.cookie)] if self.cookie else []
        return [("Host", self.server.host), ("Origin", self.server.url), ("Content-Type", "application/json"), *cookie]

    def send(self, method, path, body=None, raw=None):
        sent = raw if raw is not None else None if body is None else json.dumps(body).encode()
        return self.server.ask(method, "/api/v1" + path, self.headers(), sent)

    def ask(self, method, path, body=None, raw=None):
        status, _, text = self.send(method, path, body, raw)
        assert status < 300, (path, status, text[:400])
        return json.loads(text) if text else None


def run_sql(server, *statements):
    if server.engine == "sqlite":
        with sqlite3.connect(f"{server.folder}/kenzen.db", timeout=60) as db:
            db.executescript("PRAGMA cache_size = -500000; PRAGMA synchronous = OFF; BEGIN IMMEDIATE;" + ";".join(statements) + "; COMMIT;")
        return
    words = [word for statement in statements for word in ("-c", statement)]
    command = ["psql", "-qX", "-v", "ON_ERROR_STOP=1", POSTGRES, "-c", f"SET search_path = {server.schema}", *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def columns_of_tables():
    with Server("sqlite") as like, sqlite3.connect(f"{like.folder}/kenzen.db") as db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [row[1] for row in db.execute(f"PRAGMA table_info({name})")] for name in names}


class KeptServer(Server):
    """A server whose data stays in folder/ENGINE for the next time; of PostgreSQL, in a schema of the database KENZEN_TEST_POSTGRES."""

    def __init__(self, engine, *options, keep):
        super().__init__(engine, *options)
        os.rmdir(self.folder)
        self.folder = os.path.abspath(os.path.join(keep, engine))
        self.is_made = os.path.exists(self.path())
        self.schema = "kenzen_desk" if engine == "postgres" else ""
        if not self.is_made:
            os.makedirs(self.folder)
            import_index(f"{self.folder}/advisories.kzi", "tests/data/loop/advisories")
            psql(f"DROP SCHEMA IF EXISTS {self.schema} CASCADE") if self.schema else None
            psql(f"CREATE SCHEMA {self.schema}") if self.schema else None
        self.is_second = True  # its schema is there, and is left there

    def path(self):
        return os.path.join(self.folder, "world.json")

    def __exit__(self, *_):
        self.stop()
        self.log.close()


class World:
    KEPT = ("team", "service", "ticket", "part", "me", "person")

    def __init__(self, server, columns):
        self.server, self.columns = server, columns
        if getattr(server, "is_made", False):
            self.take_up()
        else:
            self.begin()

    def keep(self):
        kept = {name: getattr(self, name) for name in self.KEPT} | {"admin": self.admin.cookie, "member": self.member.cookie}
        Path(self.server.path()).write_text(json.dumps(kept))

    def take_up(self):
        kept = json.loads(Path(self.server.path()).read_text())
        for name in self.KEPT:
            setattr(self, name, kept[name])
        self.admin, self.member = (Desk(self.server, cookie=kept[name]) for name in ("admin", "member"))

    def begin(self):
        self.admin = Desk(self.server)
        self.team = int(self.admin.ask("POST", "/teams", {"name": "Payments"})["id"])
        self.service = int(self.admin.ask("POST", "/services", {"team_id": str(self.team), "name": "checkout"})["id"])
        bom = (TOP / "tests/data/loop/first.cdx.json").read_bytes()
        self.admin.ask("POST", f"/services/{self.service}/parts/main/sboms?filename=a.json", raw=bom)
        self.ticket = max(int(one["id"]) for one in self.admin.ask("GET", "/tickets?limit=100")["items"])
        self.part = int(self.admin.ask("GET", f"/services/{self.service}/parts")["items"][0]["id"])
        self.me = int(self.admin.ask("GET", "/me")["id"])
        self.person = int(self.admin.ask("POST", "/accounts", {"name": "person 0"})["id"])
        self.admin.ask("PUT", f"/teams/{self.team}/members/{self.person}", {"role": "member"})
        link = self.admin.ask("POST", f"/accounts/{self.person}/signin-link")["signin_link"]
        self.member = Desk(self.server, link["token"])

    def copy(self, table, where, first, last, other):
        """Copies the row of table, numbered n from first to last, with other columns."""
        chosen = ", ".join(other.get(name, f"t.{name}") for name in self.columns[table])
        return (
            f"WITH RECURSIVE more(n) AS (SELECT CAST({first} AS BIGINT) UNION ALL SELECT n + 1 FROM more WHERE n < {last})"
            f" INSERT INTO {table} ({', '.join(self.columns[table])}) SELECT {chosen} FROM {table} t, more WHERE t.{where}"
        )

    def fill(self, count):
        """The inventory first, then tickets in blocks."""
        now = time.time_ns() // 1000
        run_sql(
            self.server,
            self.copy("team", f"id = {self.team}", 1, TEAMS - 1, {"id": "t.id + n", "name": "'team ' || n"}),
            self.copy("service", f"id = {self.service}", 1, SERVICES - 1,
                      {"id": "t.id + n", "team_id": f"t.team_id + n % {TEAMS}", "name": "'svc' || n"}),
            self.copy("part", f"id = {self.part}", 1, PARTS - 1,
                      {"id": "t.id + n", "service_id": f"t.service_id + n % {SERVICES}", "name": "'part ' || n"}),
            self.copy("account", f"id = {self.person}", 1, PEOPLE - 1, {"id": "t.id + n", "name": "'person ' || n", "email": "NULL"}),
            f"WITH RECURSIVE more(n) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT n + 1 FROM more WHERE n < {FLAWS - 1})"
            f" INSERT INTO vulnerability (id, name, created_us) SELECT n + 1, 'CVE-2020-' || (100000 + n), {now} FROM more",
        )  # fmt: skip
        for first in range(1, count + 1, BLOCK):
            last = min(first + BLOCK - 1, count)
            run_sql(self.server, self.copy("ticket", f"id = {self.ticket}", first, last, self.ticket_columns(now)))
            run_sql(self.server, self.words(first, last), self.snoozes(first, last, now))
        # What autovacuum does by itself once a fifth of a table is new.
        run_sql(self.server, "VACUUM ANALYZE") if self.server.engine == "postgres" else None

    def fill_alike(self, count):
        """Open tickets of the first one's service."""
        other = {"id": "t.id + n", "package": "'package-' || n", "rank": "t.rank + n % 977"}
        run_sql(
            self.server,
            self.copy("ticket", f"id = {self.ticket}", 1, count, other),
            f"INSERT INTO ticket_text (rowid, own, said) SELECT id, ' wpackage', '' FROM ticket WHERE id > {self.ticket}"
            " AND id NOT IN (SELECT rowid FROM ticket_text)",
        )

    def ticket_columns(self, now):
        chance = "(n * 2654435761 % 1000003)"
        flaw = f"((n * 7919 + n / {BLOCK}) % {FLAWS})"
        state = "(n * 7919 % 1000003 % 10)"
        is_done = f"CASE WHEN {state} < 4 THEN 1 ELSE 0 END"
        priority = f"CASE WHEN {chance} < 10000 THEN 3 WHEN {chance} < 100000 THEN 2 WHEN {chance} < 600000 THEN 1 ELSE 0 END"
        is_kev = f"CASE WHEN {chance} % 200 = 0 THEN 1 ELSE 0 END"
        severity = f"({chance} % 5)"
        age = f"(n * 15485863 % 1000003 * {2 * 365 * DAY // 1_000_003})"
        return {
            "id": "t.id + n",
            "team_id": f"t.team_id + n % {TEAMS}",
            "service_id": f"t.service_id + n % {SERVICES}",
            "part_id": f"t.part_id + n % {PARTS}",
            "vulnerability_id": f"{flaw} + 1",
            "name": f"'CVE-2020-' || (100000 + {flaw})",
            "package": f"'package-' || (n * 31 % {PACKAGES})",
            "state": f"CASE WHEN {state} < 1 THEN 'completed' WHEN {state} < 4 THEN 'closed' WHEN {state} < 8 THEN 'open'"
                     f" WHEN {state} < 9 THEN 'acknowledged' ELSE 'scheduled' END",
            "cause": f"CASE WHEN {state} BETWEEN 1 AND 3 THEN 'fixed' ELSE NULL END",
            "is_done": is_done,
            "mark_reason": "CASE WHEN n % 100 = 99 THEN 'not covered' ELSE NULL END",
            "priority": priority,
            "severity": severity,
            "is_kev": is_kev,
            "rank": f"((({priority} * 2 + {is_kev}) * 8 + {severity}) * 128 + 50) * 1048576 + {chance}",
            "fixed": f"CASE WHEN {chance} % 3 = 0 THEN '[]' ELSE '[\"9.9.9\"]' END",
            "search": f"'cve-2020-' || (100000 + {flaw}) || ' package-' || (n * 31 % {PACKAGES})",
            "due_us": f"CASE WHEN {chance} % 5 = 0 THEN NULL ELSE {now} - {3 * DAY} + {chance} * {60 * DAY // 1_000_003} END",
            "assignee_id": f"CASE WHEN {chance} % 10 < 3 THEN {self.person} + {chance} / 10 % {PEOPLE} ELSE NULL END",
            "created_us": f"{now} - {age}",
            "updated_us": f"{now} - {age} / 3",
            "closed_us": f"CASE WHEN {state} < 4 THEN {now} - {age} / 3 ELSE NULL END",
        }  # fmt: skip

    def words(self, first, last):
        flaw = f"((n * 7919 + n / {BLOCK}) % {FLAWS})"
        return (
            f"WITH RECURSIVE more(n) AS (SELECT CAST({first} AS BIGINT) UNION ALL SELECT n + 1 FROM more WHERE n < {last})"
            f" INSERT INTO ticket_text (rowid, own, said) SELECT {self.ticket} + n,"
            f" ' wcve w2020 w' || (100000 + {flaw}) || ' wpackage w' || (n * 31 % {PACKAGES}) || ' wterm' || (n % 997) || ' wparser', '' FROM more"
        )

    def snoozes(self, first, last, now):
        return (
            "INSERT INTO ticket_snooze (ticket_id, account_id, at_us, until_us, is_until_fix, was_kev, was_priority)"
            f" SELECT id, {self.person}, {now}, {now + 30 * DAY}, 0, 0, priority FROM ticket"
            f" WHERE id BETWEEN {self.ticket + first} AND {self.ticket + last} AND is_done = 0 AND (id - {self.ticket}) % 100 = 57"
        )
