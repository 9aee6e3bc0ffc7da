-- SPDX-License-Identifier: Apache-2.0
-- What a team says of supply-chain signals (docs/signals.md).

-- Patterns of the names of a team's own packages, in the order that they were given; set as a whole.
CREATE TABLE team_namespace (
    team_id  BIGINT NOT NULL REFERENCES team (id),
    position BIGINT NOT NULL,
    pattern  TEXT   NOT NULL,
    set_by   BIGINT REFERENCES account (id),
    set_us   BIGINT NOT NULL,
    PRIMARY KEY (team_id, position)
);

-- Signals that a person has looked at and found harmless, in all SBOMs of a part. what is the record, the popular name or the namespace
-- that was told: of another one the package is told again. An undone one keeps its row.
CREATE TABLE signal_dismissal (
    id         BIGINT NOT NULL PRIMARY KEY,
    part_id    BIGINT NOT NULL REFERENCES part (id),
    kind       TEXT   NOT NULL
        CHECK (kind IN ('malicious', 'impostor', 'confusion', 'no-version', 'no-hash', 'no-supplier')),
    package    TEXT   NOT NULL,
    what       TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    created_by BIGINT REFERENCES account (id),
    created_us BIGINT NOT NULL,
    undone_by  BIGINT REFERENCES account (id),
    undone_us  BIGINT
);
CREATE INDEX signal_dismissal_part ON signal_dismissal (part_id, id);
CREATE UNIQUE INDEX signal_dismissal_one ON signal_dismissal (part_id, kind, package, what) WHERE undone_us IS NULL;
