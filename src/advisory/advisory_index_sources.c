/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_index_sources.h"

#include "advisory/advisory_index_tables.h"

void advisory_index_sources_init(struct advisory_index_sources *sources, int64_t now_us)
{
    *sources = (struct advisory_index_sources){.now_us = now_us};
    arena_init(&sources->arena, SIZE_MAX);
}

void advisory_index_sources_done(struct advisory_index_sources *sources)
{
    for (size_t i = 0; i < sources->len; i++) {
        map_done(&sources->at[i].numbers);
        VEC_DONE(&sources->at[i].seen);
    }
    VEC_DONE(sources);
    arena_done(&sources->arena);
}

static struct sources_ecosystem *find_ecosystem(
    struct advisory_index_sources *sources, struct sources_book *book, struct text name)
{
    uint32_t place = (uint32_t)book->seen.len;
    if (!map_find(&book->numbers, name, &place)) {
        struct text kept = arena_text(&sources->arena, name);
        (void)map_add(&book->numbers, kept, place, NULL);
        *VEC_ADD(&book->seen) = (struct sources_ecosystem){.name = kept};
    }
    return &book->seen.at[place];
}

static void open_book(struct advisory_index_sources *sources, const struct advisory_index *old,
    const struct layout_source *row)
{
    struct sources_book *book = VEC_ADD(sources);
    book->row = *row;
    book->name = advisory_index_map_table_text(old, row->name);
    book->path = advisory_index_map_table_text(old, row->path);
    book->edition = advisory_index_map_table_text(old, row->edition);
    book->etag = advisory_index_map_table_text(old, row->etag);
    book->last_modified = advisory_index_map_table_text(old, row->last_modified);
    memcpy(book->content.sum, row->content, sizeof row->content);
}

void advisory_index_sources_open(
    struct advisory_index_sources *sources, const struct advisory_index *old)
{
    struct layout_source row;
    struct layout_coverage seen;
    const struct layout_section *table = advisory_index_map_table(old, LAYOUT_SOURCES);
    for (size_t i = 0; advisory_index_map_row(old, table, i, &row, sizeof row); i++)
        open_book(sources, old, &row);
    table = advisory_index_map_table(old, LAYOUT_SEEN);
    for (size_t i = 0; advisory_index_map_row(old, table, i, &seen, sizeof seen); i++)
        if (seen.source < sources->len)
            find_ecosystem(sources, &sources->at[seen.source],
                advisory_index_map_table_text(old, seen.ecosystem))
                ->count = seen.record_count;
}

static uint32_t find_book(struct advisory_index_sources *sources, struct text name)
{
    for (size_t i = 0; i < sources->len; i++)
        if (text_eq(sources->at[i].name, name))
            return (uint32_t)i;
    struct sources_book *book = VEC_ADD(sources);
    book->name = name;
    return (uint32_t)(sources->len - 1);
}

/* Some records are dated years ahead; one of them would make its source look fresh until then. */
static void note_newest(
    const struct advisory_index_sources *sources, struct sources_book *book, int64_t time_us)
{
    if (time_us > book->row.newest_us && time_us <= sources->now_us)
        book->row.newest_us = time_us;
}

uint32_t advisory_index_sources_batch(
    struct advisory_index_sources *sources, const struct advisory_index_batch *about, bool is_first)
{
    uint32_t number = find_book(sources, about->name);
    struct sources_book *book = &sources->at[number];
    book->path = about->path;
    book->edition = about->edition;
    book->etag = about->etag;
    book->last_modified = about->last_modified;
    book->row.imported_us = sources->now_us;
    book->row.refused_count =
        is_first ? about->refused_count : book->row.refused_count + about->refused_count;
    if (!about->is_upsert && !book->is_replaced) {
        book->is_replaced = true;
        book->row.newest_us = 0; /* what stays says it anew */
    }
    note_newest(sources, book, about->newest_us);
    return number;
}

static void count_ecosystem(
    struct advisory_index_sources *sources, struct sources_book *book, struct text name, int change)
{
    struct sources_ecosystem *seen = find_ecosystem(sources, book, name);
    seen->count = (uint32_t)((int64_t)seen->count + change);
}

/* A base ecosystem is counted under its name and a NUL, so that it is not taken for one without release. */
static void count_base(
    struct advisory_index_sources *sources, struct sources_book *book, struct text base, int change)
{
    char room[256];
    if (base.len >= sizeof room)
        return;
    memcpy(room, base.at, base.len);
    room[base.len] = '\0';
    count_ecosystem(sources, book, (struct text){room, base.len + 1}, change);
}

/* The names of one record are sorted, so equal ones follow each other. */
static void count_ecosystems(struct advisory_index_sources *sources, struct sources_book *book,
    const struct advisory *advisory, int change)
{
    struct text last = {0}, last_base = {0};
    for (size_t i = 0; i < advisory->affected_count; i++) {
        struct text name = advisory->affected[i].ecosystem;
        struct text base = advisory_base_ecosystem(name);
        if (name.len && !text_eq(name, last))
            count_ecosystem(sources, book, name, change);
        if (base.len && !text_eq(base, last_base))
            count_base(sources, book, base, change);
        last = name;
        last_base = base;
    }
    if (last.len > 0)
        book->row.placed_count += (uint64_t)(int64_t)change;
}

static void count_record(struct advisory_index_sources *sources, struct sources_book *book,
    const struct advisory *advisory, int change)
{
    uint64_t step = (uint64_t)(int64_t)change;
    if (advisory_is_of_cve(advisory)) /* its facts are counted, and a CPE covers nothing */
        return;
    book->row.record_count += step;
    book->row.kind_counts[advisory->kind] += step;
    if (advisory->withdrawn_us)
        book->row.withdrawn_count += step;
    else if (advisory_check_use(advisory))
        book->row.unusable_count += step;
    /* Notices never become findings, so they cover nothing. */
    if (advisory->kind != ADVISORY_NOTICE)
        count_ecosystems(sources, book, advisory, change);
}

void advisory_index_sources_stay(
    struct advisory_index_sources *sources, uint32_t number, const struct advisory *advisory)
{
    note_newest(sources, &sources->at[number], advisory->published_us);
    note_newest(sources, &sources->at[number], advisory->modified_us);
}

void advisory_index_sources_add(struct advisory_index_sources *sources, uint32_t number,
    const unsigned char digest[SHA256_SIZE], const struct advisory *advisory)
{
    count_record(sources, &sources->at[number], advisory, 1);
    advisory_index_content_add(&sources->at[number].content, digest);
    advisory_index_sources_stay(sources, number, advisory);
}

void advisory_index_sources_take(struct advisory_index_sources *sources, uint32_t number,
    const unsigned char digest[SHA256_SIZE], const struct advisory *advisory)
{
    count_record(sources, &sources->at[number], advisory, -1);
    advisory_index_content_take(&sources->at[number].content, digest);
}

void advisory_index_sources_add_fact(struct advisory_index_sources *sources, uint32_t number,
    const struct layout_fact *row, struct text ratings)
{
    unsigned char digest[SHA256_SIZE];
    advisory_index_content_of_fact(row, ratings, digest);
    advisory_index_content_add(&sources->at[number].content, digest);
    sources->at[number].row.record_count++;
}

void advisory_index_sources_take_fact(struct advisory_index_sources *sources, uint32_t number,
    const struct layout_fact *row, struct text ratings)
{
    unsigned char digest[SHA256_SIZE];
    advisory_index_content_of_fact(row, ratings, digest);
    advisory_index_content_take(&sources->at[number].content, digest);
    sources->at[number].row.record_count--;
}

static int compare_names(const void *a, const void *b, void *context)
{
    const struct advisory_index_sources *sources = context;
    return text_cmp(sources->at[*(const uint32_t *)a].name, sources->at[*(const uint32_t *)b].name);
}

/* The generation is its sources in the order of their names, so that it does not hang on which came first. */
void advisory_index_sources_close(
    struct advisory_index_sources *sources, unsigned char ret_digest[SHA256_SIZE])
{
    uint32_t *order = calloc(sources->len + 1, sizeof *order);
    if (!order)
        err_panic("out of memory");
    struct sha256 *hash = sha256_new();
    for (size_t i = 0; i < sources->len; i++)
        order[i] = (uint32_t)i;
    qsort_r(order, sources->len, sizeof *order, compare_names, sources);
    for (size_t i = 0; i < sources->len; i++) {
        struct sources_book *book = &sources->at[order[i]];
        memcpy(book->row.content, book->content.sum, sizeof book->row.content);
        advisory_index_content_of_source(book->name, &book->content, book->row.digest);
        sha256_add(hash, (struct text){(const char *)book->row.digest, sizeof book->row.digest});
    }
    sha256_end(hash, ret_digest);
    free(order);
}

static bool is_base(struct text name)
{
    return name.len && name.at[name.len - 1] == '\0';
}

/* Returns the base ecosystem that nine in ten records share, or an empty text. */
static struct text shared_base(const struct sources_book *book)
{
    for (size_t i = 0; i < book->seen.len; i++) {
        const struct sources_ecosystem *seen = &book->seen.at[i];
        if (is_base(seen->name) && seen->count &&
            (uint64_t)seen->count * 10 >= book->row.placed_count * 9)
            return text_slice(seen->name, 0, seen->name.len - 1);
    }
    return (struct text){0};
}

struct covered {
    struct text ecosystem;
    uint32_t source, count;
};

static int compare_covered(const void *a, const void *b)
{
    const struct covered *left = a, *right = b;
    int order = text_cmp(left->ecosystem, right->ecosystem);
    return order ? order : (left->source > right->source) - (left->source < right->source);
}

static void add_rows(struct advisory_index_file *file, struct buf *heap, const struct covered *rows,
    size_t count, enum layout_table_id table)
{
    advisory_index_file_section(file);
    for (size_t i = 0; i < count; i++) {
        struct layout_coverage row = {
            advisory_index_tables_text(heap, rows[i].ecosystem), rows[i].source, rows[i].count};
        advisory_index_file_add(file, &row, sizeof row);
    }
    advisory_index_file_end_table(file, table, count);
}

static void write_seen(const struct advisory_index_sources *sources,
    struct advisory_index_file *file, struct buf *heap, bool is_all)
{
    struct {
        VEC(struct covered);
    } rows = {0};
    for (size_t i = 0; i < sources->len; i++) {
        const struct sources_book *book = &sources->at[i];
        struct text base = shared_base(book);
        for (size_t k = 0; k < book->seen.len; k++) {
            struct text name = book->seen.at[k].name;
            bool is_covered =
                !is_base(name) && (!base.len || text_eq(advisory_base_ecosystem(name), base));
            if (book->seen.at[k].count && (is_all || is_covered))
                *VEC_ADD(&rows) = (struct covered){name, (uint32_t)i, book->seen.at[k].count};
        }
    }
    if (rows.len)
        qsort(rows.at, rows.len, sizeof *rows.at, compare_covered);
    add_rows(file, heap, rows.at, rows.len, is_all ? LAYOUT_SEEN : LAYOUT_COVERAGE);
    VEC_DONE(&rows);
}

void advisory_index_sources_write(
    struct advisory_index_sources *sources, struct advisory_index_file *file, struct buf *heap)
{
    advisory_index_file_section(file);
    for (size_t i = 0; i < sources->len; i++) {
        const struct sources_book *book = &sources->at[i];
        struct layout_source row = book->row;
        row.name = advisory_index_tables_text(heap, book->name);
        row.path = advisory_index_tables_text(heap, book->path);
        row.edition = advisory_index_tables_text(heap, book->edition);
        row.etag = advisory_index_tables_text(heap, book->etag);
        row.last_modified = advisory_index_tables_text(heap, book->last_modified);
        advisory_index_file_add(file, &row, sizeof row);
    }
    advisory_index_file_end_table(file, LAYOUT_SOURCES, sources->len);
    write_seen(sources, file, heap, false);
    write_seen(sources, file, heap, true);
}
