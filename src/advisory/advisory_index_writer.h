/* SPDX-License-Identifier: Apache-2.0 */
/* The writer's own state, shared by the files that collect (advisory_index_write.c) and that build the tables
   (advisory_index_commit.c). Example: for (size_t i = 0; i < writer->rows.len; i++) … */
#ifndef ADVISORY_ADVISORY_INDEX_WRITER_H
#define ADVISORY_ADVISORY_INDEX_WRITER_H

#include "advisory/advisory_index_file.h"
#include "advisory/advisory_index_map.h"
#include "advisory/advisory_index_write.h"
#include "base/vec.h"

/* A record that may go in: a new one lies in the spool, an old one in the old index. */
struct writer_row {
    struct text id; /* in the writer's arena, or in the old index */
    uint64_t at;
    uint32_t bytes, source; /* while collecting, the batch of a new one */
    int64_t modified_us;
    bool is_old, is_of_cve;
    unsigned char digest[SHA256_SIZE];
};

struct writer_fact {
    struct layout_fact row; /* row.source as in writer_row; row.ratings is filled at the end */
    struct text ratings;
};

struct writer_batch {
    struct advisory_index_batch about;
    bool is_named;
    struct advisory_index_change change; /* filled by the commit */
};

struct advisory_index_writer {
    struct advisory_index_file file;
    struct advisory_index *old;
    FILE *spool;
    uint64_t spool_bytes;
    struct arena arena; /* ids and names */
    struct buf blob;    /* the record being encoded */
    struct writer_batches {
        VEC(struct writer_batch);
    } batches;
    struct writer_rows {
        VEC(struct writer_row);
    } rows;
    struct writer_facts {
        VEC(struct writer_fact);
    } facts;
};

#endif
