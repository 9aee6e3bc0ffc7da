-- SPDX-License-Identifier: Apache-2.0
-- How many packages of each ecosystem an SBOM has: what the inventory runs is told from these few rows, without a look at every
-- component. Empty for what names no ecosystem. owned: those that a package of the operating system brought, which are judged
-- through it.
CREATE TABLE sbom_ecosystem (
    sbom_id         BIGINT NOT NULL REFERENCES sbom (id),
    ecosystem       TEXT   NOT NULL,
    component_count BIGINT NOT NULL,
    owned_count     BIGINT NOT NULL,
    PRIMARY KEY (sbom_id, ecosystem)
);
INSERT INTO sbom_ecosystem (sbom_id, ecosystem, component_count, owned_count)
SELECT o.sbom_id, v.ecosystem, count(*), count(*) FILTER (WHERE o.owner_package <> '')
FROM occurrence o JOIN package_version v ON v.id = o.package_version_id WHERE o.is_package = 1
GROUP BY o.sbom_id, v.ecosystem;
