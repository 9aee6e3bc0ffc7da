-- SPDX-License-Identifier: Apache-2.0
-- What is told when to a team's channels (src/alert/alert_plan.h, docs/alerts.md). Rows of what was told or waits name channels, parts
-- and vulnerabilities without pointing to them: they are kept for a while and mean nothing once those are gone.

-- What happened and is not planned yet (src/ticket/alert_note.h). ticket_id 0: all tickets of the part made at at_us, which is seq.
CREATE TABLE alert_note (
    team_id   BIGINT NOT NULL,
    part_id   BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    seq       BIGINT NOT NULL,
    at_us     BIGINT NOT NULL,
    what      BIGINT NOT NULL,
    PRIMARY KEY (part_id, ticket_id, seq)
);
CREATE INDEX alert_note_team ON alert_note (team_id, at_us);

-- What a channel was told of a flaw: it is told again when it got worse.
CREATE TABLE alert_told (
    channel_id       BIGINT NOT NULL,
    vulnerability_id BIGINT NOT NULL,
    priority         BIGINT NOT NULL,
    is_kev           BIGINT NOT NULL CHECK (is_kev IN (0, 1)),
    told_us          BIGINT NOT NULL,
    PRIMARY KEY (channel_id, vulnerability_id)
);

-- What waits for the end of a channel's quiet hours, or until a day has passed since it was told the last time.
CREATE TABLE alert_hold (
    channel_id       BIGINT NOT NULL,
    vulnerability_id BIGINT NOT NULL,
    team_id          BIGINT NOT NULL,
    what             BIGINT NOT NULL,
    since_us         BIGINT NOT NULL,
    release_us       BIGINT NOT NULL,
    PRIMARY KEY (channel_id, vulnerability_id)
);
CREATE INDEX alert_hold_team ON alert_hold (team_id, release_us);

-- What people set; a team without a row goes by alert_policy_default. remind_*: a set of bits, 2^n for n days before. Of escalation, 0
-- and NULL are never and no channel.
CREATE TABLE alert_policy (
    team_id               BIGINT NOT NULL PRIMARY KEY REFERENCES team (id),
    morning_minute        BIGINT NOT NULL CHECK (morning_minute BETWEEN 0 AND 1439),
    remind_defer          BIGINT NOT NULL,
    remind_scheduled      BIGINT NOT NULL,
    remind_out_of_cycle   BIGINT NOT NULL,
    remind_immediate      BIGINT NOT NULL,
    overdue_every_days    BIGINT NOT NULL,
    escalate_overdue_days BIGINT NOT NULL,
    escalate_unseen_hours BIGINT NOT NULL,
    escalate_admins       BIGINT NOT NULL CHECK (escalate_admins IN (0, 1)),
    escalate_governance   BIGINT NOT NULL CHECK (escalate_governance IN (0, 1)),
    escalate_channel_id   BIGINT,
    changed_by            BIGINT NOT NULL REFERENCES account (id),
    changed_us            BIGINT NOT NULL
);

-- When a channel is quiet, by the clock of the team's zone: from one minute of the day to another, which may be of the next day, and
-- all of the days that are not in days (2^0 Monday … 2^6 Sunday).
CREATE TABLE alert_quiet (
    channel_id       BIGINT NOT NULL PRIMARY KEY,
    from_minute      BIGINT NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
    to_minute        BIGINT NOT NULL CHECK (to_minute BETWEEN 0 AND 1439),
    days             BIGINT NOT NULL CHECK (days BETWEEN 1 AND 127),
    immediate_passes BIGINT NOT NULL CHECK (immediate_passes IN (0, 1))
);

-- How far a team's planning is: the local day of the last look at due dates, when it ran, and when it is to run next.
CREATE TABLE alert_team (
    team_id     BIGINT NOT NULL PRIMARY KEY,
    morning_day BIGINT NOT NULL,
    ran_us      BIGINT NOT NULL,
    next_us     BIGINT NOT NULL
);
CREATE INDEX alert_team_next ON alert_team (next_us);
-- The local day of a channel's last line-up.
CREATE TABLE alert_morning (
    channel_id BIGINT NOT NULL PRIMARY KEY,
    day        BIGINT NOT NULL
);

-- Tickets that were escalated, once for each due date, or for each time that they became the most urgent.
CREATE TABLE alert_escalated (
    ticket_id BIGINT NOT NULL,
    kind      TEXT   NOT NULL CHECK (kind IN ('overdue', 'unseen')),
    for_us    BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, kind)
);

-- Flaws of which a team's channels are not told until a time.
CREATE TABLE alert_mute (
    team_id          BIGINT NOT NULL REFERENCES team (id),
    vulnerability_id BIGINT NOT NULL,
    until_us         BIGINT NOT NULL,
    reason           TEXT   NOT NULL,
    account_id       BIGINT NOT NULL REFERENCES account (id),
    at_us            BIGINT NOT NULL,
    PRIMARY KEY (team_id, vulnerability_id)
);
