/* SPDX-License-Identifier: Apache-2.0 */
/* Opening an index, and what it says of itself; look-ups are in advisory_index_read.c. */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "advisory/advisory_index_map.h"
#include "domain/version_key.h"

static const size_t row_sizes[LAYOUT_SECTIONS] = {
    [LAYOUT_BLOBS] = 1,
    [LAYOUT_HEAP] = 1,
    [LAYOUT_RECORDS] = sizeof(struct layout_record),
    [LAYOUT_LINKS] = sizeof(struct layout_link),
    [LAYOUT_PACKAGES] = sizeof(struct layout_package),
    [LAYOUT_BUCKETS] = sizeof(uint32_t),
    [LAYOUT_POSTINGS] = sizeof(struct layout_posting),
    [LAYOUT_SPANS] = sizeof(struct layout_span),
    [LAYOUT_KEYS] = 1,
    [LAYOUT_FACTS] = sizeof(struct layout_fact),
};

static const size_t table_row_sizes[LAYOUT_TABLES] = {
    [LAYOUT_TABLE_HEAP] = 1,
    [LAYOUT_SOURCES] = sizeof(struct layout_source),
    [LAYOUT_COVERAGE] = sizeof(struct layout_coverage),
    [LAYOUT_SEEN] = sizeof(struct layout_coverage),
    [LAYOUT_DEAD] = 1,
    [LAYOUT_DEAD_FACTS] = 1,
    [LAYOUT_STEPS] = sizeof(struct layout_step),
    [LAYOUT_CHANGED_PACKAGES] = sizeof(struct layout_changed_package),
    [LAYOUT_CHANGED_CVES] = sizeof(uint64_t),
};

static bool fail_damaged(const char *path, const char *how, struct err *err)
{
    return err_set(err, ERR_SYNTAX, "%s: %s", path, how);
}

/* Maps the whole file, or fails. An empty file cannot be mapped, and is no index either. */
static bool map_file(struct advisory_index *index, const char *path, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return err_set(err, ERR_NOT_FOUND, "%s: there is no advisory index", path);
    if (fd < 0)
        return err_set_errno(err, "%s", path);
    struct stat stat;
    bool is_fine = fstat(fd, &stat) == 0;
    void *map = MAP_FAILED;
    if (is_fine && S_ISREG(stat.st_mode) && stat.st_size > 0)
        map = mmap(NULL, (size_t)stat.st_size, PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    if (map == MAP_FAILED)
        return fail_damaged(path, "not an advisory index", err);
    index->map = map;
    index->bytes = (size_t)stat.st_size;
    return true;
}

static bool is_within(
    const struct advisory_index *index, const struct layout_section *section, size_t row_size)
{
    uint64_t end = index->header.file_bytes;
    return section->at % LAYOUT_ALIGN == 0 && section->at <= end &&
           section->bytes <= end - section->at && section->bytes % row_size == 0 &&
           section->count == section->bytes / row_size;
}

static bool check_segment(const struct advisory_index *index, size_t i)
{
    const struct layout_segment *segment = &index->header.segments[i];
    for (size_t k = 0; k < LAYOUT_SECTIONS; k++)
        if (!is_within(index, &segment->sections[k], row_sizes[k]))
            return false;
    return (uint64_t)segment->record_first + segment->sections[LAYOUT_RECORDS].count < UINT32_MAX &&
           (uint64_t)segment->fact_first + segment->sections[LAYOUT_FACTS].count < UINT32_MAX;
}

static bool check_sections(const struct advisory_index *index)
{
    bool is_fine = index->header.segment_count <= LAYOUT_SEGMENTS;
    for (size_t i = 0; is_fine && i < LAYOUT_TABLES; i++)
        is_fine = is_within(index, &index->header.tables[i], table_row_sizes[i]);
    for (size_t i = 0; is_fine && i < index->header.segment_count; i++)
        is_fine = check_segment(index, i);
    return is_fine;
}

/* Copies the header at one of its places out if it is whole. */
static bool read_header(
    const struct advisory_index *index, size_t place, struct layout_header *ret_header)
{
    unsigned char sum[SHA256_SIZE];
    size_t at = place * LAYOUT_HEADER_ROOM;
    if (at + sizeof *ret_header > index->bytes)
        return false;
    memcpy(ret_header, index->map + at, sizeof *ret_header);
    if (memcmp(ret_header->magic, LAYOUT_MAGIC, sizeof ret_header->magic) != 0)
        return false;
    advisory_index_map_sum(ret_header, sum);
    return memcmp(sum, ret_header->sum, sizeof sum) == 0;
}

/* What both places have in common over the layouts: the magic bytes and the layout's number. */
static uint32_t find_layout(const struct advisory_index *index)
{
    uint32_t layout = 0;
    for (size_t place = 0; place < LAYOUT_HEADERS && layout == 0; place++) {
        size_t at = place * LAYOUT_HEADER_ROOM, magic = sizeof LAYOUT_MAGIC - 1;
        if (at + magic + sizeof layout <= index->bytes &&
            memcmp(index->map + at, LAYOUT_MAGIC, magic) == 0)
            memcpy(&layout, index->map + at + magic, sizeof layout);
    }
    return layout;
}

/* Takes the newer of the headers. One that is not whole was being written when the machine stopped, or is being written. */
static bool find_header(struct advisory_index *index)
{
    struct layout_header header;
    bool is_found = false;
    for (size_t place = 0; place < LAYOUT_HEADERS; place++) {
        if (!read_header(index, place, &header) ||
            (is_found && header.sequence < index->header.sequence))
            continue;
        index->header = header;
        index->header_place = place;
        is_found = true;
    }
    return is_found;
}

static bool check_header(struct advisory_index *index, const char *path, struct err *err)
{
    const struct layout_header *header = &index->header;
    uint32_t layout = find_layout(index);
    if (layout == 0)
        return fail_damaged(path, "not an advisory index", err);
    if (layout != LAYOUT_VERSION)
        return err_set(err, ERR_UNSUPPORTED,
            "%s: an index of layout %u; this program reads layout %d: import the sources anew",
            path, layout, LAYOUT_VERSION);
    if (!find_header(index))
        return fail_damaged(path, "the index is damaged: its header does not match its sum", err);
    if (header->key_layout != VERSION_KEY_LAYOUT)
        return err_set(err, ERR_UNSUPPORTED,
            "%s: its versions are kept in another way (%u) than this program's (%d): import the"
            " sources anew",
            path, header->key_layout, VERSION_KEY_LAYOUT);
    if (header->file_bytes > index->bytes)
        return fail_damaged(path, "the index is damaged: it is not as long as it says", err);
    if (!check_sections(index))
        return fail_damaged(path, "the index is damaged: a section lies outside of it", err);
    sha256_print(header->digest, index->digest);
    return true;
}

uint64_t advisory_index_sequence(const char *path)
{
    struct advisory_index index = {0};
    if (!map_file(&index, path, NULL))
        return 0;
    uint64_t sequence = find_header(&index) ? index.header.sequence : 0;
    munmap((void *)(uintptr_t)index.map, index.bytes);
    return sequence;
}

static void read_source(struct advisory_index *index, size_t place, uint32_t number)
{
    struct layout_source row;
    if (!advisory_index_map_row(
            index, advisory_index_map_table(index, LAYOUT_SOURCES), number, &row, sizeof row))
        return;
    index->ranks[number] = (uint32_t)place;
    sha256_print(row.digest, index->source_digests[place]);
    struct advisory_source *source = &index->sources[place];
    *source = (struct advisory_source){
        .name = advisory_index_map_table_text(index, row.name),
        .path = advisory_index_map_table_text(index, row.path),
        .edition = advisory_index_map_table_text(index, row.edition),
        .etag = advisory_index_map_table_text(index, row.etag),
        .last_modified = advisory_index_map_table_text(index, row.last_modified),
        .record_count = row.record_count,
        .unusable_count = row.unusable_count,
        .refused_count = row.refused_count,
        .withdrawn_count = row.withdrawn_count,
        .imported_us = row.imported_us,
        .newest_us = row.newest_us,
        .digest = text_of(index->source_digests[place]),
    };
    for (size_t kind = 0; kind < LEN_OF(source->kind_counts); kind++)
        source->kind_counts[kind] = row.kind_counts[kind];
}

static int compare_names(const void *a, const void *b, void *context)
{
    const struct advisory_index *index = context;
    const struct layout_section *table = advisory_index_map_table(index, LAYOUT_SOURCES);
    struct layout_source left = {0}, right = {0};
    (void)advisory_index_map_row(index, table, *(const uint32_t *)a, &left, sizeof left);
    (void)advisory_index_map_row(index, table, *(const uint32_t *)b, &right, sizeof right);
    return text_cmp(advisory_index_map_table_text(index, left.name),
        advisory_index_map_table_text(index, right.name));
}

/* Rows name sources by number, which never changes while others come; people see them by name. */
static void read_sources(struct advisory_index *index)
{
    size_t count = advisory_index_map_table(index, LAYOUT_SOURCES)->count;
    uint32_t *order = calloc(count + 1, sizeof *order);
    index->sources = calloc(count + 1, sizeof *index->sources);
    index->source_digests = calloc(count + 1, sizeof *index->source_digests);
    index->ranks = calloc(count + 1, sizeof *index->ranks);
    if (!order || !index->sources || !index->source_digests || !index->ranks)
        err_panic("out of memory");
    index->source_count = count;
    for (size_t i = 0; i < count; i++)
        order[i] = (uint32_t)i;
    qsort_r(order, count, sizeof *order, compare_names, index);
    for (size_t i = 0; i < count; i++)
        read_source(index, i, order[i]);
    free(order);
}

bool advisory_index_open(struct advisory_index **ret_index, const char *path, struct err *err)
{
    struct advisory_index *index = calloc(1, sizeof *index);
    if (!index)
        err_panic("out of memory");
    if (!map_file(index, path, err) || !check_header(index, path, err)) {
        advisory_index_free(index);
        return false;
    }
    read_sources(index);
    *ret_index = index;
    return true;
}

void advisory_index_free(struct advisory_index *index)
{
    if (!index)
        return;
    if (index->map)
        munmap((void *)(uintptr_t)index->map, index->bytes);
    free(index->ranks);
    free(index->sources);
    free(index->source_digests);
    free(index);
}

uint32_t advisory_index_record_end(const struct advisory_index *index)
{
    return advisory_index_map_record_end(index);
}

size_t advisory_index_record_count(const struct advisory_index *index)
{
    size_t count = advisory_index_map_record_end(index);
    for (size_t i = 0; i < index->header.segment_count; i++)
        count -= index->header.segments[i].dead_records;
    return count;
}

size_t advisory_index_source_count(const struct advisory_index *index)
{
    return index->source_count;
}

struct advisory_source advisory_index_source(const struct advisory_index *index, size_t i)
{
    return i < index->source_count ? index->sources[i] : (struct advisory_source){0};
}

struct text advisory_index_digest(const struct advisory_index *index)
{
    return text_of(index->digest);
}

int64_t advisory_index_created_us(const struct advisory_index *index)
{
    return index->header.created_us;
}

size_t advisory_index_coverage_count(const struct advisory_index *index)
{
    return advisory_index_map_table(index, LAYOUT_COVERAGE)->count;
}

struct advisory_coverage advisory_index_coverage(const struct advisory_index *index, size_t i)
{
    struct layout_coverage row;
    const struct layout_section *table = advisory_index_map_table(index, LAYOUT_COVERAGE);
    if (!advisory_index_map_row(index, table, i, &row, sizeof row) ||
        row.source >= index->source_count)
        return (struct advisory_coverage){0};
    return (struct advisory_coverage){advisory_index_map_table_text(index, row.ecosystem),
        index->ranks[row.source], row.record_count};
}

/* Sorted by name, so that a search halves it each time. */
bool advisory_index_covers(const struct advisory_index *index, struct text ecosystem)
{
    size_t low = 0, high = advisory_index_coverage_count(index);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = text_cmp(advisory_index_coverage(index, middle).ecosystem, ecosystem);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}
