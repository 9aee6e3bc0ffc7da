/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/osv.h"

#include "advisory/osv_severity.h"
#include "base/clock.h"
#include "base/limits.h"
#include "codec/json_place.h"
#include "domain/ecosystem.h"

struct osv_reader {
    struct arena *arena;
    struct err *err;
    struct osv_severity worst;          /* of the packages */
    bool has_finding, is_informational; /* among the packages */
};

bool osv_is(yyjson_val *root)
{
    return json_get(root, "affected") || (json_get(root, "id") && json_get(root, "modified"));
}

static bool read_time(struct osv_reader *reader, yyjson_val *value, const char *key, int64_t *ret)
{
    struct text t;
    if (!json_place_text(value, NULL, key, LIMIT_NAME_BYTES, &t, reader->err))
        return false;
    *ret = 0;
    if (t.len == 0)
        return true;
    struct json_place at = {.key = key};
    if (!clock_read(t, ret))
        return json_place_fail(
            &at, reader->err, ERR_SYNTAX, "\"%.*s\" is not an RFC 3339 time", TEXT_ARG(t));
    if (*ret == 0)
        *ret = 1; /* 0 stands for a time that is not said */
    return true;
}

/* Reads an array of texts, none of them empty. */
static bool read_texts(struct osv_reader *reader, yyjson_val *value, const struct json_place *up,
    const char *key, size_t max_bytes, struct text **ret_texts, size_t *ret_count)
{
    struct json_place list = {.up = up, .key = key};
    yyjson_val *item;
    size_t i, count;
    *ret_texts = NULL;
    *ret_count = 0;
    if (!json_place_array(value, up, key, &value, reader->err))
        return false;
    if (yyjson_arr_size(value) == 0)
        return true;
    struct text *texts = arena_take_array(reader->arena, yyjson_arr_size(value), sizeof *texts);
    if (!texts)
        return arena_check(reader->arena, reader->err);
    yyjson_arr_foreach(value, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        if (!json_text(item, &texts[i]))
            return json_place_fail(
                &at, reader->err, ERR_SYNTAX, "must be a string, not %s", json_kind(item));
        if (texts[i].len == 0 || texts[i].len > max_bytes)
            return json_place_fail(&at, reader->err, texts[i].len ? ERR_LIMIT : ERR_SYNTAX,
                texts[i].len ? "longer than %zu bytes" : "is empty", max_bytes);
    }
    *ret_texts = texts;
    *ret_count = yyjson_arr_size(value);
    return true;
}

/* An event object has one of the four keys; old records put several into one. */
static bool read_event(
    struct osv_reader *reader, yyjson_val *value, const struct json_place *at, struct range *range)
{
    static const struct text keys[] = {
        [RANGE_INTRODUCED] = JSON_KEY("introduced"),
        [RANGE_FIXED] = JSON_KEY("fixed"),
        [RANGE_LAST_AFFECTED] = JSON_KEY("last_affected"),
        [RANGE_LIMIT] = JSON_KEY("limit"),
    };
    yyjson_val *values[LEN_OF(keys)];
    size_t before = range->count;
    if (!json_place_is_object(value, at, reader->err))
        return false;
    json_pick(value, keys, LEN_OF(keys), values);
    for (size_t i = 0; i < LEN_OF(keys); i++) {
        struct text version;
        if (!json_place_text(values[i], at, keys[i].at, LIMIT_VERSION_BYTES, &version, reader->err))
            return false;
        if (version.len)
            range->bounds[range->count++] = (struct range_bound){(enum range_event)i, version};
    }
    return range->count > before || json_place_fail(at, reader->err, ERR_SYNTAX,
                                        "names none of introduced, fixed, last_affected and limit");
}

static bool read_events(struct osv_reader *reader, yyjson_val *value, const struct json_place *up,
    struct range *ret_range)
{
    struct json_place list = {.up = up, .key = "events"};
    yyjson_val *item;
    size_t i, count;
    if (!json_place_array(value, up, "events", &value, reader->err))
        return false;
    *ret_range = (struct range){.count = 0};
    if (yyjson_arr_size(value) == 0)
        return true;
    struct range range = {.count = 0};
    range.bounds =
        arena_take_array(reader->arena, 4 * yyjson_arr_size(value), sizeof *range.bounds);
    if (!range.bounds)
        return arena_check(reader->arena, reader->err);
    yyjson_arr_foreach(value, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        if (!read_event(reader, item, &at, &range))
            return false;
    }
    *ret_range = range;
    return true;
}

/* Bitnami's ranges are of Semantic Versioning, in which X-0 comes before X and all else of it; by Bitnami's own order X-0 is
   the first build of X, and newer. X is what its records mean ("introduced 1.24.0-0, fixed 1.24.0": none of 1.24). */
static void read_starts(const struct advisory_affected *affected, struct range *range)
{
    static const struct text start = {"-0", 2};
    if (!text_is(affected->ecosystem, "Bitnami"))
        return;
    for (size_t i = 0; i < range->count; i++) {
        struct text *version = &range->bounds[i].version;
        if (version->len > start.len && text_ends(*version, start))
            version->len -= start.len;
    }
}

static bool read_range(struct osv_reader *reader, yyjson_val *value, const struct json_place *at,
    struct advisory_affected *affected)
{
    static const struct text keys[] = {JSON_KEY("type"), JSON_KEY("events")};
    yyjson_val *values[LEN_OF(keys)];
    struct text type;
    struct range range;
    if (!json_place_is_object(value, at, reader->err))
        return false;
    json_pick(value, keys, LEN_OF(keys), values);
    if (!json_place_text(values[0], at, "type", LIMIT_NAME_BYTES, &type, reader->err) ||
        !json_place_there(values[0], at, "type", reader->err) ||
        !read_events(reader, values[1], at, &range))
        return false;
    if (text_is(type, "SEMVER"))
        read_starts(affected, &range);
    if (text_is(type, "SEMVER") || text_is(type, "ECOSYSTEM")) {
        /* Without an event a range says nothing, and leaves the record to what else it names. */
        if (range.count)
            affected->ranges[affected->range_count++] = range;
    } else if (text_is(type, "GIT")) {
        affected->has_git_range = true;
    } else {
        return json_place_fail(at, reader->err, ERR_SYNTAX,
            "type: \"%.*s\" is none of SEMVER, ECOSYSTEM and GIT", TEXT_ARG(type));
    }
    return true;
}

static bool read_ranges(struct osv_reader *reader, yyjson_val *value, const struct json_place *up,
    struct advisory_affected *affected)
{
    struct json_place list = {.up = up, .key = "ranges"};
    yyjson_val *item;
    size_t i, count;
    if (!json_place_array(value, up, "ranges", &value, reader->err))
        return false;
    if (yyjson_arr_size(value) == 0)
        return true;
    affected->ranges =
        arena_take_array(reader->arena, yyjson_arr_size(value), sizeof *affected->ranges);
    if (!affected->ranges)
        return arena_check(reader->arena, reader->err);
    yyjson_arr_foreach(value, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        if (!read_range(reader, item, &at, affected))
            return false;
    }
    return true;
}

static int compare_texts(const void *a, const void *b)
{
    return text_cmp(*(const struct text *)a, *(const struct text *)b);
}

static bool read_versions(struct osv_reader *reader, yyjson_val *value, const struct json_place *up,
    struct advisory_affected *affected)
{
    if (!read_texts(reader, value, up, "versions", LIMIT_VERSION_BYTES, &affected->versions,
            &affected->version_count))
        return false;
    if (affected->version_count > 1)
        qsort(
            affected->versions, affected->version_count, sizeof *affected->versions, compare_texts);
    return true;
}

/* Only commits may be named without a package. */
static bool read_package(struct osv_reader *reader, yyjson_val *value, const struct json_place *up,
    struct advisory_affected *affected)
{
    struct json_place at = {.up = up, .key = "package"};
    struct text ecosystem, name;
    affected->ecosystem = affected->package = (struct text){"", 0};
    if (!json_place_object(value, up, "package", &value, reader->err))
        return false;
    if (!value)
        return true;
    if (!json_place_text(json_get(value, "ecosystem"), &at, "ecosystem", LIMIT_NAME_BYTES,
            &ecosystem, reader->err) ||
        !json_place_text(
            json_get(value, "name"), &at, "name", LIMIT_NAME_BYTES, &name, reader->err))
        return false;
    if (ecosystem.len == 0 || name.len == 0)
        return json_place_fail(
            &at, reader->err, ERR_SYNTAX, "names no %s", ecosystem.len ? "name" : "ecosystem");
    const struct ecosystem *row = ecosystem_find(ecosystem);
    affected->ecosystem = ecosystem_normal_release(ecosystem, reader->arena);
    affected->package = row ? ecosystem_normal_name(row, name, reader->arena) : name;
    return true;
}

static void note_informational(struct osv_reader *reader, yyjson_val *specific)
{
    /* RustSec: "unmaintained", "unsound" and "notice" are no vulnerabilities; null is one. */
    if (json_get_text(specific, "informational").len)
        reader->is_informational = true;
    else
        reader->has_finding = true;
}

static bool has_end(const struct range *range)
{
    for (size_t i = 0; i < range->count; i++)
        if (range->bounds[i].event != RANGE_INTRODUCED)
            return true;
    return false;
}

/* GitHub names the last version that it knows to be affected where none is known to be mended. The range itself has no end
   then, so this does not end it: who judges tells it as a reason. */
static void note_last_known(
    struct osv_reader *reader, yyjson_val *specific, struct advisory_affected *affected)
{
    yyjson_val *value = json_get(specific, "last_known_affected_version_range");
    struct text text;
    if (!value)
        return;
    if (!json_text(value, &text))
        text = arena_format(reader->arena, "%s", json_kind(value));
    for (size_t i = 0; i < affected->range_count; i++)
        if (!has_end(&affected->ranges[i]))
            affected->last_known = text_front(text, LIMIT_VERSION_BYTES);
}

static bool read_affected_one(struct osv_reader *reader, yyjson_val *value,
    const struct json_place *at, struct advisory_affected *affected)
{
    enum { PACKAGE, RANGES, VERSIONS, SEVERITY, DATABASE, ECOSYSTEM, MEMBERS };
    static const struct text keys[MEMBERS] = {
        [PACKAGE] = JSON_KEY("package"),
        [RANGES] = JSON_KEY("ranges"),
        [VERSIONS] = JSON_KEY("versions"),
        [SEVERITY] = JSON_KEY("severity"),
        [DATABASE] = JSON_KEY("database_specific"),
        [ECOSYSTEM] = JSON_KEY("ecosystem_specific"),
    };
    yyjson_val *values[MEMBERS];
    struct osv_severity severity;
    if (!json_place_is_object(value, at, reader->err))
        return false;
    json_pick(value, keys, MEMBERS, values);
    if (!read_package(reader, values[PACKAGE], at, affected) ||
        !read_ranges(reader, values[RANGES], at, affected) ||
        !read_versions(reader, values[VERSIONS], at, affected) ||
        !osv_severity_read(&severity, values[SEVERITY], at, reader->err))
        return false;
    osv_severity_add_word(&severity, json_get_text(values[DATABASE], "severity"));
    osv_severity_add_word(&severity, json_get_text(values[ECOSYSTEM], "severity"));
    osv_severity_add(&reader->worst, &severity);
    affected->severity_word = severity.word.len || severity.severity == SEVERITY_UNKNOWN
                                  ? severity.word
                                  : text_of(cvss_severity_name(severity.severity));
    note_last_known(reader, values[DATABASE], affected);
    note_informational(reader, values[DATABASE]);
    return true;
}

static bool read_affected(struct osv_reader *reader, yyjson_val *value, struct advisory *advisory)
{
    struct json_place list = {.key = "affected"};
    yyjson_val *item;
    size_t i, count;
    if (!json_place_array(value, NULL, "affected", &value, reader->err))
        return false;
    if (yyjson_arr_size(value) == 0)
        return true;
    advisory->affected =
        arena_take_array(reader->arena, yyjson_arr_size(value), sizeof *advisory->affected);
    if (!advisory->affected)
        return arena_check(reader->arena, reader->err);
    advisory->affected_count = yyjson_arr_size(value);
    yyjson_arr_foreach(value, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        if (!read_affected_one(reader, item, &at, &advisory->affected[i]))
            return false;
    }
    return true;
}

static bool read_references(struct osv_reader *reader, yyjson_val *value, struct advisory *advisory)
{
    struct json_place list = {.key = "references"};
    yyjson_val *item;
    size_t i, count;
    bool has_advisory = false;
    if (!json_place_array(value, NULL, "references", &value, reader->err))
        return false;
    yyjson_arr_foreach(value, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        struct text type, url;
        if (!json_place_is_object(item, &at, reader->err) ||
            !json_place_text(
                json_get(item, "type"), &at, "type", LIMIT_NAME_BYTES, &type, reader->err) ||
            !json_place_text(json_get(item, "url"), &at, "url", SIZE_MAX, &url, reader->err))
            return false;
        bool is_advisory = text_is(type, "ADVISORY");
        if (url.len <= LIMIT_URL_BYTES &&
            (advisory->url.len == 0 || (is_advisory && !has_advisory)))
            advisory->url = url;
        has_advisory |= is_advisory;
    }
    return true;
}

/* "CWE-79 CWE-80" */
static struct text read_cwes(struct osv_reader *reader, yyjson_val *array)
{
    struct text all = {"", 0};
    yyjson_val *item;
    size_t i, count;
    if (!yyjson_is_arr(array))
        return all;
    yyjson_arr_foreach(array, i, count, item)
    {
        struct text cwe;
        if (json_text(item, &cwe) && text_starts(cwe, TEXT("CWE-")) && cwe.len < 16 &&
            all.len < LIMIT_NAME_BYTES)
            all = arena_format(
                reader->arena, "%.*s%s%.*s", TEXT_ARG(all), all.len ? " " : "", TEXT_ARG(cwe));
    }
    return all;
}

/* Distributions tell the kind of an erratum by its id: a bug fix or an enhancement mends no vulnerability. */
static enum advisory_kind kind_of(const struct osv_reader *reader, struct text id)
{
    static const char *const notices[] = {"ALBA-", "ALEA-", "RLBA-", "RLEA-", "RHBA-", "RHEA-",
        "ELBA-", "ELEA-", "SUSE-RU-", "SUSE-FU-", "SUSE-OU-", "openSUSE-RU-", "MGAA-"};
    if (text_starts(id, TEXT("MAL-")))
        return ADVISORY_MALICIOUS;
    for (size_t i = 0; i < LEN_OF(notices); i++)
        if (text_starts(id, text_of(notices[i])))
            return ADVISORY_NOTICE;
    return reader->is_informational && !reader->has_finding ? ADVISORY_NOTICE
                                                            : ADVISORY_VULNERABILITY;
}

/* Red Hat and those who rebuild it put their rating in front of an erratum's title: "Important: kernel security update". */
static struct text title_word(struct text id, struct text summary)
{
    static const char *const errata[] = {"RHSA-", "ALSA-", "RLSA-", "ELSA-"};
    for (size_t i = 0; i < LEN_OF(errata); i++)
        if (text_starts(id, text_of(errata[i])) && text_find(summary, ':') > 0)
            return text_cut(&summary, ':');
    return (struct text){"", 0};
}

static bool read_severity(
    struct osv_reader *reader, yyjson_val *value, yyjson_val *specific, struct advisory *advisory)
{
    struct osv_severity severity;
    if (!osv_severity_read(&severity, value, NULL, reader->err))
        return false;
    if (severity.severity == SEVERITY_UNKNOWN)
        osv_severity_add(&severity, &reader->worst);
    osv_severity_add_word(&severity, json_get_text(specific, "severity"));
    osv_severity_add_word(&severity, title_word(advisory->id, advisory->summary));
    advisory->cvss_vector = severity.vector;
    advisory->severity = severity.severity;
    advisory->score_tenths = severity.score_tenths;
    return true;
}

enum {
    ID,
    SUMMARY,
    DETAILS,
    ALIASES,
    RELATED,
    UPSTREAM,
    PUBLISHED,
    MODIFIED,
    WITHDRAWN,
    AFFECTED,
    REFERENCES,
    SEVERITY,
    DATABASE,
    SCHEMA,
    MEMBERS
};

static const struct text members[MEMBERS] = {
    [ID] = JSON_KEY("id"),
    [SUMMARY] = JSON_KEY("summary"),
    [DETAILS] = JSON_KEY("details"),
    [ALIASES] = JSON_KEY("aliases"),
    [RELATED] = JSON_KEY("related"),
    [UPSTREAM] = JSON_KEY("upstream"),
    [PUBLISHED] = JSON_KEY("published"),
    [MODIFIED] = JSON_KEY("modified"),
    [WITHDRAWN] = JSON_KEY("withdrawn"),
    [AFFECTED] = JSON_KEY("affected"),
    [REFERENCES] = JSON_KEY("references"),
    [SEVERITY] = JSON_KEY("severity"),
    [DATABASE] = JSON_KEY("database_specific"),
    [SCHEMA] = JSON_KEY("schema_version"),
};

/* The members that are texts, lists of ids and times. */
static bool read_plain(
    struct osv_reader *reader, yyjson_val *const *values, struct advisory *advisory)
{
    struct err *err = reader->err;
    struct text schema;
    if (!json_place_text(values[ID], NULL, "id", LIMIT_ID_BYTES, &advisory->id, err) ||
        !json_place_text(values[SUMMARY], NULL, "summary", SIZE_MAX, &advisory->summary, err) ||
        !json_place_text(values[DETAILS], NULL, "details", SIZE_MAX, &advisory->details, err) ||
        !json_place_text(values[SCHEMA], NULL, "schema_version", LIMIT_NAME_BYTES, &schema, err))
        return false;
    struct json_place id = {.key = "id"};
    if (advisory->id.len == 0)
        return json_place_fail(&id, err, ERR_SYNTAX, "is missing or empty");
    advisory->summary = text_front(text_trim(advisory->summary), LIMIT_SUMMARY_BYTES);
    advisory->details = text_front(advisory->details, LIMIT_DETAILS_BYTES);
    return read_texts(reader, values[ALIASES], NULL, "aliases", LIMIT_ID_BYTES, &advisory->aliases,
               &advisory->alias_count) &&
           read_texts(reader, values[RELATED], NULL, "related", LIMIT_ID_BYTES, &advisory->related,
               &advisory->related_count) &&
           read_texts(reader, values[UPSTREAM], NULL, "upstream", LIMIT_ID_BYTES,
               &advisory->upstream, &advisory->upstream_count) &&
           read_time(reader, values[PUBLISHED], "published", &advisory->published_us) &&
           read_time(reader, values[MODIFIED], "modified", &advisory->modified_us) &&
           read_time(reader, values[WITHDRAWN], "withdrawn", &advisory->withdrawn_us);
}

bool osv_read(struct advisory *ret_advisory, yyjson_val *root, struct arena *arena, struct err *err)
{
    struct osv_reader reader = {.arena = arena, .err = err};
    struct advisory advisory = {.id = {"", 0}};
    yyjson_val *values[MEMBERS];
    if (!json_place_is_object(root, NULL, err))
        return false;
    json_pick(root, members, MEMBERS, values);
    yyjson_val *specific = values[DATABASE];
    if (!read_plain(&reader, values, &advisory) ||
        !read_affected(&reader, values[AFFECTED], &advisory) ||
        !read_references(&reader, values[REFERENCES], &advisory) ||
        !json_place_object(specific, NULL, "database_specific", &specific, err) ||
        !read_severity(&reader, values[SEVERITY], specific, &advisory))
        return false;
    if (specific && json_get_text(specific, "informational").len)
        reader.is_informational = true, reader.has_finding = false;
    advisory.kind = kind_of(&reader, advisory.id);
    advisory.cwes = read_cwes(&reader, json_get(specific, "cwe_ids"));
    advisory.origin = text_front(json_get_text(specific, "source"), LIMIT_URL_BYTES);
    if (!arena_check(arena, err))
        return false;
    *ret_advisory = advisory;
    return true;
}
