/* SPDX-License-Identifier: Apache-2.0 */
/* The books of the sources while a generation is made: what each has, how much of it, which ecosystems it names. They begin
   as the old generation left them, and each record that comes or goes is entered.
   Example: advisory_index_sources_open(&sources, old); advisory_index_sources_add(&sources, number, digest, &advisory); … */
#ifndef ADVISORY_ADVISORY_INDEX_SOURCES_H
#define ADVISORY_ADVISORY_INDEX_SOURCES_H

#include "advisory/advisory_index_content.h"
#include "advisory/advisory_index_file.h"
#include "advisory/advisory_index_map.h"
#include "advisory/advisory_index_write.h"
#include "base/map.h"
#include "base/vec.h"

struct sources_ecosystem {
    struct text name;
    uint32_t count; /* records that name it */
};

struct sources_book {
    struct text name, path, edition, etag, last_modified;
    struct layout_source row; /* its texts are filled at the end */
    struct advisory_index_content content;
    bool is_replaced;                    /* by a batch that is the whole of it */
    struct advisory_index_change change; /* from the old generation to this one */
    struct map numbers; /* name of an ecosystem → place below; a base ecosystem's ends with a NUL */
    struct {
        VEC(struct sources_ecosystem);
    } seen;
};

struct advisory_index_sources {
    struct arena arena;
    int64_t now_us;
    VEC(struct sources_book);
};

void advisory_index_sources_init(struct advisory_index_sources *sources, int64_t now_us);
void advisory_index_sources_done(struct advisory_index_sources *sources);

/* Enters all that the old generation says of its sources, each under its number. */
void advisory_index_sources_open(
    struct advisory_index_sources *sources, const struct advisory_index *old);

/* Enters what a batch says of its source, and returns the source's number. Batches of one name come one after the other;
   is_first tells the first. */
uint32_t advisory_index_sources_batch(struct advisory_index_sources *sources,
    const struct advisory_index_batch *about, bool is_first);

/* Enters a record or a fact that comes, goes, or stays: then only its date counts. */
void advisory_index_sources_add(struct advisory_index_sources *sources, uint32_t number,
    const unsigned char digest[SHA256_SIZE], const struct advisory *advisory);
void advisory_index_sources_take(struct advisory_index_sources *sources, uint32_t number,
    const unsigned char digest[SHA256_SIZE], const struct advisory *advisory);
void advisory_index_sources_add_fact(struct advisory_index_sources *sources, uint32_t number,
    const struct layout_fact *row, struct text ratings);
void advisory_index_sources_take_fact(struct advisory_index_sources *sources, uint32_t number,
    const struct layout_fact *row, struct text ratings);
void advisory_index_sources_stay(
    struct advisory_index_sources *sources, uint32_t number, const struct advisory *advisory);

/* Closes the books: works out each source's digest and that of the generation. */
void advisory_index_sources_close(
    struct advisory_index_sources *sources, unsigned char ret_digest[SHA256_SIZE]);

/* Writes the tables SOURCES, COVERAGE and SEEN; texts go to heap. What a source covers: the ecosystem that at least nine in
   ten of its records share, with the releases seen; if there is none, every ecosystem seen. */
void advisory_index_sources_write(
    struct advisory_index_sources *sources, struct advisory_index_file *file, struct buf *heap);

#endif
