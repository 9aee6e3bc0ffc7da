/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_group.h"

#include "match/match_build.h"

/* Stands in by_id for an id that groups with different CVEs hold: it joins nothing. */
#define SHARED UINT32_MAX
/* No group. */
#define NONE (UINT32_MAX - 1)

void match_group_init(struct match_groups *groups, const struct ecosystem *ecosystem,
    const struct advisory_index *index, const struct sbom_component *component,
    struct arena *scratch)
{
    *groups = (struct match_groups){
        .ecosystem = ecosystem, .index = index, .component = component, .scratch = scratch};
}

static void drop_lists(struct match_group *group)
{
    VEC_DONE(&group->ids);
    VEC_DONE(&group->records);
    VEC_DONE(&group->unsure);
    VEC_DONE(&group->vouchers);
}

void match_group_done(struct match_groups *groups)
{
    for (size_t i = 0; i < groups->len; i++)
        drop_lists(&groups->at[i]);
    VEC_DONE(groups);
    map_done(&groups->by_cve);
    map_done(&groups->by_id);
}

/* Returns the group that number became part of, or number itself. */
static uint32_t resolve(struct match_groups *groups, uint32_t number)
{
    while (groups->at[number].joined_to != number) {
        uint32_t next = groups->at[number].joined_to;
        groups->at[number].joined_to = groups->at[next].joined_to;
        number = next;
    }
    return number;
}

/* A record may have hundreds of thousands of ids: a double that escapes here is dropped when the list is sorted. */
static void add_id(struct match_groups *groups, uint32_t number, struct text id)
{
    uint32_t holder = number;
    bool is_new = map_add(&groups->by_id, id, number, &holder);
    if (!is_new && holder != SHARED && resolve(groups, holder) == number)
        return;
    if (!is_new) {
        if (holder != SHARED)
            groups->at[resolve(groups, holder)].finding.is_disputed = true;
        groups->at[number].finding.is_disputed = true;
        map_set(&groups->by_id, id, SHARED);
    }
    *VEC_ADD(&groups->at[number].ids) = id;
}

static uint32_t new_group(struct match_groups *groups, struct text id, bool is_cve)
{
    uint32_t number = (uint32_t)groups->len;
    struct match_group *group = VEC_ADD(groups);
    group->finding.id = id;
    group->finding.answer = MATCH_UNDECIDABLE;
    group->is_cve = is_cve;
    group->joined_to = number;
    add_id(groups, number, id);
    return number;
}

static uint32_t group_of_cve(struct match_groups *groups, struct text cve)
{
    uint32_t number = (uint32_t)groups->len;
    return map_add(&groups->by_cve, cve, number, &number) ? new_group(groups, cve, true) : number;
}

/* The worst severity said by a record wins; its vector goes with it. */
static void take_severity(struct match_finding *finding, enum severity severity,
    unsigned score_tenths, struct text cvss_vector)
{
    bool is_worse = severity > finding->severity ||
                    (severity == finding->severity && score_tenths > finding->score_tenths);
    if (!is_worse)
        return;
    finding->severity = severity;
    finding->score_tenths = score_tenths;
    finding->cvss_vector = cvss_vector;
}

static void take_texts(
    struct match_finding *finding, struct text summary, struct text url, enum advisory_kind kind)
{
    if (!finding->summary.len)
        finding->summary = summary;
    if (!finding->url.len)
        finding->url = url;
    if (kind == ADVISORY_MALICIOUS)
        finding->kind = ADVISORY_MALICIOUS;
}

static void take_answer(struct match_finding *finding, enum match_answer answer,
    enum match_cause cause, struct text reason)
{
    if (answer == MATCH_AFFECTED && finding->answer != MATCH_AFFECTED) {
        finding->answer = MATCH_AFFECTED;
        finding->cause = MATCH_CAUSE_NONE;
        finding->reason = reason;
    } else if (!finding->reason.len) {
        finding->cause = cause;
        finding->reason = reason;
    }
}

static void add_ids(struct match_groups *groups, uint32_t number, const struct advisory *advisory)
{
    add_id(groups, number, advisory->id);
    for (size_t i = 0; i < advisory->alias_count; i++)
        add_id(groups, number, advisory->aliases[i]);
}

/* Puts all that is known of the group from into the group into. */
static void merge(struct match_groups *groups, uint32_t into, uint32_t from)
{
    struct match_group *to = &groups->at[into], *old = &groups->at[from];
    const struct match_finding *said = &old->finding;
    take_severity(&to->finding, said->severity, said->score_tenths, said->cvss_vector);
    take_texts(&to->finding, said->summary, said->url, said->kind);
    take_answer(&to->finding, said->answer, said->cause, said->reason);
    to->finding.is_disputed |= said->is_disputed;
    for (size_t i = 0; i < old->ids.len; i++)
        *VEC_ADD(&to->ids) = old->ids.at[i];
    for (size_t i = 0; i < old->records.len; i++)
        *VEC_ADD(&to->records) = old->records.at[i];
    for (size_t i = 0; i < old->unsure.len; i++)
        *VEC_ADD(&to->unsure) = old->unsure.at[i];
    for (size_t i = 0; i < old->vouchers.len; i++)
        *VEC_ADD(&to->vouchers) = old->vouchers.at[i];
    drop_lists(old);
    old->joined_to = into;
}

/* Sets *ret_number to the group that the ids lead to, NONE when they lead to none; false when they lead to groups with
   different CVEs. The one with the CVE goes before the others. */
static bool find_group(
    struct match_groups *groups, const struct text *ids, size_t count, uint32_t *ret_number)
{
    *ret_number = NONE;
    for (size_t i = 0; i < count; i++) {
        uint32_t holder;
        if (!map_find(&groups->by_id, ids[i], &holder))
            continue;
        if (holder == SHARED)
            return false;
        holder = resolve(groups, holder);
        bool is_other = *ret_number != NONE && *ret_number != holder;
        if (is_other && groups->at[*ret_number].is_cve && groups->at[holder].is_cve)
            return false;
        if (!is_other || groups->at[holder].is_cve)
            *ret_number = holder;
    }
    return true;
}

static void dispute(struct match_groups *groups, const struct text *ids, size_t count)
{
    uint32_t holder;
    for (size_t i = 0; i < count; i++)
        if (map_find(&groups->by_id, ids[i], &holder) && holder != SHARED)
            groups->at[resolve(groups, holder)].finding.is_disputed = true;
}

/* The record joins the groups that share an id with it. Where they hold different CVEs it must not, and stands alone. */
static uint32_t group_of_ids(struct match_groups *groups, const struct text *ids, size_t count)
{
    uint32_t number;
    bool is_fine = find_group(groups, ids, count, &number);
    if (!is_fine || number == NONE)
        number = new_group(groups, ids[0], false);
    if (!is_fine) {
        dispute(groups, ids, count);
        groups->at[number].finding.is_disputed = true;
        return number;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t holder;
        if (map_find(&groups->by_id, ids[i], &holder) && resolve(groups, holder) != number)
            merge(groups, number, resolve(groups, holder));
    }
    return number;
}

static void join(struct match_group *group, const struct advisory *advisory, struct text package,
    const struct match_verdict *verdict, struct arena *arena)
{
    struct text record =
        arena_format(arena, "%.*s (%.*s)", TEXT_ARG(advisory->id), TEXT_ARG(advisory->source));
    if (verdict->answer == MATCH_AFFECTED)
        *VEC_ADD(&group->records) = record;
    else
        *VEC_ADD(&group->unsure) = record;
    take_severity(
        &group->finding, advisory->severity, advisory->score_tenths, advisory->cvss_vector);
    take_texts(&group->finding, advisory->summary, advisory->url, advisory->kind);
    take_answer(&group->finding, verdict->answer, verdict->cause, verdict->reason);
    if (verdict->answer == MATCH_AFFECTED || verdict->fixed.len)
        *VEC_ADD(&group->vouchers) = (struct match_voucher){advisory, package, verdict->fixed};
}

void match_group_add(struct match_groups *groups, const struct advisory *advisory,
    const struct match_keys *keys, struct text package, const struct match_verdict *verdict,
    struct arena *arena)
{
    size_t finding_count = keys->are_cves || keys->count == 0 ? keys->count : 1;
    for (size_t i = 0; i < finding_count; i++) {
        uint32_t number = keys->are_cves ? group_of_cve(groups, keys->at[i])
                                         : group_of_ids(groups, keys->at, keys->count);
        struct match_group *group = &groups->at[number];
        if (!group->finding.package.len)
            group->finding.package = package;
        join(group, advisory, package, verdict, arena);
        group->finding.is_disputed |= keys->joins_cves;
        if (keys->is_one_flaw)
            add_ids(groups, number, advisory);
    }
}

static int compare_texts(const void *a, const void *b)
{
    return text_cmp(*(const struct text *)a, *(const struct text *)b);
}

/* Copies count texts into arena. */
static struct text *keep(const struct text *from, size_t count, struct arena *arena)
{
    struct text *to = arena_take_array(arena, count, sizeof *to);
    if (to && count)
        memcpy(to, from, count * sizeof *to);
    return to;
}

static void keep_aliases(struct match_group *group, struct arena *arena)
{
    struct text *ids = group->ids.at;
    size_t count = 0;
    if (group->ids.len)
        qsort(ids, group->ids.len, sizeof *ids, compare_texts);
    for (size_t i = 0; i < group->ids.len; i++) {
        bool is_double = count && text_eq(ids[count - 1], ids[i]);
        if (!is_double && !text_eq(ids[i], group->finding.id))
            ids[count++] = ids[i];
    }
    group->finding.aliases = keep(ids, count, arena);
    group->finding.alias_count = group->finding.aliases ? count : 0;
}

/* Versions that cannot be read, or have no order, stand by their bytes, behind the others. */
static int compare_fixed(const void *left, const void *right, void *context)
{
    const struct text *a = left, *b = right;
    enum version_scheme scheme = *(const enum version_scheme *)context;
    bool is_a = version_check(scheme, *a, NULL), is_b = version_check(scheme, *b, NULL);
    int order;
    if (is_a && is_b && version_compare_checked(scheme, *a, *b, &order, NULL))
        return order;
    return is_a == is_b ? text_cmp(*a, *b) : is_b - is_a;
}

/* Several records of a flaw may name several fixes, of which all but one are below another's. */
enum { CLIMBS = 16, VOUCHERS = 64 };

/* Goes from the fix that one record names to the first that no record of the group holds for affected; false when there is
   none. Only records about the same name count its versions alike. */
static bool climb(const struct match_groups *groups, const struct match_group *group,
    const struct match_voucher *from, struct text *ret_fixed)
{
    struct text fixed = from->fixed;
    size_t held = 0;
    for (int i = 0; i < CLIMBS && held < group->vouchers.len; i++)
        for (held = 0; held < group->vouchers.len; held++) {
            const struct match_voucher *other = &group->vouchers.at[held];
            if (!text_eq(other->package, from->package))
                continue;
            struct match_verdict verdict = match_build_judge(
                groups->ecosystem, groups->component, other->advisory, fixed, groups->scratch);
            if (verdict.answer != MATCH_AFFECTED)
                continue;
            if (!verdict.fixed.len)
                return false;
            fixed = verdict.fixed;
            break;
        }
    *ret_fixed = fixed;
    return held == group->vouchers.len;
}

/* Whether one record with one range says it all. */
static bool is_simple(const struct match_group *group)
{
    if (group->vouchers.len != 1)
        return group->vouchers.len == 0;
    const struct advisory *advisory = group->vouchers.at[0].advisory;
    return advisory->affected_count == 1 && advisory->affected[0].range_count <= 1;
}

/* Fills fixed with what mends the flaw by the word of all records; where they do not agree on any, by that of each. */
static size_t list_fixed(
    const struct match_groups *groups, const struct match_group *group, struct text *fixed)
{
    const struct match_voucher *vouchers = group->vouchers.at;
    bool is_climb = !is_simple(group) && group->vouchers.len <= VOUCHERS;
    size_t count = 0;
    for (size_t i = 0; is_climb && i < group->vouchers.len; i++)
        if (vouchers[i].fixed.len && climb(groups, group, &vouchers[i], &fixed[count]))
            count++;
    if (count)
        return count;
    for (size_t i = 0; i < group->vouchers.len; i++)
        if (vouchers[i].fixed.len)
            fixed[count++] = vouchers[i].fixed;
    return count;
}

/* Sorts, and drops equal ones. */
static void keep_fixed(
    const struct match_groups *groups, struct match_group *group, struct arena *arena)
{
    enum version_scheme scheme = groups->ecosystem->scheme;
    struct text *fixed = arena_take_array(groups->scratch, group->vouchers.len, sizeof *fixed);
    size_t found = fixed ? list_fixed(groups, group, fixed) : 0, count = 0;
    if (found > 1)
        qsort_r(fixed, found, sizeof *fixed, compare_fixed, &scheme);
    for (size_t i = 0; i < found; i++)
        if (count == 0 || compare_fixed(&fixed[count - 1], &fixed[i], &scheme) != 0)
            fixed[count++] = fixed[i];
    group->finding.fixed = keep(fixed, count, arena);
    group->finding.fixed_count = group->finding.fixed ? count : 0;
}

/* The records that say what the finding says: those that cannot tell do not vouch for "affected". */
static void keep_records(struct match_group *group, struct arena *arena)
{
    bool is_sure = group->finding.answer == MATCH_AFFECTED;
    const struct text *from = is_sure ? group->records.at : group->unsure.at;
    size_t count = is_sure ? group->records.len : group->unsure.len;
    group->finding.records = keep(from, count, arena);
    group->finding.record_count = group->finding.records ? count : 0;
}

static void take_facts(struct match_finding *finding, const struct advisory_index *index)
{
    finding->has_facts = advisory_index_facts(index, finding->id, &finding->facts);
    if (finding->has_facts && finding->severity == SEVERITY_UNKNOWN) {
        finding->severity = finding->facts.severity;
        finding->score_tenths = finding->facts.score_tenths;
        finding->cvss_vector = finding->facts.cvss_vector;
    }
}

void match_group_finish(struct match_groups *groups, struct arena *arena)
{
    size_t count = 0;
    for (size_t i = 0; i < groups->len; i++) {
        struct match_group *group = &groups->at[i];
        if (group->joined_to != i)
            continue;
        keep_aliases(group, arena);
        keep_fixed(groups, group, arena);
        keep_records(group, arena);
        if (group->is_cve)
            take_facts(&group->finding, groups->index);
        drop_lists(group);
        groups->at[count++] = *group;
    }
    groups->len = count;
}
