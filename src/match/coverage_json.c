/* SPDX-License-Identifier: Apache-2.0 */
#include "match/coverage_json.h"

#include "match/match_json.h"

static void print_sources(struct buf *out, const struct coverage_ecosystem *one)
{
    json_print_member_open(out, "sources", '[');
    for (size_t i = 0; i < one->source_count; i++) {
        json_print_open(out, '{');
        json_print_member(out, "name", one->sources[i].name);
        json_print_member_int(out, "record_count", (int64_t)one->sources[i].record_count);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

static void print_answers(struct buf *out, const struct coverage_answers *answers)
{
    json_print_member_open(out, "answers", '{');
    json_print_member_int(out, "affected", answers->affected);
    json_print_member_int(out, "undecidable", answers->undecidable);
    json_print_member_int(out, "not_covered", answers->not_covered);
    json_print_member_int(out, "not_affected", answers->not_affected);
    json_print_member_int(out, "owned", answers->owned);
    json_print_member_int(out, "not_matched", answers->not_matched);
    json_print_member_int(out, "no_package", answers->no_package);
    json_print_close(out, '}');
}

static void print_causes(struct buf *out, const struct coverage_ecosystem *one)
{
    json_print_member_open(out, "causes", '[');
    for (size_t i = 0; i < one->cause_count; i++) {
        const struct coverage_cause *cause = &one->causes[i];
        json_print_open(out, '{');
        json_print_member_z(out, "answer", match_answer_name(cause->answer));
        json_print_member_z(out, "cause", match_cause_name(cause->cause));
        json_print_member_int(out, "component_count", cause->component_count);
        json_print_member_int(out, "service_count", cause->service_count);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

static void print_ecosystem(struct buf *out, const struct coverage_ecosystem *one)
{
    json_print_open(out, '{');
    json_print_member_or_null(out, "ecosystem", one->name);
    json_print_member_int(out, "component_count", one->component_count);
    json_print_member_int(out, "owned_count", one->owned_count);
    json_print_member_int(out, "sbom_count", one->sbom_count);
    json_print_member_int(out, "service_count", one->service_count);
    print_answers(out, &one->answers);
    print_causes(out, one);
    json_print_member_int(out, "undecidable_version_count", one->undecidable_version_count);
    json_print_member_int(out, "undecidable_service_count", one->undecidable_service_count);
    json_print_member_bool(out, "is_covered", one->is_covered);
    json_print_member_or_null(out, "reason", one->reason);
    json_print_member_or_null(out, "to_pull", one->to_pull);
    print_sources(out, one);
    json_print_close(out, '}');
}

static void print_unused(struct buf *out, const struct coverage_ecosystem *one)
{
    json_print_open(out, '{');
    json_print_member(out, "ecosystem", one->name);
    print_sources(out, one);
    json_print_close(out, '}');
}

void coverage_json_print(
    struct buf *out, const struct coverage *coverage, const struct advisory_index *index)
{
    json_print_open(out, '{');
    json_print_member_or_null(out, "digest", index ? advisory_index_digest(index) : TEXT(""));
    json_print_member_int(out, "sbom_count", coverage->sbom_count);
    json_print_member_int(out, "matched_sbom_count", coverage->matched_count);
    json_print_member_int(out, "component_count", coverage->component_count);
    print_answers(out, &coverage->answers);
    json_print_member_open(out, "items", '[');
    for (size_t i = 0; i < coverage->count; i++)
        print_ecosystem(out, &coverage->at[i]);
    json_print_close(out, ']');
    json_print_member_open(out, "unused", '[');
    for (size_t i = 0; i < coverage->unused_count; i++)
        print_unused(out, &coverage->unused[i]);
    json_print_close(out, ']');
    json_print_close(out, '}');
}
