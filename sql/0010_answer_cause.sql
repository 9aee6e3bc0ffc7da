-- SPDX-License-Identifier: Apache-2.0
-- Why there is no plain answer, by kinds that can be counted (src/match/match_cause.h), and the answers of each SBOM by ecosystem:
-- statistics add these few rows, and never look at every component.

ALTER TABLE package_answer ADD COLUMN cause BIGINT NOT NULL DEFAULT 0;
-- 2: undecidable (src/match/match.h)
CREATE INDEX package_answer_undecidable ON package_answer (package_version_id) WHERE answer = 2;

-- Components that are packages, but judged through the operating system that brought them.
ALTER TABLE sbom_summary ADD COLUMN owned BIGINT NOT NULL DEFAULT 0;

-- What sbom_summary counts, told apart, with what is owned. A count may fall to zero. For each SBOM and ecosystem they add up to
-- sbom_ecosystem.component_count.
CREATE TABLE sbom_answer (
    sbom_id         BIGINT NOT NULL REFERENCES sbom_summary (sbom_id) ON DELETE CASCADE,
    ecosystem       TEXT   NOT NULL,
    answer          BIGINT NOT NULL,
    cause           BIGINT NOT NULL,
    component_count BIGINT NOT NULL,
    PRIMARY KEY (sbom_id, ecosystem, answer, cause)
);

-- Nobody noted causes so far: the next index is taken as one of which nothing is known.
UPDATE advisory_generation SET is_current = 0;
DELETE FROM sbom_summary;
