/* SPDX-License-Identifier: Apache-2.0 */
/* SBOMs in the database: their originals as blobs, their components interned, one of each part current.
   Example: sbom_rows_store(db, &sbom, &upload, arena, &row, &is_new, err) inside a transaction. */
#ifndef SBOM_SBOM_ROWS_H
#define SBOM_SBOM_ROWS_H

#include "codec/sha256.h"
#include "domain/support.h"
#include "sbom/sbom.h"
#include "store/db.h"

/* In components: what an SBOM was found to have when it was last matched. */
struct sbom_summary {
    int64_t checked, affected, not_covered, undecidable;
    int64_t owned;                      /* judged through the operating system, so not checked */
    struct text os_ecosystem, os_label; /* "Debian:12", "Debian 12"; or empty */
    bool has_support;                   /* something is known of the operating system's support */
    struct support support;
};

struct sbom_row {
    int64_t id, part_id, number; /* number counts the SBOMs of the part, from 1 */
    unsigned char digest[SHA256_SIZE];
    struct text file_name, format; /* format: "CycloneDX JSON" … (sbom_format_name) */
    struct text spec_version, subject_name, subject_version, tool, os_name, os_version;
    int64_t made_us; /* as the document says; 0 when it does not */
    int64_t component_count, odd_count, skipped_count;
    int64_t uploaded_by; /* account; 0: none */
    struct text uploader;
    int64_t created_us;
    bool is_current, is_held;
    struct text held_reason, note;
    int64_t size_bytes; /* of the original */
    bool has_summary;   /* false: it was not matched yet */
    struct sbom_summary summary;
};

struct sbom_upload {
    int64_t part_id;
    int fd; /* the original, whole; digest is of it (blob_digest_fd) */
    unsigned char digest[SHA256_SIZE];
    struct text file_name, note;
    int64_t account_id; /* 0: nobody */
    int64_t now_us;
    bool is_stored_only; /* not to become current */
};

/* Stores an SBOM with its original, and makes it current unless the upload says otherwise. One whose subject is another
   than the current one's, or that has under half of its components, is held: stored, but not current until a person
   confirms it; one that is not to become current need not be. An original that the part has already is not stored again: ret_is_new is false, and it becomes current anew
   unless it is held. Must run inside a transaction; texts of ret_row live in arena or sbom. */
MUST_USE bool sbom_rows_store(struct db *db, const struct sbom *sbom,
    const struct sbom_upload *upload, struct arena *arena, struct sbom_row *ret_row,
    bool *ret_is_new, struct err *err);

/* Makes an SBOM the current one of its part; a held one is confirmed by that. Must run inside a transaction. */
MUST_USE bool sbom_rows_make_current(struct db *db, int64_t sbom_id, struct err *err);

/* Writes to the journal what was done with an SBOM: "sbom.uploaded" … Must run inside the transaction of it. */
MUST_USE bool sbom_rows_tell(struct db *db, const char *kind, const struct sbom_row *row,
    int64_t actor_id, int64_t now_us, struct err *err);

/* Takes an SBOM away that is not current, with its original unless another SBOM has the same. Must run inside a
   transaction. */
MUST_USE bool sbom_rows_delete(struct db *db, const struct sbom_row *row, struct err *err);

/* Finds an SBOM of any team: check its part first (service_part_find). ERR_NOT_FOUND. */
MUST_USE bool sbom_rows_find(
    struct db *db, int64_t sbom_id, struct arena *arena, struct sbom_row *ret_row, struct err *err);
/* The current SBOMs of parts, by part; a part without one has none here. */
MUST_USE bool sbom_rows_current(struct db *db, struct db_args part_ids, struct arena *arena,
    struct sbom_row **ret_rows, size_t *ret_count, struct err *err);
/* The SBOMs of a part, newest first, below before_number (0: from the newest). */
MUST_USE bool sbom_rows_list(struct db *db, int64_t part_id, int64_t before_number, size_t limit,
    struct arena *arena, struct sbom_row **ret_rows, size_t *ret_count, struct err *err);

struct sbom_row_component {
    int64_t position, package_version_id;
    struct text name, version, ecosystem, package, type, ref, purl, license, scope, oddity;
    struct text source_package, source_version, arch, module, path, owner_ecosystem, owner_package;
    bool is_direct, is_package;
};
struct sbom_components_query {
    int64_t sbom_id;
    struct text words; /* part of the name, without regard to case; empty: all */
    struct text after_name;
    int64_t after_position; /* -1 at the start */
    size_t limit;
};
/* By name, then position. */
MUST_USE bool sbom_rows_components(struct db *db, const struct sbom_components_query *query,
    struct arena *arena, struct sbom_row_component **ret_components, size_t *ret_count,
    struct err *err);

#endif
