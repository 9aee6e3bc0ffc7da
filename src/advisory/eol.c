/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/eol.h"

#include "base/clock.h"
#include "base/limits.h"
#include "domain/ecosystem.h"
#include "domain/purl.h"

static const struct text ecosystem_name = {"endoflife.date", 14};

/* -- the document -- */

bool eol_is(yyjson_val *root)
{
    yyjson_val *result = json_get(root, "result");
    yyjson_val *first = yyjson_is_arr(result) ? yyjson_arr_get_first(result) : result;
    return json_get(root, "schema_version") && json_get(first, "name") &&
           yyjson_is_arr(json_get(first, "releases"));
}

bool eol_read(struct eol *ret_eol, yyjson_val *root, struct err *err)
{
    yyjson_val *result = json_get(root, "result");
    bool is_one = yyjson_is_obj(result);
    if (!is_one && !json_place_array(result, NULL, "result", &result, err))
        return false;
    *ret_eol = (struct eol){result};
    return true;
}

/* A date, or null. */
static bool read_date(yyjson_val *object, const struct json_place *up, const char *key,
    int64_t *ret_time_us, struct err *err)
{
    struct json_place at = {.up = up, .key = key};
    struct text t = {"", 0};
    yyjson_val *value = json_get(object, key);
    *ret_time_us = 0;
    if (yyjson_is_null(value))
        return true;
    if (!json_place_text(value, up, key, LIMIT_NAME_BYTES, &t, err))
        return false;
    return t.len == 0 || clock_read(t, ret_time_us) ||
           json_place_fail(&at, err, ERR_SYNTAX, "\"%.*s\" is not a date", TEXT_ARG(t));
}

/* What ended without a date is told by a flag alone; where there is a date, the flag is of the day that the file was made. */
static int64_t end_of(int64_t date_us, yyjson_val *flag)
{
    if (date_us == 0)
        return yyjson_get_bool(flag) ? SUPPORT_LONG_OVER : 0;
    return date_us > SUPPORT_LONG_OVER ? date_us : SUPPORT_LONG_OVER;
}

static bool read_cycle(
    struct eol_cycle *cycle, yyjson_val *value, const struct json_place *at, struct err *err)
{
    struct json_place latest = {.up = at, .key = "latest"};
    int64_t end_us, extended_us;
    yyjson_val *object;
    if (!json_place_is_object(value, at, err) ||
        !json_place_text(
            json_get(value, "name"), at, "name", LIMIT_NAME_BYTES / 4, &cycle->name, err) ||
        !json_place_there(json_get(value, "name"), at, "name", err) ||
        !read_date(value, at, "releaseDate", &cycle->released_us, err) ||
        !read_date(value, at, "eoasFrom", &cycle->active_end_us, err) ||
        !read_date(value, at, "eolFrom", &end_us, err) ||
        !read_date(value, at, "eoesFrom", &extended_us, err))
        return false;
    object = json_get(value, "latest");
    if (yyjson_is_obj(object) && !read_date(object, &latest, "date", &cycle->updated_us, err))
        return false;
    cycle->support.end_us = end_of(end_us, json_get(value, "isEol"));
    cycle->support.extended_end_us = extended_us;
    return true;
}

static bool is_of_distribution(const struct ecosystem *row)
{
    static const char *const types[] = {"deb", "rpm", "apk", "alpm"};
    for (size_t i = 0; i < LEN_OF(types); i++)
        if (row->purl_type && strcmp(row->purl_type, types[i]) == 0)
            return true;
    return false;
}

/* What a purl of a product names as a package; empty for what is none of an ecosystem, or of one repository only. */
static struct text read_package(yyjson_val *identifier, struct arena *arena)
{
    struct purl purl;
    if (!text_is(json_get_text(identifier, "type"), "purl") ||
        !purl_read(&purl, json_get_text(identifier, "id"), arena, NULL) || purl.qualifier_count ||
        purl.version.len)
        return TEXT("");
    const struct ecosystem *row = ecosystem_of_purl(&purl);
    if (!row || is_of_distribution(row))
        return TEXT("");
    struct text package = ecosystem_package_name(row, &purl, arena);
    return arena_join(arena, text_of(row->name), "/", package);
}

static bool read_packages(struct eol_cycle *cycle, yyjson_val *product, const struct json_place *at,
    struct arena *arena, struct err *err)
{
    yyjson_val *identifiers, *identifier;
    size_t i, count;
    if (!json_place_array(json_get(product, "identifiers"), at, "identifiers", &identifiers, err))
        return false;
    struct text *packages = arena_take_array(arena, yyjson_arr_size(identifiers), sizeof *packages);
    cycle->packages = packages;
    yyjson_arr_foreach(identifiers, i, count, identifier)
    {
        struct text package = packages ? read_package(identifier, arena) : TEXT("");
        bool is_known = !package.len;
        for (size_t k = 0; k < cycle->package_count; k++)
            is_known |= text_eq(packages[k], package);
        if (!is_known)
            packages[cycle->package_count++] = package;
    }
    return arena_check(arena, err);
}

bool eol_read_product(const struct eol *eol, yyjson_val *product, size_t i,
    bool (*take)(const struct eol_cycle *cycle, void *context, struct err *err), void *context,
    struct arena *arena, struct err *err)
{
    struct json_place list = {.key = "result"}, in = {.up = &list, .index = i};
    const struct json_place *at = yyjson_is_arr(eol->products) ? &in : &list;
    struct json_place releases = {.up = at, .key = "releases"};
    struct eol_cycle cycle = {0};
    yyjson_val *array, *item;
    size_t k, count;
    if (!json_place_is_object(product, at, err) ||
        !json_place_text(
            json_get(product, "name"), at, "name", LIMIT_NAME_BYTES / 4, &cycle.product, err) ||
        !json_place_there(json_get(product, "name"), at, "name", err) ||
        !json_place_text(
            json_get(product, "label"), at, "label", LIMIT_NAME_BYTES, &cycle.label, err) ||
        !json_place_array(json_get(product, "releases"), at, "releases", &array, err) ||
        !read_packages(&cycle, product, at, arena, err))
        return false;
    if (!cycle.label.len)
        cycle.label = cycle.product;
    yyjson_arr_foreach(array, k, count, item)
    {
        struct json_place place = {.up = &releases, .index = k};
        if (!read_cycle(&cycle, item, &place, err) || !take(&cycle, context, err))
            return false;
    }
    return true;
}

/* -- in the index -- */

/* The details are lines "key: value", dates in microseconds: nobody but eol_find reads them. */
enum { LABEL, RELEASED, UPDATED, ACTIVE_END, END, EXTENDED_END, FIELDS };

static const char *const fields[FIELDS] = {
    [LABEL] = "label",
    [RELEASED] = "released",
    [UPDATED] = "updated",
    [ACTIVE_END] = "active_end",
    [END] = "end",
    [EXTENDED_END] = "extended_end",
};

static struct text print_details(const struct eol_cycle *cycle, struct arena *arena)
{
    const int64_t times[FIELDS] = {
        [RELEASED] = cycle->released_us,
        [UPDATED] = cycle->updated_us,
        [ACTIVE_END] = cycle->active_end_us,
        [END] = cycle->support.end_us,
        [EXTENDED_END] = cycle->support.extended_end_us,
    };
    struct text details = arena_format(arena, "%s: %.*s\n", fields[LABEL], TEXT_ARG(cycle->label));
    for (int i = RELEASED; i < FIELDS; i++)
        details = arena_format(
            arena, "%.*s%s: %lld\n", TEXT_ARG(details), fields[i], (long long)times[i]);
    return details;
}

static struct text print_summary(const struct eol_cycle *cycle, struct arena *arena)
{
    char date[CLOCK_TEXT_SIZE];
    int64_t end_us = cycle->support.end_us;
    if (end_us == 0)
        return arena_format(arena, "%.*s %.*s: no end of its support is known",
            TEXT_ARG(cycle->label), TEXT_ARG(cycle->name));
    if (end_us == SUPPORT_LONG_OVER)
        return arena_format(
            arena, "%.*s %.*s: its support is over", TEXT_ARG(cycle->label), TEXT_ARG(cycle->name));
    clock_print(end_us, date);
    return arena_format(arena, "%.*s %.*s: supported until %.10s", TEXT_ARG(cycle->label),
        TEXT_ARG(cycle->name), date);
}

struct advisory eol_to_advisory(const struct eol_cycle *cycle, struct arena *arena)
{
    struct advisory advisory = {
        .id = arena_format(arena, "EOL-%.*s-%.*s", TEXT_ARG(cycle->product), TEXT_ARG(cycle->name)),
        .kind = ADVISORY_NOTICE,
        .summary = print_summary(cycle, arena),
        .details = print_details(cycle, arena),
        .published_us = cycle->released_us,
        .modified_us = cycle->updated_us ? cycle->updated_us : cycle->released_us,
        .url = arena_format(arena, "https://endoflife.date/%.*s", TEXT_ARG(cycle->product)),
        .origin = cycle->product,
        .affected = arena_take_array(arena, 1 + cycle->package_count, sizeof *advisory.affected)};
    struct text *versions = arena_take(arena, sizeof *versions);
    if (!advisory.affected || !versions)
        return advisory;
    *versions = cycle->name;
    for (size_t i = 0; i <= cycle->package_count; i++)
        advisory.affected[i] = (struct advisory_affected){.ecosystem = ecosystem_name,
            .package = i == 0 ? cycle->product : cycle->packages[i - 1],
            .versions = versions,
            .version_count = 1};
    advisory.affected_count = 1 + cycle->package_count;
    return advisory;
}

static int64_t read_time(struct text details, int field)
{
    while (details.len) {
        struct text line = text_cut(&details, '\n');
        struct text key = text_cut(&line, ':');
        int64_t time_us;
        if (text_is(key, fields[field]) && line.at && text_read_i64(text_trim(line), &time_us))
            return time_us;
    }
    return 0;
}

static void read_advisory(struct eol_cycle *cycle, const struct advisory *advisory)
{
    struct text rest = advisory->details;
    struct text first = text_cut(&rest, '\n');
    struct text key = text_cut(&first, ':');
    cycle->label = text_is(key, fields[LABEL]) && first.at ? text_trim(first) : cycle->product;
    cycle->released_us = read_time(rest, RELEASED);
    cycle->updated_us = read_time(rest, UPDATED);
    cycle->active_end_us = read_time(rest, ACTIVE_END);
    cycle->support.end_us = read_time(rest, END);
    cycle->support.extended_end_us = read_time(rest, EXTENDED_END);
}

bool eol_find(struct eol_cycle *ret_cycle, bool *ret_is_there, const struct advisory_index *index,
    struct text product, struct text name, struct arena *arena, struct err *err)
{
    struct advisory_hits hits;
    *ret_is_there = false;
    if (!advisory_index_find(index, ecosystem_name, product, &hits))
        return true;
    for (uint32_t i = 0; i < hits.count && !*ret_is_there; i++) {
        struct advisory advisory;
        if (!advisory_index_read_hit(&hits, i, &advisory, arena, err))
            return false;
        if (advisory.affected_count != 1 || advisory.affected->version_count != 1 ||
            !text_eq(advisory.affected->versions[0], name))
            continue;
        *ret_cycle = (struct eol_cycle){.product = product, .name = name};
        read_advisory(ret_cycle, &advisory);
        *ret_is_there = true;
    }
    return true;
}

/* -- packages -- */

/* Whether a version is of a cycle: cycles are the beginnings of versions, in numbers. */
static bool is_of_cycle(struct text version, struct text name)
{
    bool is_numbers = name.len > 0;
    for (size_t i = 0; i < name.len; i++)
        is_numbers &= text_is_digit(name.at[i]) || (name.at[i] == '.' && i > 0);
    if (!is_numbers || !text_starts(version, name))
        return false;
    return version.len == name.len || strchr(".-+", version.at[name.len]) != NULL;
}

bool eol_find_package(struct eol_cycle *ret_cycle, bool *ret_is_there,
    const struct advisory_index *index, struct text ecosystem, struct text package,
    struct text version, struct arena *arena, struct err *err)
{
    struct advisory_hits hits;
    struct eol_cycle best = {.name = {"", 0}};
    version = text_starts(version, TEXT("v")) ? text_from(version, 1) : version;
    *ret_is_there = false;
    if (!version.len || !advisory_index_find(index, ecosystem_name,
                            arena_join(arena, ecosystem, "/", package), &hits))
        return true;
    for (uint32_t i = 0; i < hits.count; i++) {
        struct advisory advisory;
        if (!advisory_index_read_hit(&hits, i, &advisory, arena, err))
            return false;
        if (best.product.len && !text_eq(best.product, advisory.origin)) {
            *ret_is_there = false;
            return true;
        }
        best.product = advisory.origin;
        if (advisory.affected_count != 1 || advisory.affected->version_count != 1)
            continue;
        struct text name = advisory.affected->versions[0];
        if (name.len <= best.name.len || !is_of_cycle(version, name))
            continue;
        best.name = name;
        read_advisory(&best, &advisory);
        *ret_is_there = true;
    }
    if (*ret_is_there)
        *ret_cycle = best;
    return true;
}
