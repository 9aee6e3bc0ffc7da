-- SPDX-License-Identifier: Apache-2.0
-- Badges (docs/badges.md): what they are of, who has them, and the rules that issue them.

-- What a badge is of. series and level: classes of one series are its levels, the first is 1. number: its place on a chain, given in order and
-- never again; NULL above 247. is_given: people give it for an entry of the action log; others are issued by rules alone. frame, glyph and
-- hue are drawn by src/badge/badge_art.c. What is built in is made by nobody.
CREATE TABLE badge_class (
    id          BIGINT NOT NULL PRIMARY KEY,
    slug        TEXT   NOT NULL UNIQUE,
    number      BIGINT UNIQUE CHECK (number BETWEEN 0 AND 247),
    name        TEXT   NOT NULL,
    description TEXT   NOT NULL,
    series      TEXT   NOT NULL,
    level       BIGINT NOT NULL,
    kind        TEXT   NOT NULL CHECK (kind IN ('skill', 'performance', 'position')),
    difficulty  TEXT   NOT NULL CHECK (difficulty IN ('low', 'middle', 'high')),
    frame       TEXT   NOT NULL,
    glyph       TEXT   NOT NULL,
    hue         BIGINT NOT NULL,
    is_given    BIGINT NOT NULL CHECK (is_given IN (0, 1)),
    created_us  BIGINT NOT NULL,
    created_by  BIGINT REFERENCES account (id),
    UNIQUE (series, level)
);

-- Rules are data: condition is JSON of the vocabulary in docs/badges.md, and names the series whose levels it issues. Acts before since_us do
-- not count. cursor: the first entry of the journal that it has not seen; of a rule about quarters, the first quarter (year * 4 + 0…3).
CREATE TABLE badge_rule (
    id         BIGINT NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    series     TEXT   NOT NULL,
    condition  TEXT   NOT NULL,
    is_enabled BIGINT NOT NULL CHECK (is_enabled IN (0, 1)),
    since_us   BIGINT NOT NULL,
    cursor     BIGINT NOT NULL,
    created_us BIGINT NOT NULL,
    created_by BIGINT REFERENCES account (id),
    updated_us BIGINT NOT NULL,
    updated_by BIGINT REFERENCES account (id),
    deleted_us BIGINT
);

-- What counts for a rule, each act of a recipient ("a12": an account, "t3": a team) once. day: in UTC, days since 1970; only so many count of one.
-- at_us orders them; certifier is 0…3, from oneself to the system. evidence_id: the entry of the journal that shows it.
CREATE TABLE badge_act (
    rule_id     BIGINT NOT NULL REFERENCES badge_rule (id),
    recipient   TEXT   NOT NULL,
    act         TEXT   NOT NULL,
    account_id  BIGINT REFERENCES account (id),
    team_id     BIGINT REFERENCES team (id),
    action_id   BIGINT REFERENCES action_log (id),
    evidence_id BIGINT,
    day         BIGINT NOT NULL,
    at_us       BIGINT NOT NULL,
    certifier   BIGINT NOT NULL,
    priority    BIGINT,
    PRIMARY KEY (rule_id, recipient, act)
);
CREATE INDEX badge_act_day ON badge_act (rule_id, recipient, day);
CREATE INDEX badge_act_action ON badge_act (action_id) WHERE action_id IS NOT NULL;
CREATE INDEX badge_act_account ON badge_act (account_id) WHERE account_id IS NOT NULL;

-- One award. account_id NULL: to the team. act_key: its class and what it is for, so that nothing is issued twice. issued_by NULL: by a rule.
-- evidence_id, entry_id: entries of the journal, the act's and its own ("badge.issued"). share: the unguessable end of its public page's
-- address, made anew whenever it is withdrawn from there. nft_id: chainId:contract:tokenId.
CREATE TABLE badge (
    id             BIGINT NOT NULL PRIMARY KEY,
    class_id       BIGINT NOT NULL REFERENCES badge_class (id),
    act_key        TEXT   NOT NULL UNIQUE,
    account_id     BIGINT REFERENCES account (id),
    team_id        BIGINT REFERENCES team (id),
    name           TEXT   NOT NULL,
    description    TEXT   NOT NULL,
    issued_us      BIGINT NOT NULL,
    expires_us     BIGINT,
    priority       BIGINT,
    difficulty     TEXT   NOT NULL CHECK (difficulty IN ('low', 'middle', 'high')),
    certifier      BIGINT NOT NULL,
    issued_by      BIGINT REFERENCES account (id),
    rule_id        BIGINT REFERENCES badge_rule (id),
    action_id      BIGINT REFERENCES action_log (id),
    evidence_id    BIGINT,
    entry_id       BIGINT NOT NULL,
    revoked_us     BIGINT,
    revoked_by     BIGINT REFERENCES account (id),
    revoked_reason TEXT,
    share          TEXT   NOT NULL UNIQUE,
    is_public      BIGINT NOT NULL CHECK (is_public IN (0, 1)),
    is_favourite   BIGINT NOT NULL CHECK (is_favourite IN (0, 1)),
    nft_id         TEXT,
    CHECK (account_id IS NOT NULL OR team_id IS NOT NULL)
);
CREATE INDEX badge_account ON badge (account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX badge_team ON badge (team_id, id) WHERE team_id IS NOT NULL;
CREATE INDEX badge_action ON badge (action_id) WHERE action_id IS NOT NULL;
CREATE INDEX badge_rule_issued ON badge (rule_id, id) WHERE rule_id IS NOT NULL;
CREATE UNIQUE INDEX badge_favourite ON badge (account_id) WHERE is_favourite = 1 AND account_id IS NOT NULL;

INSERT INTO badge_class (id, slug, number, name, description, series, level, kind, difficulty, frame, glyph, hue, is_given, created_us) VALUES
    (1, 'elimination', 0, 'Flaw taken away', 'Took a flaw away from what we run.', 'elimination', 1, 'performance', 'middle', 'round', 'check', 174, 1, 0),
    (2, 'mitigation', 1, 'Threat made smaller', 'Made a threat smaller where it could not be taken away.', 'mitigation', 1, 'performance', 'middle', 'round', 'shield', 221, 1, 0),
    (3, 'transfer', 2, 'Risk handed over', 'Gave a risk to those who can bear it.', 'transfer', 1, 'performance', 'low', 'round', 'arrows', 268, 1, 0),
    (4, 'acceptance', 3, 'Risk weighed', 'Weighed a risk and answered for bearing it.', 'acceptance', 1, 'performance', 'low', 'round', 'scales', 28, 1, 0),
    (5, 'detection', 4, 'Threat looked for', 'Looked for a threat, and wrote down what was found.', 'detection', 1, 'skill', 'low', 'round', 'lens', 201, 1, 0),
    (6, 'rejection', 5, 'Threat refuted', 'Showed that a threat is none.', 'rejection', 1, 'skill', 'low', 'round', 'cross', 340, 1, 0),
    (7, 'eliminator-1', 6, 'Eliminator', 'Took flaws away; later SBOMs confirm it.', 'eliminator', 1, 'performance', 'low', 'hexagon', 'check', 150, 0, 0),
    (8, 'eliminator-2', 7, 'Eliminator II', 'Took many flaws away; later SBOMs confirm it.', 'eliminator', 2, 'performance', 'middle', 'octagon', 'check', 150, 0, 0),
    (9, 'eliminator-3', 8, 'Eliminator III', 'Took very many flaws away; later SBOMs confirm it.', 'eliminator', 3, 'performance', 'high', 'star', 'check', 150, 0, 0),
    (10, 'eliminator-4', 9, 'Eliminator IV', 'Takes flaws away year after year; later SBOMs confirm it.', 'eliminator', 4, 'performance', 'high', 'sun', 'check', 150, 0, 0),
    (11, 'reason-1', 10, 'Reason found', 'Found out whether a threat is one, and said on what ground.', 'reason', 1, 'skill', 'low', 'hexagon', 'lens', 262, 0, 0),
    (12, 'reason-2', 11, 'Reason found II', 'Found out about many threats, and said on what ground.', 'reason', 2, 'skill', 'middle', 'octagon', 'lens', 262, 0, 0),
    (13, 'reason-3', 12, 'Reason found III', 'Found out about very many threats, and said on what ground.', 'reason', 3, 'skill', 'high', 'star', 'lens', 262, 0, 0),
    (14, 'hour-1', 13, 'Within the hour', 'Completed a ticket within the hour after acknowledging it; a later SBOM confirms it.', 'hour', 1, 'performance', 'middle', 'hexagon', 'clock', 38, 0, 0),
    (15, 'hour-2', 14, 'Within the hour II', 'Completed many tickets within the hour after acknowledging them; later SBOMs confirm it.', 'hour', 2, 'performance', 'middle', 'octagon', 'clock', 38, 0, 0),
    (16, 'hour-3', 15, 'Within the hour III', 'Completed very many tickets within the hour after acknowledging them; later SBOMs confirm it.', 'hour', 3, 'performance', 'high', 'star', 'clock', 38, 0, 0),
    (17, 'kev-1', 16, 'Ahead of attackers', 'Took ten exploited flaws (KEV) away before their due dates.', 'kev', 1, 'performance', 'high', 'hexagon', 'flame', 8, 0, 0),
    (18, 'kev-2', 17, 'Ahead of attackers II', 'Took many exploited flaws (KEV) away before their due dates.', 'kev', 2, 'performance', 'high', 'octagon', 'flame', 8, 0, 0),
    (19, 'kev-3', 18, 'Ahead of attackers III', 'Took very many exploited flaws (KEV) away before their due dates.', 'kev', 3, 'performance', 'high', 'star', 'flame', 8, 0, 0),
    (20, 'advisory-1', 19, 'First advisory', 'Contributed an advisory: an action recommended to all teams.', 'advisory', 1, 'skill', 'middle', 'hexagon', 'book', 320, 0, 0),
    (21, 'advisory-2', 20, 'Adviser', 'Contributed many advisories: actions recommended to all teams.', 'advisory', 2, 'skill', 'high', 'octagon', 'book', 320, 0, 0),
    (22, 'quarter', 21, 'A quarter without overdue', 'The team let no ticket become overdue for a quarter.', 'quarter', 1, 'performance', 'high', 'banner', 'calendar', 192, 0, 0),
    (23, 'team-eliminator-1', 22, 'Team of eliminators', 'The team took many flaws away; later SBOMs confirm it.', 'team-eliminator', 1, 'performance', 'middle', 'banner', 'people', 96, 0, 0),
    (24, 'team-eliminator-2', 23, 'Team of eliminators II', 'The team took very many flaws away; later SBOMs confirm it.', 'team-eliminator', 2, 'performance', 'high', 'banner', 'people', 96, 0, 0),
    (25, 'team-eliminator-3', 24, 'Team of eliminators III', 'The team takes flaws away year after year; later SBOMs confirm it.', 'team-eliminator', 3, 'performance', 'high', 'banner', 'people', 96, 0, 0);

INSERT INTO badge_rule (id, name, series, condition, is_enabled, since_us, cursor, created_us, updated_us) VALUES
    (1, 'Solved by elimination', 'eliminator', '{"on":"action","kinds":["elimination"],"is_confirmed":true,"counts":[1,10,50,200],"per_day":10}', 1, 0, 0, 0, 0),
    (2, 'The reason found', 'reason', '{"on":"action","kinds":["detection","rejection"],"with_grounds":true,"counts":[1,10,50],"per_day":3}', 1, 0, 0, 0, 0),
    (3, 'Completed within the hour', 'hour', '{"on":"completion","within_minutes":60,"is_confirmed":true,"counts":[1,10,50],"per_day":5}', 1, 0, 0, 0, 0),
    (4, 'KEV before their due date', 'kev', '{"on":"completion","is_kev":true,"is_before_due":true,"is_confirmed":true,"counts":[10,50,200]}', 1, 0, 0, 0, 0),
    (5, 'An advisory contributed', 'advisory', '{"on":"advice","counts":[1,10],"per_day":3}', 1, 0, 0, 0, 0),
    (6, 'A quarter without overdue', 'quarter', '{"on":"quarter","least":5}', 1, 0, 0, 0, 0),
    (7, 'A team takes flaws away', 'team-eliminator', '{"on":"action","recipient":"team","kinds":["elimination"],"is_confirmed":true,"counts":[25,100,500],"per_day":25}', 1, 0, 0, 0, 0);
