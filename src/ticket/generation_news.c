/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/generation_news.h"

#include "base/map.h"

/* -- copies -- */

static struct text *copy_texts(const struct text *from, size_t count, struct arena *arena)
{
    struct text *to = arena_take_array(arena, count, sizeof *to);
    for (size_t i = 0; to && i < count; i++)
        to[i] = arena_text(arena, from[i]);
    return to;
}

struct match_finding generation_news_copy(const struct match_finding *finding, struct arena *arena)
{
    struct match_finding copy = *finding;
    copy.package = arena_text(arena, finding->package);
    copy.id = arena_text(arena, finding->id);
    copy.aliases = copy_texts(finding->aliases, finding->alias_count, arena);
    copy.records = copy_texts(finding->records, finding->record_count, arena);
    copy.fixed = copy_texts(finding->fixed, finding->fixed_count, arena);
    copy.reason = arena_text(arena, finding->reason);
    return copy;
}

/* -- what is kept, before and now -- */

struct look {
    struct generation_news *news;
    struct arena scratch; /* of one package version */
    uint32_t component;
    struct match_result result;
};

static void touch(struct look *look, const struct match_kept_line *line, bool is_there)
{
    struct generation_news *news = look->news;
    *VEC_ADD(&news->touches) = (struct generation_touch){.component = look->component,
        .id = arena_text(news->arena, line->id),
        .package = arena_text(news->arena, line->package),
        .is_there = is_there};
    if (!is_there)
        return;
    struct ticket_found *found = VEC_ADD(&news->found);
    found->finding = generation_news_copy(&look->result.findings[line->finding], news->arena);
    found->finding.component = look->component;
}

/* Both are in the order of their ids: what is on one side alone came or went. */
static void touch_differences(
    struct look *look, const struct match_kept *before, const struct match_kept *now)
{
    for (size_t a = 0, b = 0; a < before->line_count || b < now->line_count;) {
        const struct match_kept_line *old = a < before->line_count ? &before->lines[a] : NULL;
        const struct match_kept_line *new = b < now->line_count ? &now->lines[b] : NULL;
        int order = !old ? 1 : !new ? -1 : match_kept_compare(old, new);
        if (order < 0)
            touch(look, old, false);
        else if (order > 0 || !text_eq(old->digest, new->digest))
            touch(look, new, true);
        a += order <= 0;
        b += order >= 0;
    }
}

static bool look_at(struct look *look, const struct match_kept_row *row, struct err *err)
{
    struct generation_news *news = look->news;
    if (!match_component(&look->result, news->index, &news->versions.components[look->component],
            &look->scratch, err))
        return false;
    struct match_kept now = match_kept_make(&look->result, &look->scratch), former = {0};
    struct text packed = match_kept_pack(&now, &look->scratch);
    enum match_answer answer = match_kept_answer(&now);
    if (row && answer == row->answer && now.cause == row->cause && text_eq(packed, row->findings))
        return arena_check(&look->scratch, err);
    if (row)
        former = match_kept_unpack(row->findings, row->answer, &look->scratch);
    struct generation_new *fresh = VEC_ADD(news);
    *fresh = (struct generation_new){.component = look->component,
        .was_known = row != NULL,
        .before = row ? row->answer : MATCH_NOT_AFFECTED,
        .cause_before = row ? row->cause : MATCH_CAUSE_NONE,
        .row = {news->versions.ids[look->component], answer, now.cause,
            arena_text(news->arena, packed)},
        .touch_first = news->touches.len};
    touch_differences(look, &former, &now);
    fresh->touch_count = news->touches.len - fresh->touch_first;
    return arena_check(&look->scratch, err) && arena_check(news->arena, err);
}

static bool look_at_all(struct generation_news *news, struct err *err)
{
    struct match_kept_row *rows;
    size_t row_count, at = 0;
    struct look look = {.news = news};
    if (!match_kept_read(news->db, news->versions.ids, news->versions.count, news->arena, &rows,
            &row_count, err))
        return false;
    arena_init(&look.scratch, SIZE_MAX);
    bool is_ok = true;
    for (size_t i = 0; is_ok && i < news->versions.count; i++) {
        bool is_known = at < row_count && rows[at].package_version_id == news->versions.ids[i];
        look.component = (uint32_t)i;
        is_ok = look_at(&look, is_known ? &rows[at] : NULL, err);
        at += is_known;
        arena_clear(&look.scratch);
    }
    arena_done(&look.scratch);
    return is_ok;
}

/* -- where they are -- */

static bool find_postings(struct generation_news *news, struct err *err)
{
    int64_t *ids = arena_take_array(news->arena, news->len, sizeof *ids);
    for (size_t i = 0; ids && i < news->len; i++)
        ids[i] = news->at[i].row.package_version_id;
    if (!ids)
        return arena_check(news->arena, err);
    if (!generation_follow_rows_postings(
            news->db, ids, news->len, news->arena, &news->postings, &news->posting_count, err))
        return false;
    for (size_t i = 0, p = 0; i < news->len; i++) {
        news->at[i].posting_first = p;
        while (p < news->posting_count && news->postings[p].version_id == ids[i])
            p++;
        news->at[i].posting_count = p - news->at[i].posting_first;
    }
    return true;
}

/* -- which ones -- */

static void add_name(struct generation_news *news, struct text name)
{
    if (map_add(&news->by_name, name, 0, NULL))
        *VEC_ADD(&news->names) = name;
}

static bool look_at_names(struct generation_news *news, struct err *err)
{
    news->len = news->touches.len = news->found.len = 0;
    return generation_follow_rows_versions(
               news->db, news->names.at, news->names.len, news->arena, &news->versions, err) &&
           look_at_all(news, err);
}

/* A ticket is of all package versions that its package's name leads to: where a finding is of another name than those looked
   at, such as that of the source package, all that this one leads to is looked at too. */
static bool look_until_whole(struct generation_news *news, struct err *err)
{
    size_t before;
    do {
        before = news->names.len;
        if (!look_at_names(news, err))
            return false;
        for (size_t i = 0; i < news->touches.len; i++)
            add_name(news, news->touches.at[i].package);
    } while (news->names.len > before);
    return true;
}

bool generation_news_find(struct generation_news *news, size_t limit, struct err *err)
{
    if (!generation_change_list(
            news->db, limit, news->arena, &news->changes, &news->change_count, err))
        return false;
    /* One that is at work already goes alone. */
    if (news->change_count && news->changes[0].after_part_id)
        news->change_count = 1;
    for (size_t i = 0; i < news->change_count; i++)
        add_name(news, news->changes[i].package);
    return look_until_whole(news, err) && find_postings(news, err);
}

void generation_news_done(struct generation_news *news)
{
    map_done(&news->by_name);
    VEC_DONE(&news->names);
    VEC_DONE(&news->touches);
    VEC_DONE(&news->found);
    VEC_DONE(news);
}

/* -- what is kept from now on -- */

static int compare_changes(const void *left, const void *right)
{
    const struct generation_summary_change *a = left, *b = right;
    int order = (a->sbom_id > b->sbom_id) - (a->sbom_id < b->sbom_id);
    return order ? order : match_kept_compare_groups(&a->by, &b->by);
}

/* Package versions of one kind are one change of the SBOM. */
static size_t join_changes(struct generation_summary_change *changes, size_t count)
{
    size_t kept = 0;
    if (count)
        qsort(changes, count, sizeof *changes, compare_changes);
    for (size_t i = 0; i < count; i++)
        if (kept && compare_changes(&changes[kept - 1], &changes[i]) == 0)
            changes[kept - 1].by.count += changes[i].by.count;
        else
            changes[kept++] = changes[i];
    return kept;
}

/* One that was never matched is in no summary. */
static size_t list_summary_changes(
    const struct generation_news *news, struct generation_summary_change *changes)
{
    size_t count = 0;
    for (size_t i = 0; i < news->len; i++) {
        const struct generation_new *fresh = &news->at[i];
        bool is_same =
            fresh->before == fresh->row.answer && fresh->cause_before == fresh->row.cause;
        struct text ecosystem = news->versions.components[fresh->component].ecosystem;
        for (size_t p = 0; p < fresh->posting_count && fresh->was_known && !is_same; p++) {
            const struct generation_posting *posting = &news->postings[fresh->posting_first + p];
            if (posting->judged_count == 0)
                continue;
            changes[count++] = (struct generation_summary_change){posting->sbom_id,
                {ecosystem, fresh->before, fresh->cause_before, -posting->judged_count}};
            changes[count++] = (struct generation_summary_change){posting->sbom_id,
                {ecosystem, fresh->row.answer, fresh->row.cause, posting->judged_count}};
        }
    }
    return join_changes(changes, count);
}

bool generation_news_write(struct generation_news *news, struct err *err)
{
    struct generation_summary_change *changes =
        arena_take_array(news->arena, 2 * news->posting_count, sizeof *changes);
    struct match_kept_row *rows = arena_take_array(news->arena, news->len, sizeof *rows);
    for (size_t i = 0; rows && i < news->len; i++)
        rows[i] = news->at[i].row;
    if (!changes || !rows)
        return arena_check(news->arena, err);
    size_t count = list_summary_changes(news, changes);
    return match_kept_write(news->db, rows, news->len, err) &&
           generation_follow_rows_summaries(
               news->db, changes, count, advisory_index_digest(news->index), err);
}
