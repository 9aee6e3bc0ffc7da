# SPDX-License-Identifier: Apache-2.0
"""Tests of 'kenzen diary' and 'kenzen sighting' beside a server that runs. Each function is a test."""

import json
import os
import subprocess

import push
from server import PROGRAM


def kenzen(*words, ends=0, server="", token=""):
    """Returns (what it printed, what it said)."""
    around = {key: value for key, value in os.environ.items() if not key.startswith(("KENZEN_", "http_proxy"))}
    around |= {"KENZEN_SERVER": server, "KENZEN_TOKEN": token}
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, timeout=120, env=around, check=False)
    assert done.returncode == ends, f"{words}: exit {done.returncode}, not {ends}: {done.stderr[:500]}"
    return done.stdout.decode(), done.stderr.decode()


def a_day_and_a_week():
    """a day, a week, and a team's weeks are printed, as tables and as JSON"""
    with push.Site() as site:
        token = site.ask("POST", "/api/v1/tokens", {"name": "diary", "scopes": ["read"]})["token"]
        site.ask("POST", "/api/v1/sightings", {"team_id": site.ask("GET", "/api/v1/teams")["items"][0]["id"], "kind": "other", "value": "A door"})
        out, _ = kenzen("diary", server=site.url, token=token)
        assert "by the clock of UTC" in out and "door" in out and "sighted" in out, out
        today = json.loads(kenzen("diary", "--json", server=site.url, token=token)[0])
        assert today["diary"]["days"][0]["sums"]["sighted"] == 1 and len(today["bites"]["items"]) == 1, today
        out, _ = kenzen("diary", today["diary"]["week"], server=site.url, token=token)
        assert len([line for line in out.splitlines() if line.startswith("20") and len(line.split()) == 5]) == 7, out
        out, _ = kenzen("diary", "--team", "shop", server=site.url, token=token)
        assert out.count("\n") == 9 and "<3" in out and "running" in out, out
        assert len(json.loads(kenzen("diary", "--team", "Shop", "--json", server=site.url, token=token)[0])["weeks"]) == 8


def what_is_refused():
    """a diary takes a token, a day that there is, and is nobody else's"""
    with push.Site() as site:
        other = site.ask("POST", "/api/v1/accounts", {"name": "kim"})["id"]
        for words, ends, said in ((("2026-02-30",), 2, "period: is no day"), (("2026-W54",), 2, "period: is no day"),
                                  (("--person", other), 2, "there is no such diary"), (("--person", "x&y=1"), 2, "person"),
                                  (("--team", "None"), 2, "there is no such team"), (("--limit", "0"), 2, "--limit 0"),
                                  (("--limit", "201"), 2, "--limit 201"), (("a", "b"), 2, ""),
                                  (("--team", "Shop", "--person", other), 2, "only one of them")):
            _, told = kenzen("diary", *words, server=site.url, token=site.token, ends=ends)
            assert said in told, told
        assert "KENZEN_TOKEN is missing" in kenzen("diary", server=site.url, ends=2)[1]
        kenzen("diary", server=site.url, token="kz_none", ends=2)
        kenzen("diary", server="http://127.0.0.1:1", token="kz_none", ends=3)


def sightings():
    """sightings are added, corrected and listed"""
    with push.Site() as site:
        data = ("--data", site.server.folder)
        me = site.ask("GET", "/api/v1/me")["name"]
        base = ("--by", me, "--team", "Shop", *data)
        out, _ = kenzen("sighting", "add", "203.0.113.7", "--kind", "indicator", "--type", "ipv4", "--told-by", "JPCERT/CC", *base)
        first = out.split()[1]
        made = json.loads(kenzen("sighting", "add", "203.0.113.8", "--kind", "indicator", "--type", "ipv4", "--corrects", first, "--json", "--by", me, *data)[0])
        assert made["corrects"] == first and made["team"]["name"] == "Shop" and made["place"] == "outside", made
        assert "203.0.113.7" not in kenzen("sighting", "list", *data)[0]
        assert "203.0.113.7" in kenzen("sighting", "list", "--corrected", *data)[0]
        lines = kenzen("sighting", "list", "--kind", "indicator", "--team", "shop", "--json", *data)[0].splitlines()
        assert [json.loads(line)["value"] for line in lines] == ["203.0.113.8"], lines
        assert kenzen("sighting", "list", "--text", "nothing", "--json", *data)[0] == ""
        for words, said in ((("x", "--kind", "smell"), "--kind smell"), (("x", "--kind", "indicator"), "indicator_type: is missing"),
                            (("x" * 2001, "--kind", "other"), "more than 2000 bytes"), (("a\nb", "--kind", "other"), "value: must be one line"), (("x",), "--kind: is missing"),
                            (("x", "--kind", "other", "--service", "none"), "--service none"), (("x", "--kind", "other", "--corrects", first), "corrected already"),
                            (("x", "--kind", "other", "--at", "2199-01-01"), "lies in the future")):
            assert said in kenzen("sighting", "add", *words, *base, ends=2)[1], words
        assert "--by: is missing" in kenzen("sighting", "add", "x", "--kind", "other", "--team", "Shop", *data, ends=2)[1]
        site.ask("POST", "/api/v1/action-logs", {"team_id": made["team"]["id"], "kind": "detection", "text": "looked", "grounds": [{"kind": "sighting", "id": made["id"]}]})
        assert json.loads(kenzen("sighting", "list", "--json", *data)[0])["ground_count"] == 1


TESTS = [a_day_and_a_week, what_is_refused, sightings]
