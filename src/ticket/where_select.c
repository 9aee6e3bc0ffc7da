/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/where_select.h"

#include "base/limits.h"
#include "base/map.h"
#include "domain/cpe.h"
#include "domain/ecosystem.h"
#include "ticket/where_flaw.h"

/* One ecosystem for each way of writing a name. */
static const char *const writers[] = {"npm", "PyPI", "Pub", "Maven", "SwiftURL", "VSCode"};

static bool add_name(struct where_select *select, struct where_name name, struct arena *arena)
{
    select->names = arena_take(arena, sizeof name);
    if (!select->names)
        return false;
    select->names[0] = name;
    select->name_count = 1;
    return true;
}

/* -- package URLs -- */

static struct text version_of(const struct purl *purl, struct arena *arena)
{
    struct text epoch = purl_qualifier(purl, "epoch");
    if (!purl->version.len || !epoch.len || text_is(epoch, "0") ||
        text_find(purl->version, ':') >= 0)
        return purl->version;
    return arena_join(arena, epoch, ":", purl->version);
}

static struct text print_purl(const struct purl *purl, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    purl_print(purl, &out);
    struct text kept = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return kept;
}

/* Without a namespace where its kind has one, the name may be the last part of a longer one; of a distribution's package
   it is then that of any distribution. */
static bool read_purl(
    struct where_select *select, struct text typed, struct arena *arena, struct err *err)
{
    struct purl purl;
    if (!purl_read(&purl, typed, arena, err))
        return false;
    const struct ecosystem *row = ecosystem_of_purl(&purl);
    struct text distro = purl_qualifier(&purl, "distro");
    select->kind = WHERE_PURL;
    select->shown = print_purl(&purl, arena);
    select->version = version_of(&purl, arena);
    select->purl_type = purl.type;
    if (row && (purl.space.len || row->naming != NAMING_MAVEN)) {
        struct where_name name = {.ecosystem = ecosystem_full_name(row, distro, arena),
            .package = ecosystem_package_name(row, &purl, arena),
            .version = select->version};
        return add_name(select, name, arena) || arena_check(arena, err);
    }
    select->as_typed = arena_join(arena, purl.space, "/", purl.name);
    select->has_last_part = row && !purl.space.len;
    return true;
}

/* -- CPEs -- */

static bool read_cpe(
    struct where_select *select, struct text typed, struct arena *arena, struct err *err)
{
    struct cpe cpe;
    if (!cpe_read(&cpe, typed, arena, err))
        return false;
    select->kind = WHERE_PACKAGE;
    select->shown = typed;
    select->version = cpe_version(&cpe, arena);
    struct where_name name = {
        .ecosystem = TEXT("CPE"), .package = cpe_package(&cpe, arena), .version = select->version};
    return add_name(select, name, arena) || arena_check(arena, err);
}

/* -- names -- */

/* "name@version"; an @ in front belongs to the name. */
static void cut_version(struct text *name, struct text *version)
{
    ptrdiff_t at = text_find_last(*name, '@');
    if (at <= 0)
        return;
    *version = text_from(*name, (size_t)at + 1);
    *name = text_slice(*name, 0, (size_t)at);
}

static bool read_name(struct where_select *select, const struct where_query *query,
    struct text typed, struct arena *arena, struct err *err)
{
    struct text named = text_trim(query->ecosystem), rest = named;
    select->kind = WHERE_PACKAGE;
    select->shown = typed;
    cut_version(&typed, &select->version);
    if (!named.len) {
        select->as_typed = typed;
        select->has_last_part = true;
        return true;
    }
    const struct ecosystem *row = ecosystem_find_any(named);
    if (!row)
        return err_set(err, ERR_USAGE, "ecosystem: there is no \"%.*s\"", TEXT_ARG(named));
    text_cut(&rest, ':');
    struct where_name name = {
        .ecosystem = arena_join(arena, text_of(row->name), ":", rest),
        .package = ecosystem_normal_name(row, typed, arena),
        .version = select->version,
    };
    return add_name(select, name, arena) || arena_check(arena, err);
}

/* -- ids -- */

static size_t digits_at(struct text t, size_t from)
{
    size_t at = from;
    while (at < t.len && text_is_digit(t.at[at]))
        at++;
    return at - from;
}

/* Words, then two numbers, the first as long as a year: "CVE-2021-23337", "ALSA-2024:1234", "USN-6000-1". A package that
   is called so is found with its ecosystem. */
static bool looks_like_id(struct text typed)
{
    size_t at = 0;
    if (text_is_nocase(text_slice(typed, 0, 5), "GHSA-"))
        return true;
    while (at < typed.len && (text_is_alpha(typed.at[at]) || typed.at[at] == '-'))
        at++;
    size_t first = digits_at(typed, at), behind = at + first;
    bool has_word = at > 1 && text_is_alpha(typed.at[0]) && typed.at[at - 1] == '-';
    return has_word && first >= 4 && behind < typed.len && strchr("-:", typed.at[behind]) &&
           digits_at(typed, behind + 1);
}

static bool read_id(struct where_select *select, struct text typed,
    const struct advisory_index *index, bool is_id, struct arena *arena, struct err *err)
{
    struct where_flaw flaw;
    if (!where_flaw_read(&flaw, index, typed, arena, err))
        return false;
    if (!flaw.is_known && !is_id && !looks_like_id(typed))
        return true;
    select->kind = WHERE_ID;
    select->shown = flaw.id;
    select->is_known = flaw.is_known;
    select->is_cut = flaw.is_cut;
    select->flaws = flaw.ids;
    select->flaw_count = flaw.id_count;
    select->names = flaw.names;
    select->name_count = flaw.name_count;
    return true;
}

bool where_select_read(struct where_select *ret_select, const struct where_query *query,
    const struct advisory_index *index, bool is_id, struct arena *arena, struct err *err)
{
    struct where_select select = {.kind = WHERE_PACKAGE};
    struct text typed = text_trim(query->text);
    if (typed.len == 0)
        return err_set(
            err, ERR_USAGE, "there is nothing to look for: name a package URL, an id or a package");
    if (typed.len > LIMIT_PURL_BYTES)
        return err_set(
            err, ERR_LIMIT, "what to look for is longer than %zu bytes", LIMIT_PURL_BYTES);
    bool is_read = true;
    if (text_is_nocase(text_slice(typed, 0, 4), "pkg:"))
        is_read = read_purl(&select, typed, arena, err);
    else if (text_is_nocase(text_slice(typed, 0, 4), "cpe:"))
        is_read = read_cpe(&select, typed, arena, err);
    else if (query->ecosystem.len)
        is_read = read_name(&select, query, typed, arena, err);
    else if (!read_id(&select, typed, index, is_id, arena, err))
        return false;
    else if (select.kind != WHERE_ID)
        is_read = read_name(&select, query, typed, arena, err);
    if (is_read)
        *ret_select = select;
    return is_read;
}

/* -- comparing -- */

static void add_lookup(struct map *known, struct db_value *names, size_t *count, struct text name)
{
    if (name.len && map_add(known, name, 0, NULL))
        names[(*count)++] = DB_TEXT(name);
}

size_t where_select_lookups(
    const struct where_select *select, struct arena *arena, struct db_value **ret_names)
{
    struct map known = {0};
    size_t most = select->name_count + LEN_OF(writers) + 2, count = 0;
    struct db_value *names = arena_take_array(arena, most, sizeof *names);
    for (size_t i = 0; names && i < select->name_count; i++)
        add_lookup(&known, names, &count, select->names[i].package);
    if (names && select->as_typed.len) {
        add_lookup(&known, names, &count, select->as_typed);
        add_lookup(&known, names, &count, arena_text_lower(arena, select->as_typed));
        for (size_t i = 0; i < LEN_OF(writers); i++)
            add_lookup(&known, names, &count,
                ecosystem_normal_name(
                    ecosystem_find(text_of(writers[i])), select->as_typed, arena));
    }
    map_done(&known);
    *ret_names = names;
    return count;
}

static bool is_version(struct text wanted, struct text version, const struct ecosystem *row)
{
    int order;
    if (!wanted.len || text_eq(wanted, version))
        return true;
    return version.len && row && row->has_scheme &&
           version_compare(row->scheme, wanted, version, &order, NULL) && order == 0;
}

/* The name and version of the package, or of the source package that it was built from. */
static bool is_named(const struct where_version *version, struct text package, struct text wanted,
    const struct ecosystem *row)
{
    if (text_eq(version->package, package))
        return is_version(wanted, version->version, row);
    return version->source_package.len && text_eq(version->source_package, package) &&
           (is_version(wanted, version->source_version, row) ||
               is_version(wanted, version->version, row));
}

static bool is_of(struct text ecosystem, struct text wanted)
{
    if (!wanted.len || text_eq(ecosystem, wanted))
        return true;
    return text_find(wanted, ':') < 0 && text_eq(advisory_base_ecosystem(ecosystem), wanted);
}

static bool is_as_typed(const struct where_select *select, const struct where_version *version,
    const struct ecosystem *row, struct arena *arena)
{
    if (!row)
        return text_eq_nocase(version->package, select->as_typed) &&
               is_version(select->version, version->version, row);
    struct text name = ecosystem_normal_name(row, select->as_typed, arena);
    return is_named(version, name, select->version, row);
}

bool where_select_has(
    const struct where_select *select, const struct where_version *version, struct arena *arena)
{
    const struct ecosystem *row = ecosystem_find(version->ecosystem);
    if (select->purl_type.len && row &&
        (!row->purl_type || !text_is(select->purl_type, row->purl_type)))
        return false;
    for (size_t i = 0; i < select->name_count; i++)
        if (is_of(version->ecosystem, select->names[i].ecosystem) &&
            is_named(version, select->names[i].package, select->names[i].version, row))
            return true;
    return select->as_typed.len && is_as_typed(select, version, row, arena);
}

bool where_select_is_last_part(struct text package, struct text typed)
{
    size_t from = package.len - typed.len;
    if (package.len <= typed.len || !text_eq_nocase(text_from(package, from), typed))
        return false;
    return package.at[from - 1] == '/' || package.at[from - 1] == ':';
}
