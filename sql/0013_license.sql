-- SPDX-License-Identifier: Apache-2.0
-- Licence policies and their exceptions (docs/licenses.md). Nothing is overwritten: a policy that is set is a new row, and an
-- exception that was taken back keeps its own.

-- team_id NULL: the organisation's, for teams that have none of their own. number counts them, from 1; the last one holds. body: JSON
-- without exceptions; NULL: there is none any more.
CREATE TABLE license_policy (
    id         BIGINT NOT NULL PRIMARY KEY,
    team_id    BIGINT REFERENCES team (id),
    number     BIGINT NOT NULL,
    body       TEXT,
    note       TEXT   NOT NULL,
    set_by     BIGINT REFERENCES account (id),
    created_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX license_policy_number ON license_policy (coalesce(team_id, 0), number);

-- What a component must fit: empty texts and a service NULL fit all. It holds until until_us (NULL: without an end), or until it was ended.
CREATE TABLE license_exception (
    id         BIGINT NOT NULL PRIMARY KEY,
    team_id    BIGINT NOT NULL REFERENCES team (id),
    service_id BIGINT REFERENCES service (id),
    package    TEXT   NOT NULL,
    license    TEXT   NOT NULL,
    scope      TEXT   NOT NULL,
    answer     TEXT   NOT NULL CHECK (answer IN ('allow', 'review', 'deny')),
    reason     TEXT   NOT NULL,
    until_us   BIGINT,
    created_by BIGINT REFERENCES account (id),
    created_us BIGINT NOT NULL,
    ended_by   BIGINT REFERENCES account (id),
    ended_us   BIGINT
);
CREATE INDEX license_exception_team ON license_exception (team_id, id);
