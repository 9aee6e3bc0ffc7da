/* SPDX-License-Identifier: Apache-2.0 */
/* Opening and checking an index, and what it says of itself; look-ups are in advisory_index_read.c. */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "advisory/advisory_index_map.h"

static const size_t row_sizes[LAYOUT_SECTIONS] = {
    [LAYOUT_BLOBS] = 1,
    [LAYOUT_HEAP] = 1,
    [LAYOUT_SOURCES] = sizeof(struct layout_source),
    [LAYOUT_RECORDS] = sizeof(struct layout_record),
    [LAYOUT_LINKS] = sizeof(struct layout_link),
    [LAYOUT_PACKAGES] = sizeof(struct layout_package),
    [LAYOUT_POSTINGS] = sizeof(struct layout_posting),
    [LAYOUT_FACTS] = sizeof(struct layout_fact),
    [LAYOUT_COVERAGE] = sizeof(struct layout_coverage),
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
    if (is_fine && S_ISREG(stat.st_mode) && stat.st_size >= (off_t)sizeof index->header)
        map = mmap(NULL, (size_t)stat.st_size, PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    if (map == MAP_FAILED)
        return fail_damaged(path, "not an advisory index", err);
    index->map = map;
    index->bytes = (size_t)stat.st_size;
    memcpy(&index->header, index->map, sizeof index->header);
    return true;
}

static bool check_sections(const struct advisory_index *index)
{
    for (size_t i = 0; i < LAYOUT_SECTIONS; i++) {
        const struct layout_section *section = &index->header.sections[i];
        if (section->at % LAYOUT_ALIGN || section->at > index->bytes ||
            section->bytes > index->bytes - section->at ||
            section->count != section->bytes / row_sizes[i] || section->bytes % row_sizes[i])
            return false;
    }
    return index->header.sections[LAYOUT_RECORDS].count <= UINT32_MAX;
}

static bool check_header(struct advisory_index *index, const char *path, struct err *err)
{
    const struct layout_header *header = &index->header;
    if (memcmp(header->magic, LAYOUT_MAGIC, sizeof header->magic) != 0)
        return fail_damaged(path, "not an advisory index", err);
    if (header->version != LAYOUT_VERSION || header->section_count != LAYOUT_SECTIONS)
        return err_set(err, ERR_UNSUPPORTED,
            "%s: an index of layout %u; this program reads layout %d: import the sources anew",
            path, header->version, LAYOUT_VERSION);
    unsigned char digest[SHA256_SIZE];
    advisory_index_map_digest(header, digest);
    if (memcmp(digest, header->digest, sizeof digest) != 0)
        return fail_damaged(path, "the index is damaged: its header does not match its sum", err);
    if (header->file_bytes != index->bytes)
        return fail_damaged(path, "the index is damaged: it is not as long as it says", err);
    if (!check_sections(index))
        return fail_damaged(path, "the index is damaged: a section lies outside of it", err);
    sha256_print(digest, index->digest);
    return true;
}

static void read_source(struct advisory_index *index, size_t i)
{
    struct layout_source row;
    if (!advisory_index_map_row(index, LAYOUT_SOURCES, i, &row, sizeof row))
        return;
    sha256_print(row.digest, index->source_digests[i]);
    struct advisory_source *source = &index->sources[i];
    *source = (struct advisory_source){
        .name = advisory_index_map_text(index, row.name),
        .path = advisory_index_map_text(index, row.path),
        .etag = advisory_index_map_text(index, row.etag),
        .last_modified = advisory_index_map_text(index, row.last_modified),
        .record_count = row.record_count,
        .unusable_count = row.unusable_count,
        .refused_count = row.refused_count,
        .withdrawn_count = row.withdrawn_count,
        .imported_us = row.imported_us,
        .newest_us = row.newest_us,
        .digest = text_of(index->source_digests[i]),
    };
    for (size_t kind = 0; kind < LEN_OF(source->kind_counts); kind++)
        source->kind_counts[kind] = row.kind_counts[kind];
}

static void read_sources(struct advisory_index *index)
{
    size_t count = advisory_index_map_count(index, LAYOUT_SOURCES);
    index->sources = calloc(count + 1, sizeof *index->sources);
    index->source_digests = calloc(count + 1, sizeof *index->source_digests);
    if (!index->sources || !index->source_digests)
        err_panic("out of memory");
    index->source_count = count;
    for (size_t i = 0; i < count; i++)
        read_source(index, i);
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
    free(index->sources);
    free(index->source_digests);
    free(index);
}

bool advisory_index_verify(const struct advisory_index *index, struct err *err)
{
    static const char *const names[LAYOUT_SECTIONS] = {"records", "texts", "sources",
        "record table", "ids", "packages", "postings", "facts", "coverage"};
    for (size_t i = 0; i < LAYOUT_SECTIONS; i++) {
        const struct layout_section *section = &index->header.sections[i];
        unsigned char sum[SHA256_SIZE];
        sha256_of((struct text){index->map + section->at, section->bytes}, sum);
        if (memcmp(sum, section->sum, sizeof sum) != 0)
            return err_set(err, ERR_SYNTAX,
                "the index is damaged: its %s do not match their sum; import the sources anew",
                names[i]);
    }
    return true;
}

size_t advisory_index_record_count(const struct advisory_index *index)
{
    return advisory_index_map_count(index, LAYOUT_RECORDS);
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
    return advisory_index_map_count(index, LAYOUT_COVERAGE);
}

struct advisory_coverage advisory_index_coverage(const struct advisory_index *index, size_t i)
{
    struct layout_coverage row;
    if (!advisory_index_map_row(index, LAYOUT_COVERAGE, i, &row, sizeof row))
        return (struct advisory_coverage){0};
    return (struct advisory_coverage){
        advisory_index_map_text(index, row.ecosystem), row.source, row.record_count};
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

bool advisory_index_since(const struct advisory_index *index, struct text digest,
    struct advisory_changes *ret_changes, bool *ret_is_known, struct arena *arena, struct err *err)
{
    *ret_changes = (struct advisory_changes){0};
    *ret_is_known = text_eq(digest, advisory_index_digest(index));
    return arena_check(arena, err);
}
