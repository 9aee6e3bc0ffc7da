/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/cve5_versions.h"

#include "base/limits.h"
#include "base/vec.h"
#include "domain/constraint.h"

enum status { UNKNOWN, UNAFFECTED, AFFECTED };

/* A place in the order of versions: right before the version of a rank is 2 * rank, right behind it one more. */
enum { BEGINNING = -1, END = INT32_MAX };

/* A version that an entry names, and its place once all are sorted. */
struct named {
    struct text version;
    size_t order; /* as it was added */
    int rank;
};

struct change {
    size_t at; /* number of the version */
    enum status status;
};

struct entry {
    enum status status;
    size_t from, to; /* numbers of versions */
    bool is_from_start, is_to_end, is_with_end;
    size_t change_first, change_count;
};

struct reading {
    const struct ecosystem *order, *plain; /* plain: of what has no versionType */
    struct arena *arena;
    enum status other; /* of what no entry holds: defaultStatus */
    struct {
        VEC(struct named);
    } named;
    struct {
        VEC(struct entry);
    } entries;
    struct {
        VEC(struct change);
    } changes;
    struct {
        VEC(struct range);
    } ranges;
    struct {
        VEC(struct text);
    } versions;
    bool has_no_order; /* of two versions, or of one that cannot be read */
    bool is_unsayable; /* by ranges */
    bool has_others;   /* entries of another order */
};

const struct ecosystem *cve5_versions_order(struct text type)
{
    static const struct {
        const char *type, *order;
    } rows[] = {
        {"semver", "CPE/semver"},
        {"npm", "CPE/semver"},
        {"python", "CPE/python"},
        {"pypi", "CPE/python"},
        {"maven", "CPE/maven"},
        {"rpm", "CPE/rpm"},
        {"deb", "CPE/dpkg"},
        {"dpkg", "CPE/dpkg"},
    };
    if (text_is_nocase(type, "git") || text_is_nocase(type, "original_commit_for_fix"))
        return NULL;
    for (size_t i = 0; i < LEN_OF(rows); i++)
        if (text_is_nocase(type, rows[i].type))
            return ecosystem_find(text_of(rows[i].order));
    return ecosystem_find(TEXT("CPE"));
}

/* The first versionType tells what those are that have none. */
const struct ecosystem *cve5_versions_plain(yyjson_val *product)
{
    yyjson_val *version, *versions = json_get(product, "versions");
    size_t i, count;
    if (yyjson_is_arr(versions))
        yyjson_arr_foreach(versions, i, count, version)
        {
            struct text type = json_get_text(version, "versionType");
            if (type.len && cve5_versions_order(type))
                return cve5_versions_order(type);
        }
    return ecosystem_find(TEXT("CPE"));
}

static enum status read_status(struct text word, enum status otherwise)
{
    if (text_is_nocase(word, "affected"))
        return AFFECTED;
    if (text_is_nocase(word, "unaffected"))
        return UNAFFECTED;
    return word.len ? UNKNOWN : otherwise;
}

/* What people write where the format has "0" or "*" (beginning and end of all versions). */
static bool is_any_word(struct text t)
{
    static const char *const words[] = {"", "*", "0", "all", "all versions", "any"};
    for (size_t i = 0; i < LEN_OF(words); i++)
        if (text_is_nocase(t, words[i]))
            return true;
    return false;
}

static bool is_no_version(struct text t)
{
    static const char *const words[] = {
        "", "n/a", "-", "unspecified", "unknown", "none", "not specified"};
    for (size_t i = 0; i < LEN_OF(words); i++)
        if (text_is_nocase(t, words[i]))
            return true;
    return false;
}

static size_t add_version(struct reading *r, struct text version)
{
    *VEC_ADD(&r->named) = (struct named){.version = version, .order = r->named.len};
    return r->named.len - 1;
}

/* -- reading -- */

static bool read_text(yyjson_val *object, const struct json_place *at, const char *key,
    struct text *ret_text, struct err *err)
{
    *ret_text = (struct text){"", 0};
    if (!json_place_text(json_get(object, key), at, key, LIMIT_NAME_BYTES, ret_text, err))
        return false;
    *ret_text = text_trim(*ret_text);
    return true;
}

static bool read_changes(struct reading *r, struct entry *entry, yyjson_val *version,
    const struct json_place *at, struct err *err)
{
    struct json_place list = {.up = at, .key = "changes"};
    yyjson_val *changes, *change;
    size_t i, count;
    if (!json_place_array(json_get(version, "changes"), at, "changes", &changes, err))
        return false;
    entry->change_first = r->changes.len;
    yyjson_arr_foreach(changes, i, count, change)
    {
        struct json_place place = {.up = &list, .index = i};
        struct text where, status;
        if (!json_place_is_object(change, &place, err) ||
            !read_text(change, &place, "at", &where, err) ||
            !read_text(change, &place, "status", &status, err))
            return false;
        if (where.len)
            *VEC_ADD(&r->changes) =
                (struct change){add_version(r, where), read_status(status, UNKNOWN)};
    }
    entry->change_count = r->changes.len - entry->change_first;
    return true;
}

/* GitHub writes ">= 1.0, < 1.2.3" where the format has a version. Returns whether it is such. */
static bool take_constraint(struct reading *r, struct text version, enum status status)
{
    if (!version.len || !strchr("<>=", version.at[0]))
        return false;
    struct constraint constraint;
    struct range range;
    bool is_read =
        constraint_read(&constraint, CONSTRAINT_PLAIN, r->order->scheme, version, r->arena, NULL) &&
        constraint_range(&constraint, &range, r->arena);
    if (is_read && status == AFFECTED)
        *VEC_ADD(&r->ranges) = range;
    else if (status == AFFECTED || r->other == AFFECTED)
        r->is_unsayable = true;
    return true;
}

static void take_entry(struct reading *r, struct entry *entry, struct text version,
    struct text below, struct text up_to)
{
    bool is_range = below.len || up_to.len;
    struct text end = below.len ? below : up_to;
    if (!is_range && take_constraint(r, version, entry->status))
        return;
    if (!is_range && !is_any_word(version) && is_no_version(version))
        return;
    bool is_all = !is_range && is_any_word(version) && !text_is(version, "0");
    entry->is_from_start = is_all || (is_range && (is_any_word(version) || is_no_version(version)));
    entry->is_to_end = is_all || (is_range && text_is(end, "*"));
    entry->is_with_end = !below.len;
    if (!entry->is_from_start)
        entry->from = add_version(r, version);
    if (!entry->is_to_end)
        entry->to = is_range ? add_version(r, end) : entry->from;
    *VEC_ADD(&r->entries) = *entry;
}

static bool read_entry(
    struct reading *r, yyjson_val *value, const struct json_place *at, struct err *err)
{
    struct text version, type, status, below, up_to;
    if (!json_place_is_object(value, at, err) || !read_text(value, at, "version", &version, err) ||
        !read_text(value, at, "versionType", &type, err) ||
        !read_text(value, at, "status", &status, err) ||
        !read_text(value, at, "lessThan", &below, err) ||
        !read_text(value, at, "lessThanOrEqual", &up_to, err))
        return false;
    if ((type.len ? cve5_versions_order(type) : r->plain) != r->order) {
        r->has_others = true;
        return true;
    }
    struct entry entry = {.status = read_status(status, UNKNOWN)};
    if (!read_changes(r, &entry, value, at, err))
        return false;
    take_entry(r, &entry, version, below, up_to);
    return true;
}

static bool read_entries(
    struct reading *r, yyjson_val *product, const struct json_place *at, struct err *err)
{
    struct json_place list = {.up = at, .key = "versions"};
    yyjson_val *versions, *version;
    size_t i, count;
    struct text status;
    if (!read_text(product, at, "defaultStatus", &status, err) ||
        !json_place_array(json_get(product, "versions"), at, "versions", &versions, err))
        return false;
    r->other = read_status(status, UNKNOWN);
    yyjson_arr_foreach(versions, i, count, version)
    {
        struct json_place place = {.up = &list, .index = i};
        if (!read_entry(r, version, &place, err))
            return false;
        if (r->named.len > LIMIT_CVE_VERSIONS)
            return json_place_fail(&place, err, ERR_LIMIT,
                "more than the %zu versions that a product may have", LIMIT_CVE_VERSIONS);
    }
    return true;
}

/* -- the first entry that holds a version has the word -- */

static int compare_named(const void *left, const void *right, void *context)
{
    const struct named *a = left, *b = right;
    struct reading *r = context;
    int order = 0;
    if (!version_compare(r->order->scheme, a->version, b->version, &order, NULL))
        r->has_no_order = true;
    if (order)
        return order;
    return (a->order > b->order) - (a->order < b->order);
}

static int compare_order(const void *left, const void *right)
{
    const struct named *a = left, *b = right;
    return (a->order > b->order) - (a->order < b->order);
}

/* Gives each version its rank, equal ones the same. Where some two have no order there is none for all. */
static void rank_versions(struct reading *r)
{
    struct named *named = r->named.at;
    int rank = -1;
    for (size_t i = 0; i < r->named.len && !r->has_no_order; i++)
        r->has_no_order = !version_check(r->order->scheme, named[i].version, NULL);
    if (r->has_no_order || r->named.len == 0)
        return;
    qsort_r(named, r->named.len, sizeof *named, compare_named, r);
    for (size_t i = 0; i < r->named.len; i++) {
        int order = 1;
        if (i && !version_compare(
                     r->order->scheme, named[i].version, named[i - 1].version, &order, NULL))
            r->has_no_order = true;
        rank += order != 0;
        named[i].rank = rank;
    }
    qsort(named, r->named.len, sizeof *named, compare_order);
}

static int from_of(const struct reading *r, const struct entry *entry)
{
    return entry->is_from_start ? BEGINNING : 2 * r->named.at[entry->from].rank;
}

static int to_of(const struct reading *r, const struct entry *entry)
{
    return entry->is_to_end ? END : 2 * r->named.at[entry->to].rank + entry->is_with_end;
}

static enum status status_in(const struct reading *r, const struct entry *entry, int place)
{
    enum status status = entry->status;
    int last = BEGINNING;
    for (size_t i = 0; i < entry->change_count; i++) {
        const struct change *change = &r->changes.at[entry->change_first + i];
        int at = 2 * r->named.at[change->at].rank;
        if (at <= place && at >= last) {
            status = change->status;
            last = at;
        }
    }
    return status;
}

/* Between two neighbouring places. */
static enum status status_at(const struct reading *r, int place)
{
    for (size_t i = 0; i < r->entries.len; i++) {
        const struct entry *entry = &r->entries.at[i];
        if (from_of(r, entry) <= place && place < to_of(r, entry))
            return status_in(r, entry, place);
    }
    return r->other;
}

static struct text version_at(const struct reading *r, int place)
{
    for (size_t i = 0; i < r->named.len; i++)
        if (r->named.at[i].rank == place / 2)
            return r->named.at[i].version;
    return TEXT("");
}

/* What is affected from one place to another. One version alone goes to the list. */
static void add_interval(struct reading *r, int from, int to)
{
    struct range_bound *bounds = arena_take_array(r->arena, 2, sizeof *bounds);
    if (from >= 0 && from % 2 == 0 && to == from + 1) {
        *VEC_ADD(&r->versions) = version_at(r, from);
        return;
    }
    r->is_unsayable |= from >= 0 && from % 2 == 1; /* no event begins behind a version */
    if (!bounds)
        return;
    bounds[0] =
        (struct range_bound){RANGE_INTRODUCED, from == BEGINNING ? TEXT("0") : version_at(r, from)};
    if (to != END)
        bounds[1] =
            (struct range_bound){to % 2 ? RANGE_LAST_AFFECTED : RANGE_FIXED, version_at(r, to)};
    *VEC_ADD(&r->ranges) = (struct range){bounds, to == END ? 1 : 2};
}

static void find_intervals(struct reading *r)
{
    int end = r->named.len ? 0 : -1, began = END;
    for (size_t i = 0; i < r->named.len; i++)
        end = r->named.at[i].rank > end ? r->named.at[i].rank : end;
    /* Each place but the last begins a piece in which no status changes. */
    for (int place = BEGINNING; place <= 2 * end + 1; place++) {
        bool is_affected = status_at(r, place) == AFFECTED;
        if (is_affected && began == END)
            began = place;
        if (!is_affected && began != END) {
            add_interval(r, began, place);
            began = END;
        }
    }
    if (began != END)
        add_interval(r, began, END);
}

/* Without an order of all, each entry stands for itself; what another may take back cannot be said then. */
static void take_each(struct reading *r)
{
    r->is_unsayable |= r->other == AFFECTED;
    for (size_t i = 0; i < r->entries.len; i++) {
        const struct entry *entry = &r->entries.at[i];
        struct range_bound *bounds = arena_take_array(r->arena, 2, sizeof *bounds);
        bool is_one = !entry->is_from_start && !entry->is_to_end && entry->from == entry->to;
        r->is_unsayable |= entry->change_count > 0;
        if (entry->status != AFFECTED || !bounds)
            continue;
        if (is_one) {
            *VEC_ADD(&r->versions) = r->named.at[entry->from].version;
            continue;
        }
        bounds[0] = (struct range_bound){
            RANGE_INTRODUCED, entry->is_from_start ? TEXT("0") : r->named.at[entry->from].version};
        if (!entry->is_to_end)
            bounds[1] = (struct range_bound){entry->is_with_end ? RANGE_LAST_AFFECTED : RANGE_FIXED,
                r->named.at[entry->to].version};
        *VEC_ADD(&r->ranges) = (struct range){bounds, entry->is_to_end ? 1 : 2};
    }
}

static int compare_texts(const void *a, const void *b)
{
    return text_cmp(*(const struct text *)a, *(const struct text *)b);
}

static void keep(struct reading *r, struct advisory_affected *affected, bool *ret_is_any)
{
    *ret_is_any = r->ranges.len || r->versions.len || r->is_unsayable;
    if (r->is_unsayable)
        return;
    affected->ranges = arena_take_array(r->arena, r->ranges.len, sizeof *affected->ranges);
    affected->versions = arena_take_array(r->arena, r->versions.len, sizeof *affected->versions);
    affected->range_count = affected->ranges ? r->ranges.len : 0;
    affected->version_count = affected->versions ? r->versions.len : 0;
    for (size_t i = 0; i < affected->range_count; i++)
        affected->ranges[i] = r->ranges.at[i];
    for (size_t i = 0; i < affected->version_count; i++)
        affected->versions[i] = r->versions.at[i];
    if (affected->version_count)
        qsort(
            affected->versions, affected->version_count, sizeof *affected->versions, compare_texts);
}

bool cve5_versions_read(struct advisory_affected *affected, bool *ret_is_any, yyjson_val *product,
    const struct json_place *at, const struct ecosystem *order, struct arena *arena,
    struct err *err)
{
    struct reading r = {.order = order, .plain = cve5_versions_plain(product), .arena = arena};
    bool is_read = read_entries(&r, product, at, err);
    if (is_read) {
        /* What is affected but for versions of several orders is none of theirs. */
        r.is_unsayable |= r.other == AFFECTED && r.has_others;
        rank_versions(&r);
        if (r.has_no_order)
            take_each(&r);
        else if (r.entries.len || r.other == AFFECTED)
            find_intervals(&r);
        keep(&r, affected, ret_is_any);
    }
    VEC_DONE(&r.named);
    VEC_DONE(&r.entries);
    VEC_DONE(&r.changes);
    VEC_DONE(&r.ranges);
    VEC_DONE(&r.versions);
    return is_read && arena_check(arena, err);
}
