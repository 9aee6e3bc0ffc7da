/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/where_json.h"

#include "domain/ssvc.h"
#include "match/match_json.h"

/* An old kernel has thousands; the SBOM's page shows all. */
enum { FINDINGS_SHOWN = 20 };

const char *where_json_kind(enum where_kind kind)
{
    static const char *const names[] = {
        [WHERE_PURL] = "purl", [WHERE_PACKAGE] = "package", [WHERE_ID] = "id"};
    return names[kind];
}

static void print_texts(struct buf *out, const char *key, const struct text *texts, size_t count)
{
    json_print_member_open(out, key, '[');
    for (size_t i = 0; i < count; i++)
        json_print_text(out, texts[i]);
    json_print_close(out, ']');
}

static void print_finding(struct buf *out, const struct match_finding *finding)
{
    json_print_open(out, '{');
    json_print_member(out, "id", finding->id);
    json_print_member_z(out, "severity", cvss_severity_name(finding->severity));
    json_print_member_z(out, "answer", match_answer_name(finding->answer));
    json_print_member(out, "reason", finding->reason);
    print_texts(out, "fixed", finding->fixed, finding->fixed_count);
    json_print_close(out, '}');
}

static void print_version(struct buf *out, const struct where_version *version)
{
    const struct where_answer *answer = &version->answer;
    json_print_open(out, '{');
    json_print_member_id(out, "id", version->id);
    json_print_member_or_null(out, "ecosystem", version->ecosystem);
    json_print_member(out, "package", version->package);
    json_print_member_or_null(out, "version", version->version);
    json_print_member_or_null(out, "source_package", version->source_package);
    json_print_member_or_null(out, "source_version", version->source_version);
    json_print_member_or_null(out, "arch", version->arch);
    json_print_member_or_null(out, "module", version->module);
    json_print_member_or_null(out, "owner_package", version->owner_package);
    json_print_member_z(out, "answer", match_answer_name(answer->answer));
    json_print_member_or_null(out, "reason", answer->reason);
    json_print_member_int(out, "finding_count", (int64_t)answer->finding_count);
    json_print_member_open(out, "findings", '[');
    for (size_t i = 0; i < answer->finding_count && i < FINDINGS_SHOWN; i++)
        print_finding(out, answer->findings[i]);
    json_print_close(out, ']');
    json_print_member_int(out, "service_count", version->service_count);
    json_print_member_int(out, "part_count", version->part_count);
    json_print_member_int(out, "sbom_count", version->sbom_count);
    json_print_close(out, '}');
}

static void print_counts(struct buf *out, const char *key, const struct where_counts *counts)
{
    json_print_member_open(out, key, '{');
    json_print_member_int(out, "services", counts->services);
    json_print_member_int(out, "parts", counts->parts);
    json_print_close(out, '}');
}

static void print_ticket_members(struct buf *out, const struct where_ticket *ticket)
{
    json_print_member_id(out, "id", ticket->id);
    json_print_member(out, "vulnerability_id", ticket->vulnerability);
    json_print_member(out, "state", ticket->state);
    json_print_member_or_null(out, "cause", ticket->cause);
    json_print_member_z(out, "priority", ssvc_word("decision", (int)ticket->priority));
}

static void print_removed(struct buf *out, const struct where_ticket *ticket)
{
    json_print_open(out, '{');
    print_ticket_members(out, ticket);
    json_print_member(out, "package", ticket->package);
    json_print_member(out, "team_name", ticket->team);
    json_print_member_id(out, "service_id", ticket->service_id);
    json_print_member(out, "service_name", ticket->service);
    json_print_member(out, "part_name", ticket->part);
    json_print_member_time(out, "closed_at", ticket->closed_us);
    json_print_close(out, '}');
}

static void print_suggestion(struct buf *out, const struct where_package *one)
{
    json_print_open(out, '{');
    json_print_member_or_null(out, "ecosystem", one->ecosystem);
    json_print_member(out, "package", one->package);
    json_print_close(out, '}');
}

void where_json_print(struct buf *out, const struct where_found *found)
{
    json_print_member_z(out, "kind", where_json_kind(found->kind));
    json_print_member(out, "name", found->name);
    json_print_member_bool(out, "is_known", found->kind != WHERE_ID || found->is_known);
    print_texts(out, "flaws", found->flaws, found->flaw_count);
    json_print_member_open(out, "counts", '{');
    print_counts(out, "all", &found->total);
    for (int a = MATCH_NOT_AFFECTED; a <= MATCH_NOT_COVERED; a++)
        print_counts(out, match_answer_name((enum match_answer)a), &found->by_answer[a]);
    json_print_close(out, '}');
    json_print_member_bool(out, "is_cut", found->is_cut);
    json_print_member_open(out, "versions", '[');
    for (size_t i = 0; i < found->version_count; i++)
        print_version(out, &found->versions[i]);
    json_print_close(out, ']');
    json_print_member_open(out, "removed", '[');
    for (size_t i = 0; i < found->removed_count; i++)
        print_removed(out, &found->removed[i]);
    json_print_close(out, ']');
    json_print_member_open(out, "suggestions", '[');
    for (size_t i = 0; i < found->suggestion_count; i++)
        print_suggestion(out, &found->suggestions[i]);
    json_print_close(out, ']');
}

/* -- items -- */

static void print_belonging(struct buf *out, const struct where_item *item)
{
    json_print_member_id(out, "team_id", item->team_id);
    json_print_member(out, "team_name", item->team);
    json_print_member_id(out, "service_id", item->service_id);
    json_print_member(out, "service_name", item->service);
    json_print_member_id(out, "part_id", item->part_id);
    json_print_member(out, "part_name", item->part);
    json_print_member_open(out, "sbom", '{');
    json_print_member_id(out, "id", item->sbom_id);
    json_print_member_int(out, "number", item->sbom_number);
    json_print_member_time(out, "created_at", item->sbom_created_us);
    json_print_member_bool(out, "is_current", item->is_current);
    json_print_close(out, '}');
}

static void print_item(
    struct buf *out, const struct where_found *found, const struct where_item *item)
{
    json_print_open(out, '{');
    json_print_member_id(out, "package_version_id", found->versions[item->version].id);
    json_print_member_or_null(out, "owner_package", found->versions[item->version].owner_package);
    print_belonging(out, item);
    json_print_member(out, "name", item->name);
    json_print_member_or_null(out, "purl", item->purl);
    json_print_member_or_null(out, "scope", item->scope);
    json_print_member_bool(out, "is_direct", item->is_direct);
    json_print_member_int(out, "component_count", item->component_count);
    json_print_member_open(out, "tickets", '[');
    for (size_t i = 0; i < item->ticket_count; i++) {
        json_print_open(out, '{');
        print_ticket_members(out, &item->tickets[i]);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_member_int(out, "open_ticket_count", item->open_count);
    json_print_member_int(out, "done_ticket_count", item->done_count);
    json_print_close(out, '}');
}

void where_json_print_items(struct buf *out, const struct where_found *found)
{
    for (size_t i = 0; i < found->item_count; i++)
        print_item(out, found, &found->items[i]);
}
