-- SPDX-License-Identifier: Apache-2.0
-- module: the module stream that an rpm was built in, "nodejs:18"; a stream has fixes of its own.
ALTER TABLE package_version ADD COLUMN module TEXT NOT NULL DEFAULT '';
-- path: where the package lies. owner_…: the package of the operating system that carries this one, and is judged instead.
ALTER TABLE occurrence ADD COLUMN path TEXT NOT NULL DEFAULT '';
ALTER TABLE occurrence ADD COLUMN owner_ecosystem TEXT NOT NULL DEFAULT '';
ALTER TABLE occurrence ADD COLUMN owner_package TEXT NOT NULL DEFAULT '';
-- The operating system of an SBOM, as advisories call it ("Debian:12") and as people do ("Debian 12"), and when its support
-- ends: NULL when nothing is known of it; 1 when it is over since nobody says when. extended: support that has to be bought.
ALTER TABLE sbom_summary ADD COLUMN os_ecosystem TEXT NOT NULL DEFAULT '';
ALTER TABLE sbom_summary ADD COLUMN os_label TEXT NOT NULL DEFAULT '';
ALTER TABLE sbom_summary ADD COLUMN support_end_us BIGINT;
ALTER TABLE sbom_summary ADD COLUMN extended_end_us BIGINT;
