/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_group.h"

void match_group_init(struct match_groups *groups, const struct ecosystem *ecosystem,
    const struct advisory_index *index)
{
    *groups = (struct match_groups){.ecosystem = ecosystem, .index = index};
}

void match_group_done(struct match_groups *groups)
{
    for (size_t i = 0; i < groups->len; i++) {
        VEC_DONE(&groups->at[i].ids);
        VEC_DONE(&groups->at[i].records);
        VEC_DONE(&groups->at[i].fixed);
    }
    VEC_DONE(groups);
}

static bool has_id(const struct match_group *group, struct text id)
{
    for (size_t i = 0; i < group->ids.len; i++)
        if (text_eq(group->ids.at[i], id))
            return true;
    return false;
}

static void add_id(struct match_group *group, struct text id)
{
    if (!has_id(group, id))
        *VEC_ADD(&group->ids) = id;
}

static struct match_group *new_group(struct match_groups *groups, struct text id, bool is_cve)
{
    struct match_group *group = VEC_ADD(groups);
    group->finding.id = id;
    group->finding.answer = MATCH_UNDECIDABLE;
    group->is_cve = is_cve;
    add_id(group, id);
    return group;
}

static struct match_group *group_of_cve(struct match_groups *groups, struct text cve)
{
    for (size_t i = 0; i < groups->len; i++)
        if (groups->at[i].is_cve && text_eq(groups->at[i].finding.id, cve))
            return &groups->at[i];
    return new_group(groups, cve, true);
}

static bool shares_id(const struct match_group *group, const struct text *ids, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (has_id(group, ids[i]))
            return true;
    return false;
}

/* Two groups that share an id with the record hold different CVEs: it must not join them, and stands alone. */
static struct match_group *group_of_ids(
    struct match_groups *groups, const struct text *ids, size_t count)
{
    struct match_group *found = NULL;
    for (size_t i = 0; i < groups->len; i++) {
        if (!shares_id(&groups->at[i], ids, count))
            continue;
        if (found)
            return new_group(groups, ids[0], false);
        found = &groups->at[i];
    }
    return found ? found : new_group(groups, ids[0], false);
}

/* The worst severity said by a record wins; its vector goes with it. */
static void take_severity(struct match_finding *finding, const struct advisory *advisory)
{
    bool is_worse =
        advisory->severity > finding->severity ||
        (advisory->severity == finding->severity && advisory->score_tenths > finding->score_tenths);
    if (!is_worse)
        return;
    finding->severity = advisory->severity;
    finding->score_tenths = advisory->score_tenths;
    finding->cvss_vector = advisory->cvss_vector;
}

static void take_texts(struct match_finding *finding, const struct advisory *advisory)
{
    if (!finding->summary.len)
        finding->summary = advisory->summary;
    if (!finding->url.len)
        finding->url = advisory->url;
    if (advisory->kind == ADVISORY_MALICIOUS)
        finding->kind = ADVISORY_MALICIOUS;
}

static void take_verdict(struct match_group *group, const struct match_verdict *verdict)
{
    struct match_finding *finding = &group->finding;
    if (verdict->answer == MATCH_AFFECTED && finding->answer != MATCH_AFFECTED) {
        finding->answer = MATCH_AFFECTED;
        finding->reason = verdict->reason;
    } else if (!finding->reason.len) {
        finding->reason = verdict->reason;
    }
    if (verdict->fixed.len)
        *VEC_ADD(&group->fixed) = verdict->fixed;
}

static void add_ids(struct match_group *group, const struct advisory *advisory)
{
    add_id(group, advisory->id);
    for (size_t i = 0; i < advisory->alias_count; i++)
        add_id(group, advisory->aliases[i]);
}

static void join(struct match_group *group, const struct advisory *advisory,
    const struct match_verdict *verdict, struct arena *arena)
{
    *VEC_ADD(&group->records) =
        arena_format(arena, "%.*s (%.*s)", TEXT_ARG(advisory->id), TEXT_ARG(advisory->source));
    take_severity(&group->finding, advisory);
    take_texts(&group->finding, advisory);
    take_verdict(group, verdict);
}

void match_group_add(struct match_groups *groups, const struct advisory *advisory,
    const struct match_keys *keys, struct text package, const struct match_verdict *verdict,
    struct arena *arena)
{
    size_t finding_count = keys->are_cves || keys->count == 0 ? keys->count : 1;
    for (size_t i = 0; i < finding_count; i++) {
        struct match_group *group = keys->are_cves ? group_of_cve(groups, keys->at[i])
                                                   : group_of_ids(groups, keys->at, keys->count);
        if (!group->finding.package.len)
            group->finding.package = package;
        join(group, advisory, verdict, arena);
        if (keys->is_one_flaw)
            add_ids(group, advisory);
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
    size_t count = 0;
    for (size_t i = 0; i < group->ids.len; i++)
        if (!text_eq(group->ids.at[i], group->finding.id))
            group->ids.at[count++] = group->ids.at[i];
    if (count)
        qsort(group->ids.at, count, sizeof *group->ids.at, compare_texts);
    group->finding.aliases = keep(group->ids.at, count, arena);
    group->finding.alias_count = group->finding.aliases ? count : 0;
}

/* Sorts by insertion: there are few, and the order may fail to be known. Drops equal ones. */
static void keep_fixed(struct match_group *group, enum version_scheme scheme, struct arena *arena)
{
    struct text *fixed = group->fixed.at;
    size_t count = 0;
    for (size_t i = 0; i < group->fixed.len; i++) {
        struct text version = fixed[i];
        size_t at = count;
        int order = 1;
        while (at > 0 && version_compare(scheme, version, fixed[at - 1], &order, NULL) && order < 0)
            at--;
        if (at > 0 && (order == 0 || text_eq(fixed[at - 1], version)))
            continue;
        memmove(fixed + at + 1, fixed + at, (count - at) * sizeof *fixed);
        fixed[at] = version;
        count++;
    }
    group->finding.fixed = keep(fixed, count, arena);
    group->finding.fixed_count = group->finding.fixed ? count : 0;
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
    for (size_t i = 0; i < groups->len; i++) {
        struct match_group *group = &groups->at[i];
        keep_aliases(group, arena);
        keep_fixed(group, groups->ecosystem->scheme, arena);
        group->finding.records = keep(group->records.at, group->records.len, arena);
        group->finding.record_count = group->finding.records ? group->records.len : 0;
        if (group->is_cve)
            take_facts(&group->finding, groups->index);
    }
}
