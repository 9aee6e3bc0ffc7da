-- SPDX-License-Identifier: Apache-2.0
-- Filters of the list of tickets that people keep, for themselves or for a team (src/ticket/filter.h). query is that of the address,
-- "state=open&q=lodash".
CREATE TABLE saved_filter (
    id         BIGINT NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    team_id    BIGINT REFERENCES team (id),
    name       TEXT   NOT NULL,
    query      TEXT   NOT NULL,
    created_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX saved_filter_name ON saved_filter (account_id, lower(name));
CREATE INDEX saved_filter_team ON saved_filter (team_id) WHERE team_id IS NOT NULL;

-- What a person's list begins with.
CREATE TABLE saved_filter_default (
    account_id BIGINT NOT NULL PRIMARY KEY REFERENCES account (id),
    filter_id  BIGINT NOT NULL REFERENCES saved_filter (id)
);
CREATE INDEX saved_filter_default_filter ON saved_filter_default (filter_id);
