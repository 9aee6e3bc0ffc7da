/* SPDX-License-Identifier: Apache-2.0 */
#include "match/signal_json.h"

void signal_json_members(
    const struct signal *signal, const struct sbom *sbom, struct arena *arena, struct buf *out)
{
    const struct sbom_component *component = &sbom->components[signal->component];
    struct buf place;
    buf_init(&place, SIZE_MAX);
    sbom_print_place(sbom, signal->component, &place);
    json_print_member_z(out, "kind", signal_word(signal->kind));
    json_print_member(out, "name", component->name);
    json_print_member_or_null(out, "version", component->version);
    json_print_member_or_null(out, "purl", component->purl);
    json_print_member(out, "package", signal_package(component, arena));
    json_print_member(out, "place", buf_text(&place));
    json_print_member_or_null(out, "what", signal->what);
    json_print_member_or_null(out, "why", signal->why);
    json_print_member_or_null(out, "reason", text_of(signal->reason));
    json_print_member_or_null(out, "host", signal->host);
    buf_done(&place);
}

void signal_json_counts(const size_t by_kind[SIGNAL_KINDS], struct buf *out)
{
    json_print_member_open(out, "counts", '{');
    for (int kind = 0; kind < SIGNAL_KINDS; kind++)
        json_print_member_int(out, signal_word((enum signal_kind)kind), (int64_t)by_kind[kind]);
    json_print_close(out, '}');
}

void signal_json_print(
    const struct signals *signals, const struct sbom *sbom, struct arena *arena, struct buf *out)
{
    signal_json_counts(signals->by_kind, out);
    json_print_member_open(out, "signals", '[');
    for (size_t i = 0; i < signals->count; i++) {
        json_print_open(out, '{');
        signal_json_members(&signals->at[i], sbom, arena, out);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}
