-- SPDX-License-Identifier: Apache-2.0
-- A person may close a ticket as a wrong match: a new cause. Neither engine changes a CHECK in place, and SQLite drops no
-- table that others refer to, so the column is made anew.
DROP INDEX ticket_key;
ALTER TABLE ticket ADD COLUMN new_cause TEXT
    CHECK (new_cause IN ('fixed', 'removed', 'not_affected', 'withdrawn', 'duplicate', 'wrong_match'));
UPDATE ticket SET new_cause = cause;
ALTER TABLE ticket DROP COLUMN cause;
ALTER TABLE ticket RENAME COLUMN new_cause TO cause;
CREATE UNIQUE INDEX ticket_key ON ticket (part_id, ecosystem, package, vulnerability_id)
    WHERE cause IS NULL OR cause <> 'duplicate';

-- What the last person who closed the ticket as a wrong match had before them: a JSON array of texts, one for each package
-- version, record and range or list that holds it. While nothing else speaks for the ticket, it stays closed.
CREATE TABLE ticket_wrong_match (
    ticket_id BIGINT NOT NULL PRIMARY KEY REFERENCES ticket (id),
    grounds   TEXT   NOT NULL
);
