/* SPDX-License-Identifier: Apache-2.0 */
/* Makes the next generation of an index: new batches of records and facts, and the sources of the old one that they do not
   replace. Example: advisory_index_write_begin(&writer, path, err); batch = advisory_index_write_batch(writer);
   advisory_index_write_record(writer, batch, &advisory, err); … advisory_index_write_name(writer, batch, &about);
   advisory_index_write_commit(writer, err); advisory_index_write_free(writer); */
#ifndef ADVISORY_ADVISORY_INDEX_WRITE_H
#define ADVISORY_ADVISORY_INDEX_WRITE_H

#include "advisory/advisory_index.h"

struct advisory_index_writer;

/* What a batch turned out to be. Batches of one name become one source together. */
struct advisory_index_batch {
    struct text name, path, edition, etag, last_modified; /* copied */
    size_t refused_count;
    int64_t newest_us; /* newest date in it beside those of its records; 0 when there is none */
    bool
        is_upsert; /* adds to the source of that name, replacing only the same ids, instead of the whole of it */
};

/* What an import did to a source: records and CVEs with facts that are new, were changed, are gone. */
struct advisory_index_change {
    size_t added, changed, gone;
};

/* Locks path, opens what is there and begins. Fails with ERR_BUSY while another import writes it, and as
   advisory_index_open does when what is there cannot be used. */
MUST_USE bool advisory_index_write_begin(
    struct advisory_index_writer **ret_writer, const char *path, struct err *err);
/* Gives back memory and lock; what was not committed is dropped, and the old index stays. */
void advisory_index_write_free(struct advisory_index_writer *writer);

/* The index as it was; NULL when there was none. */
const struct advisory_index *advisory_index_write_old(const struct advisory_index_writer *writer);

/* Begins a batch and returns its number. */
uint32_t advisory_index_write_batch(struct advisory_index_writer *writer);
MUST_USE bool advisory_index_write_record(struct advisory_index_writer *writer, uint32_t batch,
    const struct advisory *advisory, struct err *err);
/* Fails with ERR_SYNTAX when cve is no CVE id. */
MUST_USE bool advisory_index_write_facts(struct advisory_index_writer *writer, uint32_t batch,
    struct text cve, const struct advisory_facts *facts, struct err *err);
/* Says what the batch is. One that is never named does not go in. */
void advisory_index_write_name(
    struct advisory_index_writer *writer, uint32_t batch, const struct advisory_index_batch *about);

/* Puts the new generation in place of the old one, at once; of two records with one id in one source the newer stays.
   Fails with ERR_SYSTEM or ERR_LIMIT, and then the old one stays. */
MUST_USE bool advisory_index_write_commit(struct advisory_index_writer *writer, struct err *err);
/* Returns what the commit did to the source that a batch is of. */
struct advisory_index_change advisory_index_write_change(
    const struct advisory_index_writer *writer, uint32_t batch);

#endif
