-- SPDX-License-Identifier: Apache-2.0
-- What lets a new generation of the advisory index cost what it changes, and not what there is.

-- What each interned package version was found to have (src/match/match_kept.h): answer is the worst, findings tells each from
-- a later one. For all SBOMs whose components all have an answer here, sbom_summary counts exactly these.
CREATE TABLE package_answer (
    package_version_id BIGINT NOT NULL PRIMARY KEY REFERENCES package_version (id),
    answer             BIGINT NOT NULL,
    findings           BYTEA  NOT NULL
);

-- Names of packages whose answers and tickets are still to follow the current generation. after_part_id: how far the parts of
-- the one at work were brought.
CREATE TABLE generation_change (
    package       TEXT   NOT NULL PRIMARY KEY,
    after_part_id BIGINT NOT NULL
);

-- Parts whose tickets rest on a generation that was not followed to its end: an SBOM came meanwhile, or the next generation
-- did. They are looked at whole when all else has followed.
CREATE TABLE generation_part (
    part_id BIGINT NOT NULL PRIMARY KEY REFERENCES part (id)
);

-- The ecosystems that the current generation covers.
CREATE TABLE advisory_covered (
    ecosystem TEXT NOT NULL PRIMARY KEY
);

-- Tickets whose answer is not known: any news of their package may make it known again.
CREATE INDEX ticket_marked ON ticket (package) WHERE mark_reason IS NOT NULL;

-- Nobody kept the answers so far: the next index is taken as one of which nothing is known.
UPDATE advisory_generation SET is_current = 0;
DELETE FROM sbom_summary;
