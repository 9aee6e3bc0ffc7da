/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_json.h"

const char *match_answer_name(enum match_answer answer)
{
    static const char *const names[] = {
        [MATCH_NOT_AFFECTED] = "not_affected",
        [MATCH_AFFECTED] = "affected",
        [MATCH_UNDECIDABLE] = "undecidable",
        [MATCH_NOT_COVERED] = "not_covered",
    };
    return names[answer];
}

static void print_texts(struct buf *out, const char *key, const struct text *texts, size_t count)
{
    json_print_member_open(out, key, '[');
    for (size_t i = 0; i < count; i++)
        json_print_text(out, texts[i]);
    json_print_close(out, ']');
}

static void print_component(struct buf *out, const struct sbom_component *component)
{
    json_print_member(out, "name", component->name);
    json_print_member_or_null(out, "version", component->version);
    json_print_member_or_null(out, "ecosystem", component->ecosystem);
    json_print_member_or_null(out, "package", component->package);
    json_print_member_or_null(out, "purl", component->purl);
    json_print_member_or_null(out, "module", component->module);
    json_print_member_or_null(out, "owner", component->owner_package);
}

void match_json_component(struct buf *out, const struct sbom_component *component)
{
    json_print_member_open(out, "component", '{');
    print_component(out, component);
    json_print_close(out, '}');
}

void match_json_facts(struct buf *out, const struct advisory_facts *facts)
{
    if (facts->is_kev) {
        json_print_member_open(out, "kev", '{');
        json_print_member_time(out, "added_at", facts->kev_added_us);
        json_print_member_time(out, "due_at", facts->kev_due_us);
        json_print_member_bool(out, "ransomware", facts->is_kev_ransomware);
        json_print_close(out, '}');
    } else {
        json_print_member_null(out, "kev");
    }
    if (facts->has_epss) {
        json_print_member_open(out, "epss", '{');
        json_print_member_double(out, "probability", facts->epss_millionths / 1e6);
        json_print_member_double(out, "percentile", facts->epss_percentile_millionths / 1e6);
        json_print_member_time(out, "date", facts->epss_date_us);
        json_print_close(out, '}');
    } else {
        json_print_member_null(out, "epss");
    }
}

static void print_severity(struct buf *out, const struct match_finding *finding)
{
    json_print_member_z(out, "severity", cvss_severity_name(finding->severity));
    if (finding->cvss_vector.len)
        json_print_member_double(out, "score", finding->score_tenths / 10.0);
    else
        json_print_member_null(out, "score");
    json_print_member_or_null(out, "cvss_vector", finding->cvss_vector);
}

void match_json_finding(
    struct buf *out, const struct match_finding *finding, const struct sbom_component *component)
{
    match_json_component(out, component);
    json_print_member(out, "id", finding->id);
    print_texts(out, "aliases", finding->aliases, finding->alias_count);
    json_print_member_bool(out, "malicious", finding->kind == ADVISORY_MALICIOUS);
    json_print_member_bool(out, "by_cpe", finding->is_by_cpe);
    print_severity(out, finding);
    match_json_facts(out, &finding->facts);
    json_print_member_or_null(out, "summary", finding->summary);
    json_print_member_or_null(out, "url", finding->url);
    print_texts(out, "records", finding->records, finding->record_count);
    print_texts(out, "fixed", finding->fixed, finding->fixed_count);
    json_print_member_z(out, "answer", match_answer_name(finding->answer));
    json_print_member(out, "reason", finding->reason);
}

static void print_word(struct buf *out, const struct match_word *word)
{
    json_print_open(out, '{');
    json_print_member(out, "record", word->record);
    json_print_member(out, "source", word->source);
    json_print_member(out, "by", word->by);
    json_print_member_or_null(out, "url", word->url);
    json_print_member_time(out, "modified_at", word->modified_us);
    json_print_member_bool(out, "is_withdrawn", word->is_withdrawn);
    json_print_member_z(out, "severity", cvss_severity_name(word->severity));
    if (word->cvss_vector.len)
        json_print_member_double(out, "score", word->score_tenths / 10.0);
    else
        json_print_member_null(out, "score");
    json_print_member_or_null(out, "cvss_vector", word->cvss_vector);
    if (word->has_answer)
        json_print_member_z(out, "answer", match_answer_name(word->answer));
    else
        json_print_member_null(out, "answer");
    json_print_member_or_null(out, "reason", word->reason);
    json_print_member_or_null(out, "ranges", word->ranges);
    json_print_member_or_null(out, "fixed", word->fixed);
    json_print_close(out, '}');
}

void match_json_sources(struct buf *out, const struct advisory_index *index,
    const struct match_finding *finding, const struct sbom_component *component,
    struct match_words_budget *budget, struct arena *scratch)
{
    struct match_words words = {.has_more = true}; /* of an index that is damaged, all are more */
    struct err err = {0};
    if (index && !match_words_find(&words, index, component, finding, budget, scratch, &err))
        words = (struct match_words){.has_more = true};
    json_print_member_open(out, "sources", '[');
    for (size_t i = 0; i < words.count; i++)
        print_word(out, &words.at[i]);
    json_print_close(out, ']');
    json_print_member_open(out, "disagreements", '[');
    for (int i = 0; i < MATCH_DIFFERENCES; i++)
        if (words.is_different[i])
            json_print_text(out, text_of(match_words_difference_name((enum match_difference)i)));
    json_print_close(out, ']');
    json_print_member_bool(out, "has_more_sources", words.has_more);
}

void match_json_gaps(struct buf *out, const char *key, const struct match_gap *gaps, size_t count,
    const struct sbom_component *components, size_t component_max)
{
    json_print_member_open(out, key, '[');
    for (size_t i = 0; i < count; i++) {
        json_print_open(out, '{');
        json_print_member(out, "what", gaps[i].what);
        json_print_member_z(out, "cause", match_cause_name(gaps[i].cause));
        json_print_member(out, "reason", gaps[i].reason);
        json_print_member_int(out, "count", (int64_t)gaps[i].count);
        json_print_member_open(out, "components", '[');
        for (size_t c = 0; c < gaps[i].count && c < component_max; c++) {
            json_print_open(out, '{');
            print_component(out, &components[gaps[i].components[c]]);
            json_print_close(out, '}');
        }
        json_print_close(out, ']');
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}
