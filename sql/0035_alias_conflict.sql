-- SPDX-License-Identifier: Apache-2.0
-- Where aliases would make one vulnerability of two with different CVEs: what both are called, the records that say so, and from
-- when until when. cve stands before other_cve.
CREATE TABLE alias_conflict (
    id           BIGINT NOT NULL PRIMARY KEY,
    cve          TEXT   NOT NULL,
    other_cve    TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    record       TEXT   NOT NULL,
    source       TEXT   NOT NULL,
    other_record TEXT   NOT NULL,
    other_source TEXT   NOT NULL,
    since_us     BIGINT NOT NULL,
    until_us     BIGINT
);
CREATE UNIQUE INDEX alias_conflict_open ON alias_conflict (cve, other_cve, name) WHERE until_us IS NULL;
CREATE INDEX alias_conflict_other ON alias_conflict (other_cve) WHERE until_us IS NULL;

-- What was found before was not looked at for this: all of it is, once.
INSERT INTO generation_change (package, after_part_id)
    SELECT DISTINCT name, 0 FROM package_version WHERE ecosystem <> '' AND name <> ''
    ON CONFLICT (package) DO NOTHING;
INSERT INTO generation_change (package, after_part_id)
    SELECT DISTINCT source_package, 0 FROM package_version WHERE source_package <> ''
    ON CONFLICT (package) DO NOTHING;
