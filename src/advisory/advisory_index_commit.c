/* SPDX-License-Identifier: Apache-2.0 */
/* From what the writer has collected and what the old generation keeps to the sections of the new one. */
#include <sys/mman.h>

#include "advisory/advisory_blob.h"
#include "advisory/advisory_index_tables.h"
#include "advisory/advisory_index_writer.h"
#include "base/clock.h"
#include "base/limits.h"

/* Decoding one record takes a few times its size. */
#define RECORD_ARENA (16 * LIMIT_ADVISORY_BYTES)

struct commit_source {
    struct text name;
    const struct advisory_index_batch
        *about; /* the last batch of that name, or NULL for one that is kept */
    size_t refused_count;
    uint32_t old; /* number in the old index, or NONE */
    bool keeps_old;
    struct layout_source row;
    struct sha256 *sum;
};

#define NONE UINT32_MAX

struct commit {
    struct advisory_index_writer *writer;
    struct commit_sources {
        VEC(struct commit_source);
    } sources;
    const char *spool;
    struct advisory_index_tables tables;
    struct buf heap;
    struct map vectors; /* of the heap: facts repeat them */
};

static struct commit_source *find_source(struct commit *commit, struct text name)
{
    for (size_t i = 0; i < commit->sources.len; i++)
        if (text_eq(commit->sources.at[i].name, name))
            return &commit->sources.at[i];
    struct commit_source *source = VEC_ADD(&commit->sources);
    *source = (struct commit_source){.name = name, .old = NONE, .keeps_old = true};
    return source;
}

static int compare_sources(const void *a, const void *b)
{
    const struct commit_source *left = a, *right = b;
    return text_cmp(left->name, right->name);
}

/* A source keeps its old records unless a batch replaces it. */
static void list_sources(struct commit *commit)
{
    const struct advisory_index_writer *writer = commit->writer;
    size_t old_count = writer->old ? advisory_index_source_count(writer->old) : 0;
    for (size_t i = 0; i < old_count; i++) {
        struct advisory_source old = advisory_index_source(writer->old, i);
        find_source(commit, old.name)->old = (uint32_t)i;
    }
    for (size_t i = 0; i < writer->batches.len; i++) {
        const struct writer_batch *batch = &writer->batches.at[i];
        if (!batch->is_named)
            continue;
        struct commit_source *source = find_source(commit, batch->about.name);
        source->about = &batch->about;
        source->keeps_old &= batch->about.is_upsert;
        source->refused_count += batch->about.refused_count;
    }
    if (commit->sources.len)
        qsort(commit->sources.at, commit->sources.len, sizeof *commit->sources.at, compare_sources);
    for (size_t i = 0; i < commit->sources.len; i++)
        commit->sources.at[i].sum = sha256_new();
}

/* Where the records of a batch, or of an old source, go; NONE when they go nowhere. */
static uint32_t *number_batches(const struct commit *commit)
{
    const struct writer_batches *batches = &commit->writer->batches;
    uint32_t *numbers = calloc(batches->len + 1, sizeof *numbers);
    if (!numbers)
        err_panic("out of memory");
    for (size_t i = 0; i < batches->len; i++) {
        numbers[i] = NONE;
        for (size_t j = 0; batches->at[i].is_named && j < commit->sources.len; j++)
            if (text_eq(commit->sources.at[j].name, batches->at[i].about.name))
                numbers[i] = (uint32_t)j;
    }
    return numbers;
}

static uint32_t kept_number(const struct commit *commit, uint32_t old_source)
{
    for (size_t i = 0; i < commit->sources.len; i++)
        if (commit->sources.at[i].old == old_source)
            return commit->sources.at[i].keeps_old ? (uint32_t)i : NONE;
    return NONE;
}

static bool add_old_record(struct commit *commit, const struct layout_record *record,
    uint32_t source, struct arena *arena, struct err *err)
{
    struct advisory_index_writer *writer = commit->writer;
    struct advisory advisory;
    struct text blob = advisory_index_map_blob(writer->old, record);
    if (!advisory_blob_read(&advisory, blob, 0, 0, arena, err))
        return err_add(err, "%s: cannot be kept", writer->file.path.at);
    struct writer_row *row = VEC_ADD(&writer->rows);
    *row = (struct writer_row){
        .id = advisory.id,
        .at = record->at,
        .bytes = record->bytes,
        .source = source,
        .modified_us = advisory.modified_us,
        .is_old = true,
    };
    memcpy(row->digest, record->digest, sizeof row->digest);
    return true;
}

static bool add_old_records(struct commit *commit, struct err *err)
{
    const struct advisory_index *old = commit->writer->old;
    struct arena arena;
    arena_init(&arena, RECORD_ARENA);
    struct layout_record record;
    bool is_fine = true;
    for (size_t i = 0;
        is_fine && advisory_index_map_row(old, LAYOUT_RECORDS, i, &record, sizeof record); i++) {
        uint32_t source = kept_number(commit, record.source);
        if (source != NONE)
            is_fine = add_old_record(commit, &record, source, &arena, err);
        arena_done(&arena);
    }
    return is_fine;
}

static void add_old_facts(struct commit *commit)
{
    struct advisory_index_writer *writer = commit->writer;
    struct layout_fact row;
    for (size_t i = 0; advisory_index_map_row(writer->old, LAYOUT_FACTS, i, &row, sizeof row);
        i++) {
        row.source = kept_number(commit, row.source);
        if (row.source != NONE)
            *VEC_ADD(&writer->facts) = (struct writer_fact){
                row, advisory_index_map_text(writer->old, row.cvss_vector), true};
    }
}

/* The new before the old, then the later modified, then the later read: the first of an id stays. */
static int compare_rows(const void *a, const void *b)
{
    const struct writer_row *left = a, *right = b;
    if (left->source != right->source)
        return left->source < right->source ? -1 : 1;
    int order = text_cmp(left->id, right->id);
    if (order)
        return order;
    if (left->is_old != right->is_old)
        return left->is_old ? 1 : -1;
    if (left->modified_us != right->modified_us)
        return left->modified_us > right->modified_us ? -1 : 1;
    return (left->at < right->at) - (left->at > right->at);
}

static int compare_facts(const void *a, const void *b)
{
    const struct writer_fact *left = a, *right = b;
    if (left->row.cve != right->row.cve)
        return left->row.cve < right->row.cve ? -1 : 1;
    if (left->row.source != right->row.source)
        return left->row.source < right->row.source ? -1 : 1;
    if (left->is_old != right->is_old)
        return left->is_old ? 1 : -1;
    /* Two of one source: which one stays must not hang on the order of sorting. */
    return memcmp(&left->row, &right->row, sizeof left->row);
}

static void number_new(struct commit *commit)
{
    struct advisory_index_writer *writer = commit->writer;
    uint32_t *numbers = number_batches(commit);
    for (size_t i = 0; i < writer->rows.len; i++)
        writer->rows.at[i].source = numbers[writer->rows.at[i].source];
    for (size_t i = 0; i < writer->facts.len; i++)
        writer->facts.at[i].row.source = numbers[writer->facts.at[i].row.source];
    free(numbers);
}

/* Sorts rows and facts, and leaves one of each id or CVE in each source. */
static void settle(struct commit *commit)
{
    struct writer_rows *rows = &commit->writer->rows;
    struct writer_facts *facts = &commit->writer->facts;
    size_t kept = 0;
    if (rows->len)
        qsort(rows->at, rows->len, sizeof *rows->at, compare_rows);
    for (size_t i = 0; i < rows->len; i++) {
        const struct writer_row *row = &rows->at[i], *last = kept ? &rows->at[kept - 1] : NULL;
        bool is_double = last && last->source == row->source && text_eq(last->id, row->id);
        if (row->source != NONE && !is_double)
            rows->at[kept++] = *row;
    }
    rows->len = kept;
    kept = 0;
    if (facts->len)
        qsort(facts->at, facts->len, sizeof *facts->at, compare_facts);
    for (size_t i = 0; i < facts->len; i++) {
        const struct layout_fact *row = &facts->at[i].row;
        const struct layout_fact *last = kept ? &facts->at[kept - 1].row : NULL;
        bool is_double = last && last->source == row->source && last->cve == row->cve;
        if (row->source != NONE && !is_double)
            facts->at[kept++] = facts->at[i];
    }
    facts->len = kept;
}

/* Some records are dated years ahead; one of them would make its source look fresh until then. */
static void note_newest(struct layout_source *counts, int64_t time_us)
{
    if (time_us > counts->newest_us && time_us <= clock_now_us())
        counts->newest_us = time_us;
}

static void count_record(
    struct commit_source *source, const struct writer_row *row, const struct advisory *advisory)
{
    struct layout_source *counts = &source->row;
    counts->record_count++;
    counts->kind_counts[advisory->kind]++;
    if (advisory->withdrawn_us)
        counts->withdrawn_count++;
    else if (advisory_check_use(advisory))
        counts->unusable_count++;
    note_newest(counts, advisory->published_us);
    note_newest(counts, advisory->modified_us);
    sha256_add(source->sum, (struct text){(const char *)row->digest, sizeof row->digest});
}

static struct text blob_of(const struct commit *commit, const struct writer_row *row)
{
    const struct layout_record place = {.at = row->at, .bytes = row->bytes};
    return row->is_old ? advisory_index_map_blob(commit->writer->old, &place)
                       : (struct text){commit->spool + row->at, row->bytes};
}

/* Writes the records and gathers from each what the tables need. */
static bool write_blobs(struct commit *commit, struct err *err)
{
    struct advisory_index_file *file = &commit->writer->file;
    const struct writer_rows *rows = &commit->writer->rows;
    struct arena arena;
    arena_init(&arena, RECORD_ARENA);
    bool is_fine = true;
    advisory_index_file_section(file, LAYOUT_BLOBS);
    for (size_t i = 0; is_fine && i < rows->len; i++) {
        const struct writer_row *row = &rows->at[i];
        struct text blob = blob_of(commit, row);
        struct advisory advisory;
        is_fine = advisory_blob_read(&advisory, blob, 0, SIZE_MAX, &arena, err);
        if (!is_fine)
            break;
        advisory_index_file_add(file, blob.at, blob.len);
        count_record(&commit->sources.at[row->source], row, &advisory);
        advisory_index_tables_add(&commit->tables, (uint32_t)i, &advisory);
        if (i + 1 == rows->len || row->source != rows->at[i + 1].source)
            advisory_index_tables_end_source(&commit->tables, row->source);
        arena_done(&arena);
    }
    arena_done(&arena);
    advisory_index_file_end(file, LAYOUT_BLOBS, file->at - file->header.sections[LAYOUT_BLOBS].at);
    return is_fine;
}

static void write_records(struct commit *commit)
{
    struct advisory_index_file *file = &commit->writer->file;
    const struct writer_rows *rows = &commit->writer->rows;
    uint64_t at = 0;
    advisory_index_file_section(file, LAYOUT_RECORDS);
    for (size_t i = 0; i < rows->len; i++) {
        const struct writer_row *from = &rows->at[i];
        struct layout_record row = {.at = at, .bytes = from->bytes, .source = from->source};
        memcpy(row.digest, from->digest, sizeof row.digest);
        advisory_index_file_add(file, &row, sizeof row);
        at += row.bytes;
    }
    advisory_index_file_end(file, LAYOUT_RECORDS, rows->len);
}

static struct layout_text intern_vector(struct commit *commit, struct text vector)
{
    struct layout_text place = {(uint32_t)commit->heap.len, (uint32_t)vector.len};
    if (vector.len == 0)
        return (struct layout_text){0};
    if (map_add(&commit->vectors, vector, place.at, &place.at))
        buf_add(&commit->heap, vector);
    return place;
}

static void write_facts(struct commit *commit)
{
    struct advisory_index_file *file = &commit->writer->file;
    const struct writer_facts *facts = &commit->writer->facts;
    advisory_index_file_section(file, LAYOUT_FACTS);
    for (size_t i = 0; i < facts->len; i++) {
        struct layout_fact row = facts->at[i].row, bare = row;
        struct text vector = facts->at[i].cvss_vector;
        struct commit_source *source = &commit->sources.at[row.source];
        bare.source = 0;
        bare.cvss_vector = (struct layout_text){0};
        sha256_add(source->sum, (struct text){(const char *)&bare, sizeof bare});
        sha256_add(source->sum, vector);
        source->row.record_count++;
        row.cvss_vector = intern_vector(commit, vector);
        advisory_index_file_add(file, &row, sizeof row);
    }
    advisory_index_file_end(file, LAYOUT_FACTS, facts->len);
}

/* What a source that is kept says of itself; a batch of this run says it anew. */
static struct advisory_index_batch about_source(
    const struct commit *commit, const struct commit_source *source, int64_t *ret_imported_us)
{
    struct advisory_source old = {0};
    if (commit->writer->old && source->old != NONE)
        old = advisory_index_source(commit->writer->old, source->old);
    struct advisory_index_batch about = {
        .name = source->name,
        .path = old.path,
        .etag = old.etag,
        .last_modified = old.last_modified,
        .refused_count = old.refused_count,
        .newest_us = old.newest_us,
    };
    *ret_imported_us = old.imported_us;
    if (!source->about)
        return about;
    *ret_imported_us = clock_now_us();
    about = *source->about;
    about.refused_count = source->refused_count;
    return about;
}

static void write_sources(struct commit *commit)
{
    struct advisory_index_file *file = &commit->writer->file;
    advisory_index_file_section(file, LAYOUT_SOURCES);
    for (size_t i = 0; i < commit->sources.len; i++) {
        struct commit_source *source = &commit->sources.at[i];
        struct layout_source row = source->row;
        struct advisory_index_batch about = about_source(commit, source, &row.imported_us);
        row.name = advisory_index_tables_text(&commit->heap, about.name);
        row.path = advisory_index_tables_text(&commit->heap, about.path);
        row.etag = advisory_index_tables_text(&commit->heap, about.etag);
        row.last_modified = advisory_index_tables_text(&commit->heap, about.last_modified);
        row.refused_count = about.refused_count;
        note_newest(&row, about.newest_us);
        sha256_end(source->sum, row.digest);
        source->sum = NULL;
        advisory_index_file_add(file, &row, sizeof row);
    }
    advisory_index_file_end(file, LAYOUT_SOURCES, commit->sources.len);
}

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

static bool build(struct commit *commit, struct err *err)
{
    struct advisory_index_writer *writer = commit->writer;
    list_sources(commit);
    number_new(commit);
    if (writer->old) {
        if (!add_old_records(commit, err))
            return false;
        add_old_facts(commit);
    }
    settle(commit);
    if (writer->rows.len >= UINT32_MAX || !map_spool(commit, err) || !write_blobs(commit, err))
        return false;
    write_records(commit);
    write_facts(commit);
    advisory_index_tables_write(&commit->tables, &writer->file, &commit->heap);
    write_sources(commit);
    advisory_index_file_section(&writer->file, LAYOUT_HEAP);
    advisory_index_file_add(&writer->file, commit->heap.at, commit->heap.len);
    advisory_index_file_end(&writer->file, LAYOUT_HEAP, commit->heap.len);
    return buf_check(&commit->heap, err) &&
           advisory_index_file_commit(&writer->file, clock_now_us(), err);
}

bool advisory_index_write_commit(struct advisory_index_writer *writer, struct err *err)
{
    struct commit commit = {.writer = writer};
    buf_init(&commit.heap, UINT32_MAX);
    advisory_index_tables_init(&commit.tables);
    bool is_fine = build(&commit, err);
    for (size_t i = 0; i < commit.sources.len; i++)
        if (commit.sources.at[i].sum)
            sha256_end(commit.sources.at[i].sum, NULL);
    if (commit.spool && writer->spool_bytes)
        munmap((void *)(uintptr_t)commit.spool, writer->spool_bytes);
    VEC_DONE(&commit.sources);
    map_done(&commit.vectors);
    buf_done(&commit.heap);
    advisory_index_tables_done(&commit.tables);
    return is_fine;
}
