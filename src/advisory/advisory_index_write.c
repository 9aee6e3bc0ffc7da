/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_index_write.h"

#include <errno.h>

#include "advisory/advisory_blob.h"
#include "advisory/advisory_index_writer.h"
#include "base/limits.h"

bool advisory_index_write_begin(
    struct advisory_index_writer **ret_writer, const char *path, struct err *err)
{
    struct advisory_index_writer *writer = calloc(1, sizeof *writer);
    if (!writer)
        err_panic("out of memory");
    arena_init(&writer->arena, SIZE_MAX);
    buf_init(&writer->blob, 2 * LIMIT_ADVISORY_BYTES);
    struct err why = {0};
    bool is_fine = advisory_index_file_begin(&writer->file, path, err);
    if (is_fine)
        is_fine = (writer->spool = advisory_index_file_spool(&writer->file, err)) != NULL;
    if (is_fine && !advisory_index_open(&writer->old, path, &why) && why.code != ERR_NOT_FOUND)
        is_fine = err_set(err, why.code, "%s; remove the file to begin anew", why.text);
    if (!is_fine) {
        advisory_index_write_free(writer);
        return false;
    }
    *ret_writer = writer;
    return true;
}

void advisory_index_write_free(struct advisory_index_writer *writer)
{
    if (!writer)
        return;
    advisory_index_file_done(&writer->file);
    if (writer->spool)
        fclose(writer->spool);
    advisory_index_free(writer->old);
    arena_done(&writer->arena);
    buf_done(&writer->blob);
    VEC_DONE(&writer->batches);
    VEC_DONE(&writer->rows);
    VEC_DONE(&writer->facts);
    free(writer);
}

const struct advisory_index *advisory_index_write_old(const struct advisory_index_writer *writer)
{
    return writer->old;
}

uint32_t advisory_index_write_batch(struct advisory_index_writer *writer)
{
    uint32_t batch = (uint32_t)writer->batches.len;
    *VEC_ADD(&writer->batches) = (struct writer_batch){0};
    return batch;
}

bool advisory_index_write_record(struct advisory_index_writer *writer, uint32_t batch,
    const struct advisory *advisory, struct err *err)
{
    if (!advisory_blob_write(&writer->blob, advisory, err))
        return false;
    /* Record numbers are 32 bits wide, and one is no record. */
    if (writer->rows.len >= UINT32_MAX - 1)
        return err_set(err, ERR_LIMIT, "more than %u records", UINT32_MAX - 1);
    struct text blob = buf_text(&writer->blob);
    if (fwrite(blob.at, 1, blob.len, writer->spool) != blob.len)
        return err_set_errno(err, "%s: cannot be written", writer->file.path.at);
    struct writer_row *row = VEC_ADD(&writer->rows);
    *row = (struct writer_row){
        .id = arena_text(&writer->arena, advisory->id),
        .at = writer->spool_bytes,
        .bytes = (uint32_t)blob.len,
        .source = batch,
        .modified_us = advisory->modified_us,
        .is_of_cve = advisory_is_of_cve(advisory),
    };
    sha256_of(blob, row->digest);
    writer->spool_bytes += blob.len;
    return true;
}

static uint32_t fact_flags(const struct advisory_facts *facts)
{
    return (facts->is_kev ? LAYOUT_FACT_KEV : 0u) |
           (facts->is_kev_ransomware ? LAYOUT_FACT_RANSOMWARE : 0u) |
           (facts->has_epss ? LAYOUT_FACT_EPSS : 0u) | (facts->has_ssvc ? LAYOUT_FACT_SSVC : 0u) |
           (facts->is_rejected ? LAYOUT_FACT_REJECTED : 0u);
}

/* A name that would break the lines is no name. */
static void add_rating(struct buf *ratings, struct text by, struct text vector)
{
    if (vector.len == 0)
        return;
    bool is_name = text_find(by, '\n') < 0 && text_find(by, '\t') < 0;
    buf_add(ratings, is_name ? by : TEXT(""));
    buf_add_char(ratings, '\t');
    buf_add(ratings, vector);
    buf_add_char(ratings, '\n');
}

static struct text print_ratings(
    struct advisory_index_writer *writer, const struct advisory_facts *facts)
{
    struct buf *ratings = &writer->blob;
    buf_cut(ratings, 0);
    add_rating(ratings, facts->cvss_by, facts->cvss_vector);
    add_rating(ratings, facts->other_by, facts->other_vector);
    return arena_text(&writer->arena, buf_text(ratings));
}

bool advisory_index_write_facts(struct advisory_index_writer *writer, uint32_t batch,
    struct text cve, const struct advisory_facts *facts, struct err *err)
{
    uint64_t key = advisory_index_map_cve_key(cve);
    if (key == 0)
        return err_set(err, ERR_SYNTAX, "%.*s: not a CVE id", TEXT_ARG(cve));
    *VEC_ADD(&writer->facts) = (struct writer_fact){
        .row =
            {
                .cve = key,
                .kev_added_us = facts->kev_added_us,
                .kev_due_us = facts->kev_due_us,
                .epss_date_us = facts->epss_date_us,
                .ssvc_said_us = facts->ssvc_said_us,
                .cve_updated_us = facts->cve_updated_us,
                .source = batch,
                .flags = fact_flags(facts),
                .epss_millionths = facts->epss_millionths,
                .epss_percentile_millionths = facts->epss_percentile_millionths,
                .exploitation = (uint8_t)facts->ssvc_exploitation,
                .automatable = (uint8_t)facts->ssvc_automatable,
                .technical_impact = (uint8_t)facts->ssvc_technical_impact,
                .severity = (uint8_t)facts->severity,
                .score_tenths = facts->score_tenths,
            },
        .ratings = print_ratings(writer, facts),
    };
    return true;
}

struct advisory_index_change advisory_index_write_change(
    const struct advisory_index_writer *writer, uint32_t batch)
{
    return writer->batches.at[batch].change;
}

void advisory_index_write_name(
    struct advisory_index_writer *writer, uint32_t batch, const struct advisory_index_batch *about)
{
    struct writer_batch *named = &writer->batches.at[batch];
    struct arena *arena = &writer->arena;
    named->is_named = true;
    named->about = *about;
    named->about.name = arena_text(arena, about->name);
    named->about.path = arena_text(arena, about->path);
    named->about.edition = arena_text(arena, about->edition);
    named->about.etag = arena_text(arena, about->etag);
    named->about.last_modified = arena_text(arena, about->last_modified);
}
