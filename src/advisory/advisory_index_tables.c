/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_index_tables.h"

#include "advisory/advisory_index_map.h"

void advisory_index_tables_init(struct advisory_index_tables *tables)
{
    *tables = (struct advisory_index_tables){0};
    arena_init(&tables->arena, SIZE_MAX);
    advisory_index_spans_init(&tables->spans);
}

void advisory_index_tables_done(struct advisory_index_tables *tables)
{
    map_done(&tables->package_numbers);
    VEC_DONE(&tables->links);
    VEC_DONE(&tables->packages);
    VEC_DONE(&tables->postings);
    advisory_index_spans_done(&tables->spans);
    arena_done(&tables->arena);
}

static void add_links(struct advisory_index_tables *tables, uint32_t record, const struct text *ids,
    size_t count, enum advisory_link link)
{
    for (size_t i = 0; i < count; i++)
        *VEC_ADD(&tables->links) =
            (struct layout_link){advisory_index_map_id_key(ids[i]), record, (uint32_t)link};
}

/* Copies what is added under key, "ecosystem NUL package", and points into it. */
static void add_package(struct advisory_index_tables *tables,
    const struct advisory_affected *affected, struct text key, uint32_t number)
{
    struct text kept = arena_text(&tables->arena, key);
    (void)map_add(&tables->package_numbers, kept, number, NULL);
    *VEC_ADD(&tables->packages) = (struct tables_package){
        .hash = advisory_index_map_package_key(affected->ecosystem, affected->package),
        .ecosystem = text_slice(kept, 0, affected->ecosystem.len),
        .package = text_from(kept, affected->ecosystem.len + 1),
        .number = number,
    };
}

static uint32_t package_number(
    struct advisory_index_tables *tables, const struct advisory_affected *affected)
{
    char room[512];
    struct buf key;
    buf_init(&key, SIZE_MAX);
    struct text ecosystem = affected->ecosystem, package = affected->package;
    struct text wanted = {room, ecosystem.len + 1 + package.len};
    bool is_short = wanted.len <= sizeof room;
    char *at = is_short ? room : buf_grow(&key, wanted.len);
    memcpy(at, ecosystem.at, ecosystem.len);
    at[ecosystem.len] = '\0';
    memcpy(at + ecosystem.len + 1, package.at, package.len);
    wanted.at = at;
    uint32_t number = (uint32_t)tables->packages.len;
    if (!map_find(&tables->package_numbers, wanted, &number))
        add_package(tables, affected, wanted, number);
    buf_done(&key);
    return number;
}

static bool is_same_package(const struct advisory_affected *a, const struct advisory_affected *b)
{
    return text_eq(a->ecosystem, b->ecosystem) && text_eq(a->package, b->package);
}

static void add_postings(
    struct advisory_index_tables *tables, uint32_t record, const struct advisory *advisory)
{
    size_t count = advisory->affected_count;
    for (size_t i = 0, end; i < count; i = end) {
        const struct advisory_affected *affected = &advisory->affected[i];
        for (end = i + 1; end < count && is_same_package(affected, &advisory->affected[end]);)
            end++;
        if (affected->package.len == 0)
            continue;
        uint32_t number = package_number(tables, affected);
        uint32_t posting = tables->packages.at[number].posting_count++;
        *VEC_ADD(&tables->postings) =
            (struct tables_posting){number, {record, (uint32_t)i, (uint32_t)(end - i)}};
        advisory_index_spans_add(&tables->spans, number, posting, affected, end - i);
    }
}

void advisory_index_tables_add(
    struct advisory_index_tables *tables, uint32_t record, const struct advisory *advisory)
{
    add_links(tables, record, &advisory->id, 1, ADVISORY_LINK_ID);
    add_links(tables, record, advisory->aliases, advisory->alias_count, ADVISORY_LINK_ALIAS);
    add_links(tables, record, advisory->upstream, advisory->upstream_count, ADVISORY_LINK_UPSTREAM);
    add_links(tables, record, advisory->related, advisory->related_count, ADVISORY_LINK_RELATED);
    if (advisory->withdrawn_us == 0)
        add_postings(tables, record, advisory);
}

struct layout_text advisory_index_tables_text(struct buf *heap, struct text t)
{
    struct layout_text place = {(uint32_t)heap->len, (uint32_t)t.len};
    buf_add(heap, t);
    return place;
}

static int compare_links(const void *a, const void *b)
{
    const struct layout_link *left = a, *right = b;
    if (left->hash != right->hash)
        return left->hash < right->hash ? -1 : 1;
    if (left->link != right->link)
        return left->link < right->link ? -1 : 1;
    return (left->record > right->record) - (left->record < right->record);
}

static int compare_packages(const void *a, const void *b)
{
    const struct tables_package *left = a, *right = b;
    if (left->hash != right->hash)
        return left->hash < right->hash ? -1 : 1;
    int order = text_cmp(left->ecosystem, right->ecosystem);
    return order ? order : text_cmp(left->package, right->package);
}

static void sort(void *at, size_t count, size_t size, int (*compare)(const void *, const void *))
{
    if (count)
        qsort(at, count, size, compare);
}

/* Where the postings and spans of each package begin, by its number. */
struct starts {
    uint32_t *postings, *spans;
};

static struct starts new_starts(const struct advisory_index_tables *tables)
{
    size_t count = tables->packages.len + 1;
    struct starts starts = {
        calloc(count, sizeof *starts.postings), calloc(count, sizeof *starts.spans)};
    if (!starts.postings || !starts.spans)
        err_panic("out of memory");
    return starts;
}

/* Ecosystems repeat: the last one written is pointed to again. */
static struct layout_text write_ecosystem(
    struct buf *heap, struct text ecosystem, struct layout_text *last)
{
    if (last->len != ecosystem.len ||
        !text_eq((struct text){heap->at + last->at, last->len}, ecosystem))
        *last = advisory_index_tables_text(heap, ecosystem);
    return *last;
}

/* Writes the packages in order of hash. */
static void write_packages(struct advisory_index_tables *tables, struct advisory_index_file *file,
    struct buf *heap, struct starts *starts)
{
    struct tables_packages *packages = &tables->packages;
    struct layout_text last = {0};
    uint32_t posting = 0, span = 0;
    sort(packages->at, packages->len, sizeof *packages->at, compare_packages);
    advisory_index_file_section(file);
    for (size_t i = 0; i < packages->len; i++) {
        const struct tables_package *package = &packages->at[i];
        struct layout_package row = {
            .hash = package->hash,
            .ecosystem = write_ecosystem(heap, package->ecosystem, &last),
            .package = advisory_index_tables_text(heap, package->package),
            .posting_first = posting,
            .posting_count = package->posting_count,
            .span_first = span,
            .span_count = advisory_index_spans_count(&tables->spans, package->number),
        };
        advisory_index_file_add(file, &row, sizeof row);
        starts->postings[package->number] = posting;
        starts->spans[package->number] = span;
        posting += row.posting_count;
        span += row.span_count;
    }
    advisory_index_file_end(file, LAYOUT_PACKAGES, packages->len);
}

/* As many parts as there are packages, or up to twice as many: one or two rows are looked at for each look-up. */
static void write_buckets(
    const struct advisory_index_tables *tables, struct advisory_index_file *file)
{
    const struct tables_packages *packages = &tables->packages;
    unsigned bits = 0;
    while (((size_t)1 << bits) < packages->len)
        bits++;
    uint32_t next = 0;
    advisory_index_file_section(file);
    for (size_t bucket = 0; bucket < (size_t)1 << bits; bucket++) {
        while (bits && next < packages->len && packages->at[next].hash >> (64 - bits) < bucket)
            next++;
        advisory_index_file_add(file, &next, sizeof next);
    }
    uint32_t end = (uint32_t)packages->len;
    advisory_index_file_add(file, &end, sizeof end);
    advisory_index_file_end(file, LAYOUT_BUCKETS, ((size_t)1 << bits) + 1);
}

static void write_postings(const struct advisory_index_tables *tables,
    struct advisory_index_file *file, struct starts *starts)
{
    size_t count = tables->postings.len;
    struct layout_posting *rows = calloc(count + 1, sizeof *rows);
    if (!rows)
        err_panic("out of memory");
    for (size_t i = 0; i < count; i++) {
        const struct tables_posting *posting = &tables->postings.at[i];
        rows[starts->postings[posting->package]++] = posting->row;
    }
    advisory_index_file_section(file);
    advisory_index_file_add(file, rows, count * sizeof *rows);
    advisory_index_file_end(file, LAYOUT_POSTINGS, count);
    free(rows);
}

void advisory_index_tables_write(
    struct advisory_index_tables *tables, struct advisory_index_file *file, struct buf *heap)
{
    struct tables_links *links = &tables->links;
    sort(links->at, links->len, sizeof *links->at, compare_links);
    advisory_index_file_section(file);
    advisory_index_file_add(file, links->at, links->len * sizeof *links->at);
    advisory_index_file_end(file, LAYOUT_LINKS, links->len);

    struct starts starts = new_starts(tables);
    write_packages(tables, file, heap, &starts);
    write_buckets(tables, file);
    write_postings(tables, file, &starts);
    advisory_index_spans_write(&tables->spans, file, starts.spans, tables->packages.len);
    free(starts.postings);
    free(starts.spans);
}
