/* SPDX-License-Identifier: Apache-2.0 */
#include "health/standing.h"

void standing_print(struct buf *out, const struct standing *one)
{
    const struct {
        const char *key;
        int64_t value;
    } counts[] = {{"open", one->open}, {"urgent", one->urgent}, {"overdue", one->overdue},
        {"exploited", one->exploited}, {"in_time", one->in_time}, {"late", one->late},
        {"accepted_risks", one->accepted}, {"license_exceptions", one->exceptions},
        {"services", one->services}, {"services_without_sbom", one->bare},
        {"affected", one->affected}, {"checked", one->checked}, {"not_covered", one->not_covered},
        {"undecidable", one->undecidable}};
    json_print_open(out, '{');
    json_print_member_open(out, "team", '{');
    json_print_member_id(out, "id", one->team_id);
    json_print_member(out, "name", one->team_name);
    json_print_close(out, '}');
    for (size_t i = 0; i < LEN_OF(counts); i++)
        json_print_member_int(out, counts[i].key, counts[i].value);
    if (one->exploited_us)
        json_print_member_time(out, "exploited_since", one->exploited_us);
    else
        json_print_member_null(out, "exploited_since");
    json_print_member_open(out, "backlog", '[');
    for (size_t i = 0; i < one->week_count; i++)
        json_print_int(out, one->backlog[i]);
    json_print_close(out, ']');
    json_print_close(out, '}');
}

void standing_exception_print(struct buf *out, const struct standing_exception *one)
{
    json_print_open(out, '{');
    json_print_member_id(out, "id", one->id);
    json_print_member(out, "kind", one->kind);
    json_print_member_open(out, "team", '{');
    json_print_member_id(out, "id", one->team_id);
    json_print_member(out, "name", one->team_name);
    json_print_close(out, '}');
    json_print_member(out, "what", one->what);
    json_print_member(out, "link", one->link);
    json_print_member(out, "reason", one->reason);
    json_print_member_time(out, "since", one->since_us);
    if (one->until_us)
        json_print_member_time(out, "until", one->until_us);
    else
        json_print_member_null(out, "until");
    json_print_close(out, '}');
}
