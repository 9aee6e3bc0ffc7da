-- SPDX-License-Identifier: Apache-2.0
-- What an SBOM was found to have when it was last matched, in components: lists show it without matching again.
-- generation: digest of the index that it was matched against.
CREATE TABLE sbom_summary (
    sbom_id     BIGINT NOT NULL PRIMARY KEY REFERENCES sbom (id),
    generation  TEXT   NOT NULL,
    checked     BIGINT NOT NULL,
    affected    BIGINT NOT NULL,
    not_covered BIGINT NOT NULL,
    undecidable BIGINT NOT NULL
);
