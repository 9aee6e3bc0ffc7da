/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_index_tables.h"

#include "advisory/advisory_index_map.h"

void advisory_index_tables_init(struct advisory_index_tables *tables)
{
    *tables = (struct advisory_index_tables){0};
    arena_init(&tables->arena, SIZE_MAX);
}

void advisory_index_tables_done(struct advisory_index_tables *tables)
{
    map_done(&tables->package_numbers);
    map_done(&tables->seen_numbers);
    VEC_DONE(&tables->links);
    VEC_DONE(&tables->packages);
    VEC_DONE(&tables->postings);
    VEC_DONE(&tables->seen);
    VEC_DONE(&tables->covered);
    arena_done(&tables->arena);
}

static void add_links(struct advisory_index_tables *tables, uint32_t record, const struct text *ids,
    size_t count, enum advisory_link link)
{
    for (size_t i = 0; i < count; i++)
        *VEC_ADD(&tables->links) =
            (struct layout_link){advisory_index_map_id_key(ids[i]), record, (uint32_t)link};
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
    if (!map_find(&tables->package_numbers, wanted, &number)) {
        struct text kept = arena_text(&tables->arena, wanted);
        (void)map_add(&tables->package_numbers, kept, number, NULL);
        *VEC_ADD(&tables->packages) = (struct tables_package){
            advisory_index_map_package_key(ecosystem, package), kept, number, 0};
    }
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
        tables->packages.at[number].count++;
        *VEC_ADD(&tables->postings) =
            (struct tables_posting){number, {record, (uint32_t)i, (uint32_t)(end - i)}};
    }
}

/* Counts the record for a name; the names of one record are sorted, so equal ones follow each other. */
static void count_ecosystem(struct advisory_index_tables *tables, struct text name)
{
    uint32_t number = (uint32_t)tables->seen.len;
    if (!map_find(&tables->seen_numbers, name, &number)) {
        struct text kept = arena_text(&tables->arena, name);
        (void)map_add(&tables->seen_numbers, kept, number, NULL);
        *VEC_ADD(&tables->seen) = (struct tables_ecosystem){.name = kept};
    }
    tables->seen.at[number].count++;
}

/* A base ecosystem is counted under its name and a NUL, so that it is not taken for one without release. */
static void count_base(struct advisory_index_tables *tables, struct text base)
{
    char room[256];
    if (base.len >= sizeof room)
        return;
    memcpy(room, base.at, base.len);
    room[base.len] = '\0';
    count_ecosystem(tables, (struct text){room, base.len + 1});
}

static void add_ecosystems(struct advisory_index_tables *tables, const struct advisory *advisory)
{
    struct text last = {0}, last_base = {0};
    for (size_t i = 0; i < advisory->affected_count; i++) {
        struct text name = advisory->affected[i].ecosystem;
        struct text base = advisory_base_ecosystem(name);
        if (name.len && !text_eq(name, last))
            count_ecosystem(tables, name);
        if (base.len && !text_eq(base, last_base))
            count_base(tables, base);
        last = name;
        last_base = base;
    }
    tables->placed_count += last.len > 0;
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
    add_ecosystems(tables, advisory);
}

/* Returns the base ecosystem that nine in ten records share, or an empty text. */
static struct text shared_base(const struct advisory_index_tables *tables)
{
    for (size_t i = 0; i < tables->seen.len; i++) {
        const struct tables_ecosystem *seen = &tables->seen.at[i];
        bool is_base = seen->name.at[seen->name.len - 1] == '\0';
        if (is_base && (uint64_t)seen->count * 10 >= (uint64_t)tables->placed_count * 9)
            return text_slice(seen->name, 0, seen->name.len - 1);
    }
    return (struct text){0};
}

void advisory_index_tables_end_source(struct advisory_index_tables *tables, uint32_t source)
{
    struct text base = shared_base(tables);
    for (size_t i = 0; i < tables->seen.len; i++) {
        struct tables_ecosystem *seen = &tables->seen.at[i];
        bool is_base = seen->name.at[seen->name.len - 1] == '\0';
        if (is_base || (base.len && !text_eq(advisory_base_ecosystem(seen->name), base)))
            continue;
        seen->source = source;
        *VEC_ADD(&tables->covered) = *seen;
    }
    tables->seen.len = 0;
    tables->placed_count = 0;
    map_done(&tables->seen_numbers);
    tables->seen_numbers = (struct map){0};
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
    return text_cmp(left->key, right->key);
}

static int compare_covered(const void *a, const void *b)
{
    const struct tables_ecosystem *left = a, *right = b;
    int order = text_cmp(left->name, right->name);
    return order ? order : (left->source > right->source) - (left->source < right->source);
}

static void sort(void *at, size_t count, size_t size, int (*compare)(const void *, const void *))
{
    if (count)
        qsort(at, count, size, compare);
}

/* Writes the packages in order of hash, and into starts where the postings of each number begin. */
static void write_packages(
    struct advisory_index_tables *tables, struct advisory_index_file *file, uint32_t *starts)
{
    struct tables_packages *packages = &tables->packages;
    sort(packages->at, packages->len, sizeof *packages->at, compare_packages);
    advisory_index_file_section(file, LAYOUT_PACKAGES);
    uint32_t first = 0;
    for (size_t i = 0; i < packages->len; i++) {
        const struct tables_package *package = &packages->at[i];
        struct layout_package row = {package->hash, first, package->count};
        advisory_index_file_add(file, &row, sizeof row);
        starts[package->number] = first;
        first += package->count;
    }
    advisory_index_file_end(file, LAYOUT_PACKAGES, packages->len);
}

static void write_postings(
    struct advisory_index_tables *tables, struct advisory_index_file *file, uint32_t *starts)
{
    size_t count = tables->postings.len;
    struct layout_posting *rows = calloc(count + 1, sizeof *rows);
    if (!rows)
        err_panic("out of memory");
    for (size_t i = 0; i < count; i++) {
        const struct tables_posting *posting = &tables->postings.at[i];
        rows[starts[posting->package]++] = posting->row;
    }
    advisory_index_file_section(file, LAYOUT_POSTINGS);
    advisory_index_file_add(file, rows, count * sizeof *rows);
    advisory_index_file_end(file, LAYOUT_POSTINGS, count);
    free(rows);
}

static void write_coverage(
    struct advisory_index_tables *tables, struct advisory_index_file *file, struct buf *heap)
{
    struct tables_ecosystems *covered = &tables->covered;
    sort(covered->at, covered->len, sizeof *covered->at, compare_covered);
    advisory_index_file_section(file, LAYOUT_COVERAGE);
    for (size_t i = 0; i < covered->len; i++) {
        struct layout_coverage row = {advisory_index_tables_text(heap, covered->at[i].name),
            covered->at[i].source, covered->at[i].count};
        advisory_index_file_add(file, &row, sizeof row);
    }
    advisory_index_file_end(file, LAYOUT_COVERAGE, covered->len);
}

void advisory_index_tables_write(
    struct advisory_index_tables *tables, struct advisory_index_file *file, struct buf *heap)
{
    struct tables_links *links = &tables->links;
    sort(links->at, links->len, sizeof *links->at, compare_links);
    advisory_index_file_section(file, LAYOUT_LINKS);
    advisory_index_file_add(file, links->at, links->len * sizeof *links->at);
    advisory_index_file_end(file, LAYOUT_LINKS, links->len);

    uint32_t *starts = calloc(tables->packages.len + 1, sizeof *starts);
    if (!starts)
        err_panic("out of memory");
    write_packages(tables, file, starts);
    write_postings(tables, file, starts);
    free(starts);
    write_coverage(tables, file, heap);
}
