/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/cve5.h"

#include "advisory/cve5_affected.h"
#include "base/clock.h"
#include "base/limits.h"
#include "codec/json_place.h"
#include "domain/ssvc.h"

bool cve5_is(yyjson_val *root)
{
    return text_is(json_get_text(root, "dataType"), "CVE_RECORD") ||
           (json_get(root, "cveMetadata") && json_get(root, "containers"));
}

/* One point of a decision: {"Exploitation": "active"}. Its key and value come in mixed case. */
static void take_option(yyjson_val *option, struct advisory_facts *facts, unsigned *points)
{
    static const struct {
        const char *key, *kind;
    } rows[] = {
        {"exploitation", "exploitation"},
        {"automatable", "automatable"},
        {"technical impact", "technical_impact"},
    };
    int *const values[] = {
        &facts->ssvc_exploitation, &facts->ssvc_automatable, &facts->ssvc_technical_impact};
    yyjson_obj_iter iter = yyjson_obj_iter_with(option);
    for (yyjson_val *key; (key = yyjson_obj_iter_next(&iter));) {
        struct text name, word;
        if (!json_text(key, &name) || !json_text(yyjson_obj_iter_get_val(key), &word))
            continue;
        for (size_t i = 0; i < LEN_OF(rows); i++)
            if (text_is_nocase(name, rows[i].key) && ssvc_read(rows[i].kind, word, values[i]))
                *points |= 1u << i;
    }
}

/* CVE writes some dates without an offset; they are UTC. What is no date is none: only a source's age hangs on it. */
static int64_t read_time(struct text t)
{
    char with_zone[LIMIT_NAME_BYTES + 2];
    int64_t time_us;
    if (clock_read(t, &time_us))
        return time_us;
    snprintf(with_zone, sizeof with_zone, "%.*sZ", TEXT_ARG(text_slice(t, 0, LIMIT_NAME_BYTES)));
    return clock_read(text_of(with_zone), &time_us) ? time_us : 0;
}

static void take_ssvc(yyjson_val *content, struct advisory_facts *facts)
{
    struct advisory_facts found = {.cvss_vector = {"", 0}};
    unsigned points = 0;
    yyjson_val *option, *options = json_get(content, "options");
    size_t i, count;
    if (!yyjson_is_arr(options))
        return;
    yyjson_arr_foreach(options, i, count, option) take_option(option, &found, &points);
    if (points != 7)
        return; /* half a decision decides nothing */
    facts->has_ssvc = true;
    facts->ssvc_exploitation = found.ssvc_exploitation;
    facts->ssvc_automatable = found.ssvc_automatable;
    facts->ssvc_technical_impact = found.ssvc_technical_impact;
    facts->ssvc_said_us = read_time(json_get_text(content, "timestamp"));
}

/* One side's rating: that of the newest CVSS; of equal ones the first. */
struct rating {
    struct text by, vector;
    struct cvss cvss;
};

static void take_vector(yyjson_val *metric, struct text by, struct rating *rating)
{
    static const char *const keys[] = {"cvssV4_0", "cvssV3_1", "cvssV3_0", "cvssV2_0"};
    for (size_t i = 0; i < LEN_OF(keys); i++) {
        struct text vector = json_get_text(json_get(metric, keys[i]), "vectorString");
        struct cvss cvss;
        if (vector.len == 0 || !cvss_read(&cvss, vector, NULL) ||
            cvss.version_tenths <= rating->cvss.version_tenths)
            continue;
        *rating = (struct rating){by, vector, cvss};
    }
}

static bool take_container(yyjson_val *container, const struct json_place *at,
    struct advisory_facts *facts, struct rating *rating, struct err *err)
{
    yyjson_val *metrics, *metric;
    size_t i, count;
    if (!json_place_is_object(container, at, err) ||
        !json_place_array(json_get(container, "metrics"), at, "metrics", &metrics, err))
        return false;
    struct text by = json_get_text(json_get(container, "providerMetadata"), "shortName");
    by = text_front(by, LIMIT_NAME_BYTES);
    yyjson_arr_foreach(metrics, i, count, metric)
    {
        yyjson_val *other = json_get(metric, "other");
        take_vector(metric, by, rating);
        if (text_is_nocase(json_get_text(other, "type"), "ssvc"))
            take_ssvc(json_get(other, "content"), facts);
    }
    return true;
}

/* The assigner's word goes before what others add; theirs stands beside it. */
static void take_ratings(
    struct advisory_facts *facts, const struct rating *own, const struct rating *other)
{
    const struct rating *first = own->vector.len ? own : other;
    facts->cvss_vector = first->vector;
    facts->cvss_by = first->by;
    facts->severity = first->cvss.severity;
    facts->score_tenths = first->cvss.score_tenths;
    if (first == own && other->vector.len) {
        facts->other_vector = other->vector;
        facts->other_by = other->by;
    }
}

static bool read_containers(yyjson_val *root, struct advisory_facts *facts, struct err *err)
{
    struct json_place containers = {.key = "containers"};
    struct json_place cna = {.up = &containers, .key = "cna"};
    struct json_place list = {.up = &containers, .key = "adp"};
    struct rating own = {.vector = {"", 0}, .by = {"", 0}}, other = own;
    yyjson_val *all, *adps, *adp;
    size_t i, count;
    if (!json_place_object(json_get(root, "containers"), NULL, "containers", &all, err) ||
        !json_place_array(json_get(all, "adp"), &containers, "adp", &adps, err))
        return false;
    if (json_get(all, "cna") && !take_container(json_get(all, "cna"), &cna, facts, &own, err))
        return false;
    yyjson_arr_foreach(adps, i, count, adp)
    {
        struct json_place at = {.up = &list, .index = i};
        if (!take_container(adp, &at, facts, &other, err))
            return false;
    }
    take_ratings(facts, &own, &other);
    return true;
}

bool cve5_read(struct cve5 *ret_cve, yyjson_val *root, struct err *err)
{
    struct json_place at = {.key = "cveMetadata"};
    struct cve5 cve = {.facts = {.cvss_vector = {"", 0}}};
    struct text state, updated;
    yyjson_val *about;
    if (!json_place_is_object(root, NULL, err) ||
        !json_place_object(json_get(root, "cveMetadata"), NULL, "cveMetadata", &about, err) ||
        !json_place_text(json_get(about, "cveId"), &at, "cveId", LIMIT_ID_BYTES, &cve.id, err) ||
        !json_place_there(json_get(about, "cveId"), &at, "cveId", err) ||
        !json_place_text(json_get(about, "state"), &at, "state", LIMIT_NAME_BYTES, &state, err) ||
        !json_place_text(
            json_get(about, "dateUpdated"), &at, "dateUpdated", LIMIT_NAME_BYTES, &updated, err) ||
        !read_containers(root, &cve.facts, err))
        return false;
    cve.facts.is_rejected = text_is_nocase(state, "REJECTED");
    cve.facts.cve_updated_us = cve.updated_us = read_time(updated);
    *ret_cve = cve;
    return true;
}

/* -- as an advisory -- */

enum { SUMMARY_BYTES = 240 };

static bool is_english(yyjson_val *text)
{
    return text_starts(json_get_text(text, "lang"), TEXT("en"));
}

/* The title, else how the English description begins. */
static struct text summary_of(yyjson_val *cna, struct arena *arena)
{
    struct text title = json_get_text(cna, "title");
    yyjson_val *description, *descriptions = json_get(cna, "descriptions");
    size_t i, count;
    if (title.len || !yyjson_is_arr(descriptions))
        return text_front(title, LIMIT_NAME_BYTES);
    yyjson_arr_foreach(descriptions, i, count, description)
    {
        struct text value = text_trim(json_get_text(description, "value"));
        size_t end = SUMMARY_BYTES;
        if (!is_english(description) || !value.len)
            continue;
        if (value.len <= end)
            return value;
        while (end > 0 && ((unsigned char)value.at[end] & 0xc0) == 0x80)
            end--;
        return arena_join(arena, text_slice(value, 0, end), "", TEXT("…"));
    }
    return TEXT("");
}

bool cve5_to_advisory(struct advisory *ret_advisory, const struct cve5 *cve, yyjson_val *root,
    struct arena *arena, struct err *err)
{
    yyjson_val *about = json_get(root, "cveMetadata");
    yyjson_val *cna = json_get(json_get(root, "containers"), "cna");
    yyjson_val *reference = yyjson_arr_get_first(json_get(cna, "references"));
    struct advisory advisory = {.id = cve->id,
        .summary = summary_of(cna, arena),
        .url = json_get_text(reference, "url"),
        .published_us = read_time(json_get_text(about, "datePublished")),
        .modified_us = cve->updated_us,
        .cvss_vector = cve->facts.cvss_vector,
        .severity = cve->facts.severity,
        .score_tenths = cve->facts.score_tenths};
    if (advisory.url.len > LIMIT_NAME_BYTES)
        advisory.url = TEXT("");
    if (cve->facts.is_rejected)
        advisory.withdrawn_us = cve->updated_us ? cve->updated_us : 1;
    if (!cve5_affected_read(&advisory.affected, &advisory.affected_count, root, arena, err))
        return false;
    *ret_advisory = advisory;
    return true;
}
