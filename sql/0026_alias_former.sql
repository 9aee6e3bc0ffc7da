-- SPDX-License-Identifier: Apache-2.0
-- What names stood for, and from when until when: until two vulnerabilities turned out to be one, or one turned out to be two.
CREATE TABLE vulnerability_alias_former (
    alias            TEXT   NOT NULL,
    vulnerability_id BIGINT NOT NULL REFERENCES vulnerability (id),
    since_us         BIGINT NOT NULL,
    until_us         BIGINT NOT NULL
);
CREATE INDEX vulnerability_alias_former_alias ON vulnerability_alias_former (alias, until_us);
