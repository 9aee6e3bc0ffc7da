/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_print.h"

#include "base/clock.h"
#include "codec/json.h"
#include "domain/ssvc.h"

void advisory_print_count(struct buf *out, size_t count)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%zu", count);
    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0)
            buf_add_char(out, ',');
        buf_add_char(out, digits[i]);
    }
}

static void print_date(struct buf *out, int64_t time_us)
{
    char at[CLOCK_TEXT_SIZE];
    buf_format(out, "%.10s", clock_print(time_us, at));
}

static void print_line(struct buf *out, const char *name, struct text value)
{
    if (value.len == 0)
        return;
    buf_format(out, "  %-11s ", name);
    buf_add_plain(out, value);
    buf_add_char(out, '\n');
}

static void print_ids(struct buf *out, const char *name, const struct text *ids, size_t count)
{
    if (count == 0)
        return;
    buf_format(out, "  %-11s", name);
    for (size_t i = 0; i < count; i++) {
        buf_add_char(out, ' ');
        buf_add_plain(out, ids[i]);
    }
    buf_add_char(out, '\n');
}

enum { VERSIONS_SHOWN = 8 };

static void print_affected(struct buf *out, const struct advisory_affected *affected)
{
    buf_add_z(out, "  affected    ");
    buf_add_plain(out, affected->ecosystem);
    buf_add_char(out, ' ');
    buf_add_plain(out, affected->package);
    if (affected->target.len) {
        buf_add_z(out, " (");
        buf_add_plain(out, affected->target);
        buf_add_char(out, ')');
    }
    buf_add_z(out, affected->is_conditional ? " together with others" : "");
    const char *before = ": ";
    for (size_t i = 0; i < affected->range_count; i++) {
        struct buf range;
        buf_init(&range, SIZE_MAX);
        range_print(&affected->ranges[i], &range);
        buf_add_z(out, before);
        buf_add_plain(out, buf_text(&range));
        buf_done(&range);
        before = " or ";
    }
    for (size_t i = 0; i < affected->version_count && i < VERSIONS_SHOWN; i++) {
        buf_add_z(out, i == 0 ? affected->range_count ? "; listed: " : ": " : ", ");
        buf_add_plain(out, affected->versions[i]);
    }
    if (affected->version_count > VERSIONS_SHOWN)
        buf_format(out, " and %zu more", affected->version_count - VERSIONS_SHOWN);
    if (affected->has_git_range)
        buf_add_z(out,
            affected->range_count || affected->version_count ? "; also commits" : ": commits only");
    buf_add_char(out, '\n');
}

static void print_severity(struct buf *out, const struct advisory *advisory)
{
    buf_format(out, "  severity    %s", cvss_severity_name(advisory->severity));
    if (advisory->cvss_vector.len) {
        buf_format(out, " %u.%u  ", advisory->score_tenths / 10, advisory->score_tenths % 10);
        buf_add_plain(out, advisory->cvss_vector);
    }
    buf_add_char(out, '\n');
}

static void print_times(struct buf *out, const struct advisory *advisory)
{
    const struct {
        const char *name;
        int64_t time_us;
    } rows[] = {
        {"published", advisory->published_us},
        {"modified", advisory->modified_us},
        {"withdrawn", advisory->withdrawn_us},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        if (rows[i].time_us == 0)
            continue;
        buf_format(out, "  %-11s ", rows[i].name);
        print_date(out, rows[i].time_us);
        buf_add_char(out, '\n');
    }
}

void advisory_print_record(
    const struct advisory *advisory, enum advisory_link link, struct buf *out)
{
    buf_add_plain(out, advisory->id);
    buf_format(out, "  %s from ", advisory_kind_name(advisory->kind));
    buf_add_plain(out, advisory->source);
    if (link != ADVISORY_LINK_ID)
        buf_format(out, " (by its %s id)", advisory_link_name(link));
    buf_add_char(out, '\n');
    print_line(out, "summary", advisory->summary);
    print_severity(out, advisory);
    print_ids(out, "aliases", advisory->aliases, advisory->alias_count);
    print_ids(out, "upstream", advisory->upstream, advisory->upstream_count);
    print_ids(out, "related", advisory->related, advisory->related_count);
    print_line(out, "cwes", advisory->cwes);
    print_times(out, advisory);
    print_line(out, "url", advisory->url);
    for (size_t i = 0; i < advisory->affected_count; i++)
        print_affected(out, &advisory->affected[i]);
}

static void print_texts_json(
    struct buf *out, const char *key, const struct text *texts, size_t count)
{
    json_print_member_open(out, key, '[');
    for (size_t i = 0; i < count; i++)
        json_print_text(out, texts[i]);
    json_print_close(out, ']');
}

static void print_range_json(struct buf *out, const struct range *range)
{
    static const char *const names[] = {"introduced", "fixed", "last_affected", "limit"};
    json_print_open(out, '[');
    for (size_t i = 0; i < range->count; i++) {
        json_print_open(out, '{');
        json_print_member(out, names[range->bounds[i].event], range->bounds[i].version);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

static void print_affected_json(struct buf *out, const struct advisory_affected *affected)
{
    json_print_open(out, '{');
    json_print_member(out, "ecosystem", affected->ecosystem);
    json_print_member(out, "package", affected->package);
    json_print_member_open(out, "ranges", '[');
    for (size_t i = 0; i < affected->range_count; i++)
        print_range_json(out, &affected->ranges[i]);
    json_print_close(out, ']');
    print_texts_json(out, "versions", affected->versions, affected->version_count);
    json_print_member(out, "severity", affected->severity_word);
    json_print_member_bool(out, "has_git_range", affected->has_git_range);
    json_print_member_or_null(out, "target", affected->target);
    json_print_member_bool(out, "is_conditional", affected->is_conditional);
    json_print_close(out, '}');
}

static void print_severity_json(
    struct buf *out, enum severity severity, struct text vector, unsigned score_tenths)
{
    json_print_member_z(out, "severity", cvss_severity_name(severity));
    if (vector.len) {
        json_print_member(out, "cvss_vector", vector);
        json_print_member_double(out, "score", score_tenths / 10.0);
    } else {
        json_print_member_null(out, "cvss_vector");
        json_print_member_null(out, "score");
    }
}

void advisory_print_record_json(
    const struct advisory *advisory, enum advisory_link link, struct buf *out)
{
    json_print_open(out, '{');
    json_print_member(out, "id", advisory->id);
    json_print_member(out, "source", advisory->source);
    json_print_member_z(out, "found_by", advisory_link_name(link));
    json_print_member_z(out, "kind", advisory_kind_name(advisory->kind));
    json_print_member(out, "summary", advisory->summary);
    json_print_member(out, "details", advisory->details);
    print_severity_json(out, advisory->severity, advisory->cvss_vector, advisory->score_tenths);
    print_texts_json(out, "aliases", advisory->aliases, advisory->alias_count);
    print_texts_json(out, "upstream", advisory->upstream, advisory->upstream_count);
    print_texts_json(out, "related", advisory->related, advisory->related_count);
    json_print_member(out, "cwes", advisory->cwes);
    json_print_member(out, "url", advisory->url);
    json_print_member(out, "origin", advisory->origin);
    json_print_member_time(out, "published", advisory->published_us);
    json_print_member_time(out, "modified", advisory->modified_us);
    json_print_member_time(out, "withdrawn", advisory->withdrawn_us);
    json_print_member_open(out, "affected", '[');
    for (size_t i = 0; i < advisory->affected_count; i++)
        print_affected_json(out, &advisory->affected[i]);
    json_print_close(out, ']');
    json_print_close(out, '}');
}

static void print_of_date(struct buf *out, int64_t time_us)
{
    if (time_us) {
        buf_add_z(out, " of ");
        print_date(out, time_us);
    }
    buf_add_char(out, '\n');
}

static void print_rating(struct buf *out, struct text vector, struct text by)
{
    struct cvss cvss;
    if (!cvss_read(&cvss, vector, NULL))
        return;
    buf_format(out, "  CVSS        %s %u.%u  ", cvss_severity_name(cvss.severity),
        cvss.score_tenths / 10, cvss.score_tenths % 10);
    buf_add_plain(out, vector);
    if (by.len) {
        buf_add_z(out, " by ");
        buf_add_plain(out, by);
    }
    buf_add_char(out, '\n');
}

void advisory_print_facts(struct text cve, const struct advisory_facts *facts, struct buf *out)
{
    buf_add_plain(out, cve);
    buf_add_z(out, "  what is known of it\n");
    if (facts->is_rejected)
        buf_add_z(out, "  rejected    the CVE names no vulnerability\n");
    if (facts->is_kev) {
        buf_add_z(out, "  KEV         known to be exploited, since ");
        print_date(out, facts->kev_added_us);
        if (facts->kev_due_us) {
            buf_add_z(out, ", due ");
            print_date(out, facts->kev_due_us);
        }
        buf_add_z(out, facts->is_kev_ransomware ? ", by ransomware\n" : "\n");
    }
    if (facts->has_epss) {
        buf_format(out, "  EPSS        %.3f%% (percentile %.1f)", facts->epss_millionths / 1e4,
            facts->epss_percentile_millionths / 1e4);
        print_of_date(out, facts->epss_date_us);
    }
    if (facts->has_ssvc) {
        buf_format(out, "  SSVC        exploitation %s, automatable %s, technical impact %s",
            ssvc_word("exploitation", facts->ssvc_exploitation),
            ssvc_word("automatable", facts->ssvc_automatable),
            ssvc_word("technical_impact", facts->ssvc_technical_impact));
        print_of_date(out, facts->ssvc_said_us);
    }
    print_rating(out, facts->cvss_vector, facts->cvss_by);
    print_rating(out, facts->other_vector, facts->other_by);
    if (facts->cve_updated_us) {
        buf_add_z(out, "  CVE record  updated ");
        print_date(out, facts->cve_updated_us);
        buf_add_char(out, '\n');
    }
}

static void print_other_cvss(struct buf *out, const struct advisory_facts *facts)
{
    struct cvss cvss;
    if (!cvss_read(&cvss, facts->other_vector, NULL)) {
        json_print_member_null(out, "other_cvss");
        return;
    }
    json_print_member_open(out, "other_cvss", '{');
    print_severity_json(out, cvss.severity, facts->other_vector, cvss.score_tenths);
    json_print_member_or_null(out, "by", facts->other_by);
    json_print_close(out, '}');
}

void advisory_print_facts_json(struct text cve, const struct advisory_facts *facts, struct buf *out)
{
    json_print_open(out, '{');
    json_print_member(out, "cve", cve);
    json_print_member_bool(out, "is_rejected", facts->is_rejected);
    if (facts->is_kev) {
        json_print_member_open(out, "kev", '{');
        json_print_member_time(out, "added", facts->kev_added_us);
        json_print_member_time(out, "due", facts->kev_due_us);
        json_print_member_bool(out, "is_ransomware", facts->is_kev_ransomware);
        json_print_close(out, '}');
    }
    if (facts->has_epss) {
        json_print_member_open(out, "epss", '{');
        json_print_member_double(out, "score", facts->epss_millionths / 1e6);
        json_print_member_double(out, "percentile", facts->epss_percentile_millionths / 1e6);
        json_print_member_time(out, "date", facts->epss_date_us);
        json_print_close(out, '}');
    }
    if (facts->has_ssvc) {
        json_print_member_open(out, "ssvc", '{');
        json_print_member_z(
            out, "exploitation", ssvc_word("exploitation", facts->ssvc_exploitation));
        json_print_member_z(out, "automatable", ssvc_word("automatable", facts->ssvc_automatable));
        json_print_member_z(
            out, "technical_impact", ssvc_word("technical_impact", facts->ssvc_technical_impact));
        json_print_member_time(out, "said_at", facts->ssvc_said_us);
        json_print_close(out, '}');
    }
    print_severity_json(out, facts->severity, facts->cvss_vector, facts->score_tenths);
    json_print_member_or_null(out, "cvss_by", facts->cvss_by);
    print_other_cvss(out, facts);
    json_print_member_time(out, "cve_updated", facts->cve_updated_us);
    json_print_close(out, '}');
}

void advisory_print_conflict(const struct advisory_conflict *conflict, struct buf *out)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    buf_add_z(out, "conflict of aliases: ");
    buf_add_plain(out, advisory_conflict_print(conflict, &arena));
    buf_add_z(out, "; kept apart\n");
    arena_done(&arena);
}

static void print_conflict_record(
    struct buf *out, const char *key, struct text id, struct text source)
{
    json_print_member_open(out, key, '{');
    json_print_member(out, "id", id);
    json_print_member_or_null(out, "source", source);
    json_print_close(out, '}');
}

void advisory_print_conflict_members(const struct advisory_conflict *conflict, struct buf *out)
{
    json_print_member(out, "cve", conflict->cve);
    json_print_member(out, "other_cve", conflict->other_cve);
    json_print_member(out, "name", conflict->name);
    print_conflict_record(out, "record", conflict->record, conflict->source);
    print_conflict_record(out, "other_record", conflict->other_record, conflict->other_source);
}
