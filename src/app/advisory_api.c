/* SPDX-License-Identifier: Apache-2.0 */
#include "app/advisory_api.h"

#include "advisory/advisory_live.h"
#include "domain/ssvc.h"
#include "match/coverage_json.h"
#include "match/match_json.h"
#include "match/match_record.h"
#include "ticket/alias_conflict.h"

/* A CVE of the kernel stands in the advisories of every release of every distribution. */
enum { RECORDS_MAX = 200 };

/* Lets a function fill the reply from the index of the moment. */
static bool with_index(struct api_call *call,
    bool (*fill)(struct api_call *call, const struct advisory_index *index, struct err *err),
    struct err *err)
{
    const struct advisory_index *index = advisory_live_take(call->tools->advisories);
    if (!index)
        return err_set(
            err, ERR_NOT_FOUND, "there is no advisory index yet: import or pull advisories");
    bool is_done = fill(call, index, err);
    advisory_live_give(call->tools->advisories, index);
    return is_done;
}

/* -- what there is -- */

static void print_source(
    const struct api_call *call, const struct advisory_source *source, struct buf *out)
{
    json_print_open(out, '{');
    json_print_member(out, "name", source->name);
    /* Where files lie on the server is for who runs it. */
    json_print_member_or_null(
        out, "path", call->who.roles & ACCOUNT_ADMINISTRATOR ? source->path : TEXT(""));
    json_print_member_int(out, "record_count", (int64_t)source->record_count);
    json_print_member_int(out, "unusable_count", (int64_t)source->unusable_count);
    json_print_member_int(out, "refused_count", (int64_t)source->refused_count);
    json_print_member_int(out, "withdrawn_count", (int64_t)source->withdrawn_count);
    json_print_member_int(out, "notice_count", (int64_t)source->kind_counts[ADVISORY_NOTICE]);
    json_print_member_int(out, "malicious_count", (int64_t)source->kind_counts[ADVISORY_MALICIOUS]);
    json_print_member_time(out, "imported_at", source->imported_us);
    json_print_member_time(out, "newest_at", source->newest_us);
    json_print_member(out, "digest", source->digest);
    json_print_close(out, '}');
}

static void print_coverage(const struct advisory_coverage *coverage, struct buf *out)
{
    json_print_open(out, '{');
    json_print_member(out, "ecosystem", coverage->ecosystem);
    json_print_member_int(out, "record_count", (int64_t)coverage->record_count);
    json_print_close(out, '}');
}

static bool print_status(struct api_call *call, const struct advisory_index *index, struct err *err)
{
    struct buf *out = &call->reply->body;
    (void)err;
    json_print_open(out, '{');
    json_print_member(out, "digest", advisory_index_digest(index));
    json_print_member_time(out, "created_at", advisory_index_created_us(index));
    json_print_member_int(out, "record_count", (int64_t)advisory_index_record_count(index));
    json_print_member_open(out, "sources", '[');
    for (size_t i = 0; i < advisory_index_source_count(index); i++) {
        struct advisory_source source = advisory_index_source(index, i);
        print_source(call, &source, out);
    }
    json_print_close(out, ']');
    json_print_member_open(out, "covered", '[');
    for (size_t i = 0; i < advisory_index_coverage_count(index); i++) {
        struct advisory_coverage coverage = advisory_index_coverage(index, i);
        print_coverage(&coverage, out);
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
    return true;
}

static bool show_status(struct api_call *call, struct err *err)
{
    return with_index(call, print_status, err);
}

/* -- one of them -- */

/* The flaws that a vendor's advisory stands for: those by which its findings and tickets go, and none of its own ids. */
static void print_mends(const struct advisory *advisory, struct arena *arena, struct buf *out)
{
    static const struct ecosystem none = {0};
    const struct ecosystem *ecosystem =
        advisory->affected_count ? ecosystem_find(advisory->affected[0].ecosystem) : NULL;
    struct match_keys keys = match_record_keys(ecosystem ? ecosystem : &none, advisory, arena);
    bool is_remedy = keys.are_cves && !keys.is_one_flaw && advisory->kind != ADVISORY_NOTICE;
    json_print_member_open(out, "mends", '[');
    for (size_t i = 0; is_remedy && i < keys.count; i++)
        json_print_text(out, keys.at[i]);
    json_print_close(out, ']');
}

static void print_record(
    const struct advisory *advisory, enum advisory_link link, struct arena *arena, struct buf *out)
{
    json_print_open(out, '{');
    json_print_member(out, "id", advisory->id);
    print_mends(advisory, arena, out);
    json_print_member_or_null(out, "source", advisory->source);
    json_print_member_z(out, "link", advisory_link_name(link));
    json_print_member_z(out, "kind", advisory_kind_name(advisory->kind));
    json_print_member_or_null(out, "summary", advisory->summary);
    json_print_member_or_null(out, "url", advisory->url);
    json_print_member_z(out, "severity", cvss_severity_name(advisory->severity));
    json_print_member_or_null(out, "cvss_vector", advisory->cvss_vector);
    json_print_member_time(out, "published_at", advisory->published_us);
    json_print_member_time(out, "modified_at", advisory->modified_us);
    json_print_member_time(out, "withdrawn_at", advisory->withdrawn_us);
    json_print_close(out, '}');
}

/* Gives in *cve the CVE by which more is known: the id itself, or the first among its records' aliases. */
static void find_cve(const struct advisory *advisory, enum advisory_link link, struct text *cve)
{
    bool is_same = link == ADVISORY_LINK_ID || link == ADVISORY_LINK_ALIAS;
    for (size_t i = 0; is_same && cve->len == 0 && i < advisory->alias_count; i++)
        if (text_starts(advisory->aliases[i], TEXT("CVE-")))
            *cve = advisory->aliases[i];
}

static bool print_records(struct api_call *call, const struct advisory_index *index, struct text id,
    struct text *cve, size_t *ret_count, struct err *err)
{
    struct buf *out = &call->reply->body;
    struct advisory advisory;
    enum advisory_link link;
    struct err end = {0};
    uint32_t next = 0;
    size_t count = 0;
    json_print_member_open(out, "records", '[');
    while (count < RECORDS_MAX &&
           advisory_index_read_link(index, id, &next, &link, &advisory, call->arena, &end)) {
        print_record(&advisory, link, call->arena, out);
        find_cve(&advisory, link, cve);
        count++;
    }
    json_print_close(out, ']');
    *ret_count = count;
    if (count == RECORDS_MAX || end.code == ERR_NOT_FOUND)
        return true;
    *err = end;
    return false;
}

static void print_ssvc(const struct advisory_facts *facts, struct buf *out)
{
    if (!facts->has_ssvc) {
        json_print_member_null(out, "ssvc");
        return;
    }
    json_print_member_open(out, "ssvc", '{');
    json_print_member_z(out, "exploitation", ssvc_word("exploitation", facts->ssvc_exploitation));
    json_print_member_z(out, "automatable", ssvc_word("automatable", facts->ssvc_automatable));
    json_print_member_z(
        out, "technical_impact", ssvc_word("technical_impact", facts->ssvc_technical_impact));
    json_print_member_time(out, "said_at", facts->ssvc_said_us);
    json_print_close(out, '}');
}

static void print_rating(struct buf *out, struct text by, struct text vector)
{
    struct cvss cvss;
    if (!cvss_read(&cvss, vector, NULL))
        return;
    json_print_open(out, '{');
    json_print_member_or_null(out, "by", by);
    json_print_member_z(out, "severity", cvss_severity_name(cvss.severity));
    json_print_member_double(out, "score", cvss.score_tenths / 10.0);
    json_print_member(out, "cvss_vector", vector);
    json_print_close(out, '}');
}

static bool print_facts(struct buf *out, const struct advisory_index *index, struct text cve)
{
    struct advisory_facts facts;
    if (cve.len == 0 || !advisory_index_facts(index, cve, &facts)) {
        json_print_member_null(out, "facts");
        return false;
    }
    json_print_member_open(out, "facts", '{');
    json_print_member(out, "cve", cve);
    match_json_facts(out, &facts);
    print_ssvc(&facts, out);
    json_print_member_or_null(out, "cvss_vector", facts.cvss_vector);
    json_print_member_open(out, "ratings", '[');
    print_rating(out, facts.cvss_by, facts.cvss_vector);
    print_rating(out, facts.other_by, facts.other_vector);
    json_print_close(out, ']');
    json_print_member_time(out, "cve_updated_at", facts.cve_updated_us);
    json_print_member_bool(out, "is_rejected", facts.is_rejected);
    json_print_close(out, '}');
    return true;
}

static bool print_advisory(
    struct api_call *call, const struct advisory_index *index, struct err *err)
{
    struct buf *out = &call->reply->body;
    struct text id = text_trim(http_param(call->request, "advisory"));
    struct text cve = text_starts(id, TEXT("CVE-")) ? id : TEXT("");
    size_t count;
    json_print_open(out, '{');
    json_print_member(out, "id", id);
    if (!print_records(call, index, id, &cve, &count, err))
        return false;
    bool has_facts = print_facts(out, index, cve);
    if (!alias_conflict_print_id(out, call->db, index, id, call->arena, err))
        return false;
    json_print_close(out, '}');
    return count || has_facts || err_set(err, ERR_NOT_FOUND, "no source knows it");
}

/* Without an index nothing is covered, and that is worth telling too. */
static bool show_coverage(struct api_call *call, struct err *err)
{
    struct coverage coverage;
    const struct advisory_index *index = advisory_live_take(call->tools->advisories);
    bool is_done = coverage_read(&coverage, call->db, &call->who, index, call->arena, err);
    if (is_done)
        coverage_json_print(&call->reply->body, &coverage, index);
    advisory_live_give(call->tools->advisories, index);
    return is_done;
}

static bool show_advisory(struct api_call *call, struct err *err)
{
    return with_index(call, print_advisory, err);
}

const struct api_route advisory_api_routes[] = {
    {"GET", "/api/v1/advisories", RIGHT_ADVISORY_READ, show_status, 0},
    {"GET", "/api/v1/advisories/{advisory}", RIGHT_ADVISORY_READ, show_advisory, 0},
    {"GET", "/api/v1/coverage", RIGHT_SERVICE_READ, show_coverage, 0},
    {0},
};
