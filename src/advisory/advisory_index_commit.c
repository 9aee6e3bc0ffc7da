/* SPDX-License-Identifier: Apache-2.0 */
/* From what the writer has collected to the next generation: what changed goes into a segment behind those that are there;
   when that would leave too many, or too much that is dead, all is written anew. */
#include <sys/mman.h>
#include <sys/stat.h>

#include "advisory/advisory_blob.h"
#include "advisory/advisory_index_diff.h"
#include "advisory/advisory_index_history.h"
#include "advisory/advisory_index_sources.h"
#include "advisory/advisory_index_tables.h"
#include "advisory/advisory_index_writer.h"
#include "base/clock.h"
#include "base/limits.h"

enum { FORGET_BYTES = 16 << 20 };

struct commit {
    struct advisory_index_writer *writer;
    struct advisory_index_sources sources;
    struct advisory_index_diff diff;
    struct advisory_index_history history;
    struct advisory_index_tables tables;
    const char *spool;
    struct buf heap, table_heap;
    struct map ratings;                /* of the heap: facts repeat them */
    unsigned char digest[SHA256_SIZE]; /* of the generation */
    bool is_fresh; /* a file of its own, instead of a segment behind the others */
};

static bool map_spool(struct commit *commit, struct err *err)
{
    struct advisory_index_writer *writer = commit->writer;
    commit->spool = "";
    if (fflush(writer->spool) != 0 || ferror(writer->spool))
        return err_set_errno(err, "%s: cannot be written", writer->file.path.at);
    if (writer->spool_bytes == 0)
        return true;
    void *map = mmap(NULL, writer->spool_bytes, PROT_READ, MAP_SHARED, fileno(writer->spool), 0);
    if (map == MAP_FAILED)
        return err_set_errno(err, "%s: cannot be read back", writer->file.path.at);
    commit->spool = map;
    return true;
}

static struct text blob_of(const struct commit *commit, const struct writer_row *row)
{
    if (!row->is_old)
        return (struct text){commit->spool + row->at, row->bytes};
    return (struct text){commit->writer->old->map + row->at, row->bytes};
}

/* What was read of the maps stays with the kernel, not in this process: its memory hangs on how many records there are, not
   on how long they are. */
static void forget_pages(struct commit *commit, uint64_t *bytes, size_t more)
{
    const struct advisory_index_writer *writer = commit->writer;
    *bytes += more;
    if (*bytes < FORGET_BYTES)
        return;
    *bytes = 0;
    if (writer->spool_bytes)
        (void)madvise((void *)(uintptr_t)commit->spool, writer->spool_bytes, MADV_DONTNEED);
    if (writer->old)
        (void)madvise((void *)(uintptr_t)writer->old->map, writer->old->bytes, MADV_DONTNEED);
}

/* -- the books -- */

static bool enter_gone(struct commit *commit, struct arena *arena, struct err *err)
{
    const struct advisory_index *old = commit->writer->old;
    for (size_t i = 0; i < commit->diff.gone.len; i++) {
        struct layout_record row;
        struct text blob;
        struct advisory advisory;
        if (!advisory_index_map_record(old, commit->diff.gone.at[i], &row, &blob) ||
            row.source >= commit->sources.len)
            return err_set(err, ERR_SYNTAX, "%s: the index is damaged: a record lies outside of it",
                commit->writer->file.path.at);
        if (!advisory_blob_read(&advisory, blob, 0, SIZE_MAX, arena, err))
            return err_add(err, "%s", commit->writer->file.path.at);
        advisory_index_sources_take(&commit->sources, row.source, row.digest, &advisory);
        advisory_index_history_add(&commit->history, &advisory);
        arena_done(arena);
    }
    return true;
}

static bool enter_new(struct commit *commit, struct arena *arena, struct err *err)
{
    const struct writer_rows *rows = &commit->writer->rows;
    uint64_t bytes = 0;
    for (size_t i = 0; i < rows->len; i++) {
        const struct writer_row *row = &rows->at[i];
        struct advisory advisory;
        if (!advisory_blob_read(&advisory, blob_of(commit, row), 0, SIZE_MAX, arena, err))
            return false;
        advisory_index_sources_add(&commit->sources, row->source, row->digest, &advisory);
        advisory_index_history_add(&commit->history, &advisory);
        arena_clear(arena);
        forget_pages(commit, &bytes, row->bytes);
    }
    return true;
}

static void enter_facts(struct commit *commit)
{
    const struct advisory_index *old = commit->writer->old;
    const struct writer_facts *facts = &commit->writer->facts;
    for (size_t i = 0; i < commit->diff.gone_facts.len; i++) {
        struct layout_fact row;
        size_t segment;
        if (!advisory_index_map_fact(old, commit->diff.gone_facts.at[i], &row, &segment) ||
            row.source >= commit->sources.len)
            continue;
        advisory_index_sources_take_fact(
            &commit->sources, row.source, &row, advisory_index_map_text(old, segment, row.ratings));
        advisory_index_history_add_cve(&commit->history, row.cve);
    }
    for (size_t i = 0; i < facts->len; i++) {
        const struct writer_fact *fact = &facts->at[i];
        advisory_index_sources_add_fact(
            &commit->sources, fact->row.source, &fact->row, fact->ratings);
        advisory_index_history_add_cve(&commit->history, fact->row.cve);
    }
}

static bool enter_all(struct commit *commit, struct err *err)
{
    struct arena arena;
    arena_init(&arena, LIMIT_RECORD_ARENA);
    if (commit->writer->old)
        advisory_index_history_open(&commit->history, commit->writer->old);
    bool is_fine = enter_gone(commit, &arena, err) && enter_new(commit, &arena, err);
    arena_done(&arena);
    if (is_fine)
        enter_facts(commit);
    return is_fine;
}

/* -- a segment, or all anew -- */

/* Bytes of the old file that its header speaks of. */
static uint64_t count_used(const struct layout_header *header)
{
    uint64_t used = 0;
    for (size_t i = 0; i < LAYOUT_TABLES; i++)
        used += header->tables[i].bytes;
    for (size_t i = 0; i < header->segment_count; i++)
        for (size_t k = 0; k < LAYOUT_SECTIONS; k++)
            used += header->segments[i].sections[k].bytes;
    return used;
}

static uint64_t count_new_bytes(const struct commit *commit)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < commit->writer->rows.len; i++)
        bytes += commit->writer->rows.at[i].bytes;
    return bytes;
}

/* A segment more makes each look-up a little slower, and what is dead stays in the file, so both are kept few. A file that
   is opened through a link is replaced by one of its own, as any change once did. */
static bool is_fresh_better(const struct commit *commit)
{
    const struct advisory_index *old = commit->writer->old;
    if (!old)
        return true;
    const struct layout_header *header = &old->header;
    uint64_t records = advisory_index_map_record_end(old), facts = advisory_index_map_fact_end(old);
    uint64_t dead = records - advisory_index_record_count(old) + commit->diff.gone.len;
    uint64_t dead_facts = commit->diff.gone_facts.len;
    for (size_t i = 0; i < header->segment_count; i++)
        dead_facts += header->segments[i].dead_facts;
    uint64_t first = header->segment_count ? header->segments[0].sections[LAYOUT_BLOBS].bytes : 0;
    struct stat link;
    return header->segment_count >= LAYOUT_SEGMENTS || dead > records / 4 + 64 ||
           dead_facts > facts / 2 + 64 || count_new_bytes(commit) > first + (1 << 20) ||
           header->file_bytes - count_used(header) > header->file_bytes / 4 + (4 << 20) ||
           lstat(commit->writer->file.path.at, &link) != 0 || !S_ISREG(link.st_mode);
}

static void keep_old_records(struct commit *commit)
{
    const struct advisory_index *old = commit->writer->old;
    uint32_t end = advisory_index_map_record_end(old);
    for (uint32_t i = 0; i < end; i++) {
        struct layout_record row;
        struct text blob;
        if (advisory_index_diff_has(commit->diff.dead, i) ||
            !advisory_index_map_record(old, i, &row, &blob) || row.source >= commit->sources.len)
            continue;
        struct writer_row *kept = VEC_ADD(&commit->writer->rows);
        *kept = (struct writer_row){.at = (uint64_t)(blob.at - old->map),
            .bytes = row.bytes,
            .source = row.source,
            .is_old = true};
        if (!advisory_blob_id(blob, &kept->id))
            kept->id = (struct text){0};
        memcpy(kept->digest, row.digest, sizeof kept->digest);
    }
}

static void keep_old_facts(struct commit *commit)
{
    const struct advisory_index *old = commit->writer->old;
    uint32_t end = advisory_index_map_fact_end(old);
    for (uint32_t i = 0; i < end; i++) {
        struct layout_fact row;
        size_t segment;
        if (!advisory_index_diff_has(commit->diff.dead_facts, i) &&
            advisory_index_map_fact(old, i, &row, &segment) && row.source < commit->sources.len)
            *VEC_ADD(&commit->writer->facts) =
                (struct writer_fact){row, advisory_index_map_text(old, segment, row.ratings)};
    }
}

/* By the names of their sources, so that the same content gives the same order whatever the history. */
static int compare_rows(const void *a, const void *b, void *context)
{
    const struct writer_row *left = a, *right = b;
    const struct advisory_index_sources *sources = context;
    int order = 0;
    if (left->source != right->source)
        order = text_cmp(sources->at[left->source].name, sources->at[right->source].name);
    return order ? order : text_cmp(left->id, right->id);
}

static int compare_facts(const void *a, const void *b)
{
    const struct writer_fact *left = a, *right = b;
    if (left->row.cve != right->row.cve)
        return left->row.cve < right->row.cve ? -1 : 1;
    return (left->row.source > right->row.source) - (left->row.source < right->row.source);
}

static bool begin_file(struct commit *commit, struct err *err)
{
    struct advisory_index_writer *writer = commit->writer;
    const struct advisory_index *old = writer->old;
    commit->is_fresh = is_fresh_better(commit);
    if (commit->is_fresh && old) {
        keep_old_records(commit);
        keep_old_facts(commit);
    }
    if (writer->rows.len)
        qsort_r(writer->rows.at, writer->rows.len, sizeof *writer->rows.at, compare_rows,
            &commit->sources);
    if (writer->facts.len)
        qsort(writer->facts.at, writer->facts.len, sizeof *writer->facts.at, compare_facts);
    if (commit->is_fresh)
        return advisory_index_file_fresh(&writer->file, old ? old->header.sequence : 0, err);
    return advisory_index_file_append(&writer->file, &old->header, old->header_place, err);
}

/* -- writing -- */

/* Writes the records and gathers from each what the tables need. */
static bool write_blobs(struct commit *commit, struct err *err)
{
    struct advisory_index_file *file = &commit->writer->file;
    const struct writer_rows *rows = &commit->writer->rows;
    struct arena arena;
    arena_init(&arena, LIMIT_RECORD_ARENA);
    bool is_fine = true;
    uint64_t bytes = 0, read_bytes = 0;
    advisory_index_file_section(file);
    for (size_t i = 0; is_fine && i < rows->len; i++) {
        struct text blob = blob_of(commit, &rows->at[i]);
        struct advisory advisory;
        is_fine = advisory_blob_read(&advisory, blob, 0, SIZE_MAX, &arena, err);
        if (!is_fine)
            break;
        advisory_index_file_add(file, blob.at, blob.len);
        advisory_index_tables_add(&commit->tables, (uint32_t)i, &advisory);
        bytes += blob.len;
        arena_clear(&arena);
        forget_pages(commit, &read_bytes, blob.len);
    }
    arena_done(&arena);
    advisory_index_file_end(file, LAYOUT_BLOBS, bytes);
    return is_fine;
}

static void write_records(struct commit *commit)
{
    struct advisory_index_file *file = &commit->writer->file;
    const struct writer_rows *rows = &commit->writer->rows;
    uint64_t at = 0;
    advisory_index_file_section(file);
    for (size_t i = 0; i < rows->len; i++) {
        const struct writer_row *from = &rows->at[i];
        struct layout_record row = {.at = at, .bytes = from->bytes, .source = from->source};
        memcpy(row.digest, from->digest, sizeof row.digest);
        advisory_index_file_add(file, &row, sizeof row);
        at += row.bytes;
    }
    advisory_index_file_end(file, LAYOUT_RECORDS, rows->len);
}

static struct layout_text intern_ratings(struct commit *commit, struct text ratings)
{
    struct layout_text place = {(uint32_t)commit->heap.len, (uint32_t)ratings.len};
    if (ratings.len == 0)
        return (struct layout_text){0};
    if (map_add(&commit->ratings, ratings, place.at, &place.at))
        buf_add(&commit->heap, ratings);
    return place;
}

static void write_facts(struct commit *commit)
{
    struct advisory_index_file *file = &commit->writer->file;
    const struct writer_facts *facts = &commit->writer->facts;
    advisory_index_file_section(file);
    for (size_t i = 0; i < facts->len; i++) {
        struct layout_fact row = facts->at[i].row;
        row.ratings = intern_ratings(commit, facts->at[i].ratings);
        advisory_index_file_add(file, &row, sizeof row);
    }
    advisory_index_file_end(file, LAYOUT_FACTS, facts->len);
}

static bool write_segment(struct commit *commit, struct err *err)
{
    struct advisory_index_file *file = &commit->writer->file;
    advisory_index_file_segment(file);
    if (!write_blobs(commit, err))
        return false;
    write_records(commit);
    write_facts(commit);
    advisory_index_tables_write(&commit->tables, file, &commit->heap);
    advisory_index_file_section(file);
    advisory_index_file_add(file, commit->heap.at, commit->heap.len);
    advisory_index_file_end(file, LAYOUT_HEAP, commit->heap.len);
    return buf_check(&commit->heap, err);
}

/* How many of each segment's own are dead: a look-up need not ask for a segment that has none. */
static void count_dead(struct commit *commit)
{
    struct layout_header *header = &commit->writer->file.header;
    for (size_t i = 0; i < header->segment_count; i++) {
        struct layout_segment *segment = &header->segments[i];
        segment->dead_records = segment->dead_facts = 0;
        for (uint32_t k = 0; k < segment->sections[LAYOUT_RECORDS].count; k++)
            segment->dead_records +=
                advisory_index_diff_has(commit->diff.dead, segment->record_first + k);
        for (uint32_t k = 0; k < segment->sections[LAYOUT_FACTS].count; k++)
            segment->dead_facts +=
                advisory_index_diff_has(commit->diff.dead_facts, segment->fact_first + k);
    }
}

static void write_bits(
    struct advisory_index_file *file, enum layout_table_id table, const void *bits, size_t bytes)
{
    advisory_index_file_section(file);
    advisory_index_file_add(file, bits, bytes);
    advisory_index_file_end_table(file, table, bytes);
}

/* In a file of its own nothing is dead. */
static bool write_tables(struct commit *commit, struct err *err)
{
    struct advisory_index_file *file = &commit->writer->file;
    struct advisory_index_diff *diff = &commit->diff;
    advisory_index_sources_write(&commit->sources, file, &commit->table_heap);
    write_bits(file, LAYOUT_DEAD, diff->dead, commit->is_fresh ? 0 : diff->dead_bytes);
    write_bits(
        file, LAYOUT_DEAD_FACTS, diff->dead_facts, commit->is_fresh ? 0 : diff->dead_fact_bytes);
    advisory_index_history_write(&commit->history, file, &commit->table_heap);
    advisory_index_file_section(file);
    advisory_index_file_add(file, commit->table_heap.at, commit->table_heap.len);
    advisory_index_file_end_table(file, LAYOUT_TABLE_HEAP, commit->table_heap.len);
    if (!commit->is_fresh)
        count_dead(commit);
    return buf_check(&commit->table_heap, err);
}

static bool build(struct commit *commit, struct err *err)
{
    struct advisory_index_writer *writer = commit->writer;
    if (writer->old)
        advisory_index_sources_open(&commit->sources, writer->old);
    if (!advisory_index_diff_find(&commit->diff, writer, &commit->sources, err) ||
        !map_spool(commit, err) || !enter_all(commit, err))
        return false;
    advisory_index_sources_close(&commit->sources, commit->digest);
    if (writer->old &&
        memcmp(commit->digest, writer->old->header.digest, sizeof commit->digest) == 0)
        advisory_index_history_drop(&commit->history);
    if (!begin_file(commit, err))
        return false;
    bool has_segment = commit->is_fresh || writer->rows.len || writer->facts.len;
    if ((has_segment && !write_segment(commit, err)) || !write_tables(commit, err))
        return false;
    memcpy(writer->file.header.digest, commit->digest, sizeof commit->digest);
    return advisory_index_file_commit(&writer->file, commit->sources.now_us, err);
}

/* Tells each batch what became of its source. */
static void tell_changes(struct commit *commit)
{
    struct writer_batches *batches = &commit->writer->batches;
    for (size_t i = 0; i < batches->len; i++)
        for (size_t k = 0; k < commit->sources.len; k++)
            if (batches->at[i].is_named &&
                text_eq(batches->at[i].about.name, commit->sources.at[k].name))
                batches->at[i].change = commit->sources.at[k].change;
}

bool advisory_index_write_commit(struct advisory_index_writer *writer, struct err *err)
{
    struct commit commit = {.writer = writer};
    buf_init(&commit.heap, UINT32_MAX);
    buf_init(&commit.table_heap, UINT32_MAX);
    advisory_index_tables_init(&commit.tables);
    advisory_index_history_init(&commit.history);
    advisory_index_sources_init(&commit.sources, clock_now_us());
    bool is_fine = build(&commit, err);
    if (is_fine)
        tell_changes(&commit);
    if (commit.spool && writer->spool_bytes)
        munmap((void *)(uintptr_t)commit.spool, writer->spool_bytes);
    advisory_index_tables_done(&commit.tables);
    advisory_index_history_done(&commit.history);
    advisory_index_sources_done(&commit.sources);
    advisory_index_diff_done(&commit.diff);
    map_done(&commit.ratings);
    buf_done(&commit.heap);
    buf_done(&commit.table_heap);
    return is_fine;
}
