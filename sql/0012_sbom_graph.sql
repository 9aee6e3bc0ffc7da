-- SPDX-License-Identifier: Apache-2.0
-- Who needs whom in an SBOM (src/sbom/sbom_graph.h): one row of bytes, since nobody asks the database for a single dependency.
-- SBOMs from before have none until they are uploaded again.
CREATE TABLE sbom_graph (
    sbom_id BIGINT NOT NULL PRIMARY KEY REFERENCES sbom (id),
    bytes   BYTEA  NOT NULL
);
