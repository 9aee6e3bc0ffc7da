/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_blob.h"

#include "advisory/advisory_blob_layout.h"
#include "base/limits.h"
#include "base/map.h"

/* Texts come again and again in a record (an ecosystem, "0", a version); each slot remembers one that is written. */
enum { CACHE_SLOTS = 256 };

struct blob_writer {
    struct buf *out;
    struct layout_text cache[CACHE_SLOTS];
};

static struct layout_text write_text(struct blob_writer *writer, struct text t)
{
    if (t.len == 0)
        return (struct layout_text){0};
    struct buf *out = writer->out;
    struct layout_text *slot = &writer->cache[map_stable_hash(t) % CACHE_SLOTS];
    if (slot->len == t.len && memcmp(out->at + slot->at, t.at, t.len) == 0)
        return *slot;
    struct layout_text place = {(uint32_t)out->len, (uint32_t)t.len};
    buf_add(out, t);
    if (!out->is_over)
        *slot = place;
    return place;
}

/* Makes room for an array behind what is written, at a multiple of 4. Rows are filled in by put_row. */
static struct layout_array make_array(struct blob_writer *writer, size_t count, size_t row_size)
{
    while (writer->out->len % sizeof(uint32_t) && !writer->out->is_over)
        buf_add_char(writer->out, '\0');
    struct layout_array array = {(uint32_t)writer->out->len, (uint32_t)count};
    writer->out->is_over |= count > LIMIT_ADVISORY_BYTES;
    char *rows = writer->out->is_over ? NULL : buf_grow(writer->out, count * row_size);
    if (rows)
        memset(rows, 0, count * row_size);
    return array;
}

static void put_row(struct blob_writer *writer, struct layout_array array, size_t i,
    const void *row, size_t row_size)
{
    if (!writer->out->is_over)
        memcpy(writer->out->at + array.at + i * row_size, row, row_size);
}

static struct layout_array write_texts(
    struct blob_writer *writer, const struct text *texts, size_t count)
{
    struct layout_array array = make_array(writer, count, sizeof(struct layout_text));
    for (size_t i = 0; i < count; i++) {
        struct layout_text row = write_text(writer, texts[i]);
        put_row(writer, array, i, &row, sizeof row);
    }
    return array;
}

static struct layout_array write_bounds(struct blob_writer *writer, const struct range *range)
{
    struct layout_array array = make_array(writer, range->count, sizeof(struct layout_bound));
    for (size_t i = 0; i < range->count; i++) {
        struct layout_bound row = {
            (uint32_t)range->bounds[i].event, write_text(writer, range->bounds[i].version)};
        put_row(writer, array, i, &row, sizeof row);
    }
    return array;
}

static struct layout_array write_ranges(
    struct blob_writer *writer, const struct range *ranges, size_t count)
{
    struct layout_array array = make_array(writer, count, sizeof(struct layout_array));
    for (size_t i = 0; i < count; i++) {
        struct layout_array row = write_bounds(writer, &ranges[i]);
        put_row(writer, array, i, &row, sizeof row);
    }
    return array;
}

static int compare_affected(const void *a, const void *b, void *all)
{
    size_t i = *(const size_t *)a, j = *(const size_t *)b;
    const struct advisory_affected *left = (const struct advisory_affected *)all + i;
    const struct advisory_affected *right = (const struct advisory_affected *)all + j;
    int order = text_cmp(left->ecosystem, right->ecosystem);
    if (order == 0)
        order = text_cmp(left->package, right->package);
    return order ? order : (i > j) - (i < j);
}

static struct layout_array write_affected(
    struct blob_writer *writer, const struct advisory *advisory)
{
    size_t count = advisory->affected_count;
    struct layout_array array = make_array(writer, count, sizeof(struct layout_affected));
    size_t *order = calloc(count + 1, sizeof *order);
    if (!order)
        err_panic("out of memory");
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    qsort_r(order, count, sizeof *order, compare_affected, advisory->affected);
    for (size_t i = 0; i < count; i++) {
        const struct advisory_affected *affected = &advisory->affected[order[i]];
        struct layout_affected row = {
            .ecosystem = write_text(writer, affected->ecosystem),
            .package = write_text(writer, affected->package),
            .severity_word = write_text(writer, affected->severity_word),
            .last_known = write_text(writer, affected->last_known),
            .target = write_text(writer, affected->target),
            .ranges = write_ranges(writer, affected->ranges, affected->range_count),
            .versions = write_texts(writer, affected->versions, affected->version_count),
            .flags = (affected->has_git_range ? LAYOUT_HAS_GIT : 0u) |
                     (affected->is_conditional ? LAYOUT_IS_CONDITIONAL : 0u),
        };
        put_row(writer, array, i, &row, sizeof row);
    }
    free(order);
    return array;
}

bool advisory_blob_write(struct buf *out, const struct advisory *advisory, struct err *err)
{
    struct blob_writer writer = {.out = out};
    buf_cut(out, 0);
    struct layout_array head = make_array(&writer, 1, sizeof(struct layout_advisory));
    struct layout_advisory row = {
        .id = write_text(&writer, advisory->id),
        .summary = write_text(&writer, advisory->summary),
        .cvss_vector = write_text(&writer, advisory->cvss_vector),
        .cwes = write_text(&writer, advisory->cwes),
        .url = write_text(&writer, advisory->url),
        .origin = write_text(&writer, advisory->origin),
        .details = write_text(&writer, advisory->details),
        .aliases = write_texts(&writer, advisory->aliases, advisory->alias_count),
        .related = write_texts(&writer, advisory->related, advisory->related_count),
        .upstream = write_texts(&writer, advisory->upstream, advisory->upstream_count),
        .affected = write_affected(&writer, advisory),
        .kind = (uint32_t)advisory->kind,
        .severity = (uint32_t)advisory->severity,
        .score_tenths = advisory->score_tenths,
        .published_us = advisory->published_us,
        .modified_us = advisory->modified_us,
        .withdrawn_us = advisory->withdrawn_us,
    };
    put_row(&writer, head, 0, &row, sizeof row);
    if (out->is_over || out->len > 2 * LIMIT_ADVISORY_BYTES)
        return err_set(err, ERR_LIMIT, "%.*s: larger than the %zu bytes allowed for a record",
            TEXT_ARG(advisory->id), 2 * LIMIT_ADVISORY_BYTES);
    return true;
}

struct blob_reader {
    struct text blob;
    struct arena *arena;
    bool is_damaged;
};

static struct text read_text(struct blob_reader *reader, struct layout_text place)
{
    if (place.at > reader->blob.len || place.len > reader->blob.len - place.at) {
        reader->is_damaged = true;
        return (struct text){"", 0};
    }
    return (struct text){reader->blob.at + place.at, place.len};
}

/* Returns how many rows the array has, or 0 when it reaches beyond the record. */
static size_t check_array(struct blob_reader *reader, struct layout_array array, size_t row_size)
{
    if (array.at <= reader->blob.len && array.count <= (reader->blob.len - array.at) / row_size)
        return array.count;
    reader->is_damaged = true;
    return 0;
}

static void get_row(
    const struct blob_reader *reader, struct layout_array array, size_t i, void *row, size_t size)
{
    memcpy(row, reader->blob.at + array.at + i * size, size);
}

static struct text *read_texts(
    struct blob_reader *reader, struct layout_array array, size_t *ret_count)
{
    size_t count = check_array(reader, array, sizeof(struct layout_text));
    struct text *texts = count ? arena_take_array(reader->arena, count, sizeof *texts) : NULL;
    *ret_count = texts ? count : 0;
    for (size_t i = 0; i < *ret_count; i++) {
        struct layout_text row;
        get_row(reader, array, i, &row, sizeof row);
        texts[i] = read_text(reader, row);
    }
    return texts;
}

static struct range read_bounds(struct blob_reader *reader, struct layout_array array)
{
    size_t count = check_array(reader, array, sizeof(struct layout_bound));
    struct range range = {0};
    range.bounds = count ? arena_take_array(reader->arena, count, sizeof *range.bounds) : NULL;
    range.count = range.bounds ? count : 0;
    for (size_t i = 0; i < range.count; i++) {
        struct layout_bound row;
        get_row(reader, array, i, &row, sizeof row);
        reader->is_damaged |= row.event > RANGE_LIMIT;
        range.bounds[i] =
            (struct range_bound){(enum range_event)row.event, read_text(reader, row.version)};
    }
    return range;
}

static void read_ranges(
    struct blob_reader *reader, struct layout_array array, struct advisory_affected *affected)
{
    size_t count = check_array(reader, array, sizeof(struct layout_array));
    affected->ranges =
        count ? arena_take_array(reader->arena, count, sizeof *affected->ranges) : NULL;
    affected->range_count = affected->ranges ? count : 0;
    for (size_t i = 0; i < affected->range_count; i++) {
        struct layout_array row;
        get_row(reader, array, i, &row, sizeof row);
        affected->ranges[i] = read_bounds(reader, row);
    }
}

static void read_affected(struct blob_reader *reader, struct layout_array array, size_t first,
    size_t most, struct advisory *advisory)
{
    size_t count = check_array(reader, array, sizeof(struct layout_affected));
    count = first < count ? count - first : 0;
    if (count > most)
        count = most;
    advisory->affected =
        count ? arena_take_array(reader->arena, count, sizeof *advisory->affected) : NULL;
    advisory->affected_count = advisory->affected ? count : 0;
    for (size_t i = 0; i < advisory->affected_count; i++) {
        struct advisory_affected *affected = &advisory->affected[i];
        struct layout_affected row;
        get_row(reader, array, first + i, &row, sizeof row);
        affected->ecosystem = read_text(reader, row.ecosystem);
        affected->package = read_text(reader, row.package);
        affected->severity_word = read_text(reader, row.severity_word);
        affected->last_known = read_text(reader, row.last_known);
        affected->target = read_text(reader, row.target);
        affected->has_git_range = row.flags & LAYOUT_HAS_GIT;
        affected->is_conditional = row.flags & LAYOUT_IS_CONDITIONAL;
        read_ranges(reader, row.ranges, affected);
        affected->versions = read_texts(reader, row.versions, &affected->version_count);
    }
}

static bool read_head(struct text blob, struct layout_advisory *ret_row)
{
    if (blob.len < sizeof *ret_row)
        return false;
    memcpy(ret_row, blob.at, sizeof *ret_row);
    return ret_row->kind <= ADVISORY_NOTICE && ret_row->severity <= SEVERITY_CRITICAL;
}

static bool fail_damaged(struct err *err)
{
    return err_set(err, ERR_SYNTAX, "a record is damaged");
}

bool advisory_blob_read(struct advisory *ret_advisory, struct text blob, size_t first, size_t count,
    struct arena *arena, struct err *err)
{
    struct layout_advisory row;
    if (!read_head(blob, &row))
        return fail_damaged(err);
    struct blob_reader reader = {blob, arena, false};
    struct advisory advisory = {
        .id = read_text(&reader, row.id),
        .summary = read_text(&reader, row.summary),
        .cvss_vector = read_text(&reader, row.cvss_vector),
        .cwes = read_text(&reader, row.cwes),
        .url = read_text(&reader, row.url),
        .origin = read_text(&reader, row.origin),
        .details = read_text(&reader, row.details),
        .kind = (enum advisory_kind)row.kind,
        .severity = (enum severity)row.severity,
        .score_tenths = row.score_tenths,
        .published_us = row.published_us,
        .modified_us = row.modified_us,
        .withdrawn_us = row.withdrawn_us,
    };
    advisory.aliases = read_texts(&reader, row.aliases, &advisory.alias_count);
    advisory.related = read_texts(&reader, row.related, &advisory.related_count);
    advisory.upstream = read_texts(&reader, row.upstream, &advisory.upstream_count);
    read_affected(&reader, row.affected, first, count, &advisory);
    if (!arena_check(arena, err))
        return false;
    if (reader.is_damaged)
        return fail_damaged(err);
    *ret_advisory = advisory;
    return true;
}

bool advisory_blob_id(struct text blob, struct text *ret_id)
{
    struct layout_advisory row;
    struct blob_reader reader = {blob, NULL, false};
    if (!read_head(blob, &row))
        return false;
    *ret_id = read_text(&reader, row.id);
    return !reader.is_damaged;
}
