/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_kept.h"

#include "base/buf.h"
#include "codec/sha256.h"

static void add_text(struct buf *out, struct text t)
{
    buf_format(out, "%zu:", t.len);
    buf_add(out, t);
}

static void add_texts(struct buf *out, const struct text *texts, size_t count)
{
    buf_format(out, "%zu[", count);
    for (size_t i = 0; i < count; i++)
        add_text(out, texts[i]);
}

static void add_facts(struct buf *out, const struct advisory_facts *facts)
{
    buf_format(out, "%d,%d,%lld,%lld,%d,%u,%u,%lld,%d,%d,%d,%d,%u,%d,", facts->is_kev,
        facts->is_kev_ransomware, (long long)facts->kev_added_us, (long long)facts->kev_due_us,
        facts->has_epss, facts->epss_millionths, facts->epss_percentile_millionths,
        (long long)facts->epss_date_us, facts->has_ssvc, facts->ssvc_exploitation,
        facts->ssvc_automatable, (int)facts->severity, facts->score_tenths, facts->is_rejected);
    add_text(out, facts->cvss_vector);
}

/* All that a ticket may show of a finding. */
static void add_finding(struct buf *out, const struct match_finding *finding)
{
    add_text(out, finding->id);
    add_text(out, finding->package);
    add_texts(out, finding->aliases, finding->alias_count);
    add_texts(out, finding->records, finding->record_count);
    add_texts(out, finding->fixed, finding->fixed_count);
    add_text(out, finding->summary);
    add_text(out, finding->url);
    add_text(out, finding->cvss_vector);
    add_text(out, finding->reason);
    buf_format(out, "%d,%d,%u,%d,", (int)finding->kind, (int)finding->severity,
        finding->score_tenths, (int)finding->answer);
    if (finding->has_facts)
        add_facts(out, &finding->facts);
    if (finding->is_disputed)
        buf_add_char(out, '!');
}

int match_kept_compare(const struct match_kept_line *a, const struct match_kept_line *b)
{
    int order = text_cmp(a->id, b->id);
    return order ? order : text_cmp(a->package, b->package);
}

static int compare_lines(const void *left, const void *right)
{
    const struct match_kept_line *a = left, *b = right;
    int order = match_kept_compare(a, b);
    return order ? order : text_cmp(a->digest, b->digest);
}

/* Of the answer; see match_cause.h for the choice among several. */
static enum match_cause cause_of(const struct match_result *result)
{
    enum match_cause cause = MATCH_CAUSE_NONE;
    if (result->not_covered_count)
        return result->not_covered[0].cause;
    for (size_t i = 0; i < result->finding_count; i++) {
        const struct match_finding *finding = &result->findings[i];
        if (finding->answer == MATCH_AFFECTED)
            return MATCH_CAUSE_NONE;
        if (cause == MATCH_CAUSE_NONE || finding->cause < cause)
            cause = finding->cause;
    }
    return cause;
}

struct match_kept match_kept_make(const struct match_result *result, struct arena *arena)
{
    struct match_kept kept = {
        .is_covered = result->not_covered_count == 0, .cause = cause_of(result)};
    struct buf bytes;
    buf_init(&bytes, SIZE_MAX);
    kept.lines = arena_take_array(arena, result->finding_count, sizeof *kept.lines);
    for (size_t i = 0; kept.lines && i < result->finding_count; i++) {
        const struct match_finding *finding = &result->findings[i];
        unsigned char digest[SHA256_SIZE];
        buf_cut(&bytes, 0);
        add_finding(&bytes, finding);
        sha256_of(buf_text(&bytes), digest);
        kept.lines[kept.line_count++] = (struct match_kept_line){.id = finding->id,
            .package = finding->package,
            .finding = (uint32_t)i,
            .answer = finding->answer,
            .digest = arena_text(arena, (struct text){(char *)digest, MATCH_KEPT_DIGEST})};
    }
    if (kept.line_count)
        qsort(kept.lines, kept.line_count, sizeof *kept.lines, compare_lines);
    buf_done(&bytes);
    return kept;
}

/* Without an affected finding, one that is undecidable decides. */
enum match_answer match_kept_answer(const struct match_kept *kept)
{
    enum match_answer answer = kept->is_covered ? MATCH_NOT_AFFECTED : MATCH_NOT_COVERED;
    for (size_t i = 0; i < kept->line_count; i++)
        if (kept->lines[i].answer == MATCH_AFFECTED)
            return MATCH_AFFECTED;
        else
            answer = kept->lines[i].answer;
    return answer;
}

/* -- as bytes: for each line 0 or 1 (undecidable), id, package, digest -- */

struct text match_kept_pack(const struct match_kept *kept, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    for (size_t i = 0; i < kept->line_count; i++) {
        const struct match_kept_line *line = &kept->lines[i];
        buf_add_char(&out, line->answer == MATCH_AFFECTED ? '!' : '?');
        add_text(&out, line->id);
        add_text(&out, line->package);
        buf_add(&out, line->digest);
    }
    struct text bytes = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return bytes;
}

static bool take(struct text *rest, size_t len, struct text *ret_part)
{
    if (rest->len < len)
        return false;
    *ret_part = text_slice(*rest, 0, len);
    *rest = text_slice(*rest, len, rest->len);
    return true;
}

static bool take_text(struct text *rest, struct text *ret_text)
{
    int64_t len;
    struct text number = text_cut(rest, ':');
    return text_read_i64(number, &len) && len >= 0 && take(rest, (size_t)len, ret_text);
}

static bool take_line(struct text *rest, struct match_kept_line *ret_line)
{
    struct text mark;
    if (!take(rest, 1, &mark) || !take_text(rest, &ret_line->id) ||
        !take_text(rest, &ret_line->package))
        return false;
    ret_line->answer = text_is(mark, "!") ? MATCH_AFFECTED : MATCH_UNDECIDABLE;
    return take(rest, MATCH_KEPT_DIGEST, &ret_line->digest);
}

struct match_kept match_kept_unpack(
    struct text bytes, enum match_answer answer, struct arena *arena)
{
    struct match_kept kept = {.is_covered = answer != MATCH_NOT_COVERED};
    /* A line has at least its mark, two empty texts of two bytes, and the digest. */
    kept.lines =
        arena_take_array(arena, bytes.len / (MATCH_KEPT_DIGEST + 5) + 1, sizeof *kept.lines);
    while (kept.lines && bytes.len)
        if (!take_line(&bytes, &kept.lines[kept.line_count++]))
            return (struct match_kept){.is_covered = kept.is_covered};
    return kept;
}

/* -- groups -- */

void match_kept_add(struct sbom_summary *summary, const struct match_kept_group *group)
{
    bool is_owned = group->cause == MATCH_CAUSE_OWNED;
    bool is_checked = group->answer != MATCH_NOT_COVERED && !is_owned;
    summary->owned += is_owned ? group->count : 0;
    summary->checked += is_checked ? group->count : 0;
    summary->affected += group->answer == MATCH_AFFECTED ? group->count : 0;
    summary->undecidable += group->answer == MATCH_UNDECIDABLE ? group->count : 0;
    summary->not_covered += group->answer == MATCH_NOT_COVERED ? group->count : 0;
}

int match_kept_compare_groups(const struct match_kept_group *a, const struct match_kept_group *b)
{
    int order = text_cmp(a->ecosystem, b->ecosystem);
    if (order == 0)
        order = (a->answer > b->answer) - (a->answer < b->answer);
    return order ? order : (a->cause > b->cause) - (a->cause < b->cause);
}
