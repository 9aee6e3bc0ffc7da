/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_explain_json.h"

#include "base/limits.h"
#include "match/match_json.h"

static void print_step_members(struct buf *out, const struct match_step *step)
{
    json_print_member_z(out, "kind", match_step_name(step->kind));
    json_print_member(out, "text", step->text);
    json_print_member_open(out, "detail", '{');
    for (size_t i = 0; i < step->value_count; i++)
        if (step->values[i].value.len)
            json_print_member(out, step->values[i].key, step->values[i].value);
    json_print_close(out, '}');
}

static void print_step(struct buf *out, const char *key, const struct match_step *step)
{
    if (key)
        json_print_member_open(out, key, '{');
    else
        json_print_open(out, '{');
    print_step_members(out, step);
    json_print_close(out, '}');
}

static void print_line(struct buf *out, const struct range_line *line)
{
    json_print_member_open(out, "line", '[');
    for (size_t i = 0; i < line->count; i++) {
        const struct range_mark *mark = &line->marks[i];
        json_print_open(out, '{');
        json_print_member_z(
            out, "event", mark->is_version ? "installed" : range_event_name(mark->event));
        json_print_member(out, "version", mark->version);
        json_print_member_bool(out, "is_affected", mark->is_affected);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

static void print_entry(struct buf *out, const struct match_explain_entry *entry)
{
    json_print_open(out, '{');
    json_print_member(out, "ecosystem", entry->ecosystem);
    json_print_member(out, "package", entry->package);
    json_print_member_int(out, "listed_count", (int64_t)entry->listed_count);
    json_print_member_bool(out, "is_listed", entry->is_listed);
    json_print_member_bool(out, "has_git_range", entry->has_git_range);
    json_print_member_open(out, "ranges", '[');
    for (size_t i = 0; i < entry->range_count; i++) {
        const struct match_explain_range *range = &entry->ranges[i];
        json_print_open(out, '{');
        json_print_member(out, "text", range->words);
        json_print_member_z(out, "answer", match_answer_name(range->answer));
        print_step(out, "comparison", &range->comparison);
        print_line(out, &range->line);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_member_open(out, "steps", '[');
    for (size_t i = 0; i < entry->step_count; i++)
        print_step(out, NULL, &entry->steps[i]);
    json_print_close(out, ']');
    json_print_close(out, '}');
}

static void print_origin(struct buf *out, const struct match_explain_record *record)
{
    json_print_member(out, "id", record->id);
    json_print_member(out, "source", record->source);
    json_print_member_z(out, "kind", advisory_kind_name(record->kind));
    if (record->bears_id)
        json_print_member_z(out, "link", advisory_link_name(record->link));
    else
        json_print_member_null(out, "link");
    json_print_member_or_null(out, "summary", record->summary);
    json_print_member_or_null(out, "url", record->url);
    json_print_member_time(out, "published_at", record->published_us);
    json_print_member_time(out, "modified_at", record->modified_us);
    json_print_member_time(out, "withdrawn_at", record->withdrawn_us);
}

/* What a record says of the component: nothing when it does not name it. */
static void print_verdict(struct buf *out, const struct match_explain_record *record)
{
    json_print_member_bool(out, "is_counted", record->is_counted);
    json_print_member_open(out, "verdict", '{');
    json_print_member(out, "ecosystem", record->name.ecosystem);
    json_print_member(out, "package", record->name.package);
    json_print_member_or_null(out, "version", record->name.version);
    json_print_member_z(out, "answer", match_answer_name(record->verdict.answer));
    json_print_member_or_null(out, "reason", record->verdict.reason);
    json_print_member_or_null(out, "fixed", record->verdict.fixed);
    json_print_close(out, '}');
}

static void print_record(struct buf *out, const struct match_explain_record *record)
{
    json_print_member_open(out, "record", '{');
    print_origin(out, record);
    if (record->has_name) {
        print_verdict(out, record);
    } else {
        json_print_member_bool(out, "is_counted", false);
        json_print_member_null(out, "verdict");
    }
    json_print_member_open(out, "entries", '[');
    for (size_t i = 0; i < record->entry_count; i++)
        print_entry(out, &record->entries[i]);
    json_print_close(out, ']');
    json_print_member_open(out, "other_packages", '[');
    for (size_t i = 0; i < record->other_count; i++)
        json_print_text(out, record->others[i]);
    json_print_close(out, ']');
    json_print_member_bool(out, "has_more_packages", record->has_more_others);
    json_print_close(out, '}');
}

static void print_component(struct buf *out, const struct match_question *question)
{
    const struct sbom_component *component = question->component;
    json_print_member_open(out, "component", '{');
    json_print_member(out, "name", component->name);
    json_print_member_or_null(out, "version", component->version);
    json_print_member_or_null(out, "ecosystem", component->ecosystem);
    json_print_member_or_null(out, "package", component->package);
    json_print_member_or_null(out, "source_package", component->source_package);
    json_print_member_or_null(out, "source_version", component->source_version);
    json_print_member_or_null(out, "purl", component->purl);
    json_print_member_or_null(out, "place", question->place);
    json_print_close(out, '}');
}

static void print_findings(struct buf *out, const struct match_explanation *explanation,
    const struct match_question *question)
{
    struct arena scratch;
    struct match_words_budget budget = {.steps = LIMIT_WORDS_STEPS};
    arena_init(&scratch, LIMIT_RECORD_ARENA);
    json_print_member_open(out, "findings", '[');
    for (size_t i = 0; i < explanation->finding_count; i++) {
        const struct match_finding *finding = &explanation->findings[i];
        json_print_open(out, '{');
        match_json_finding(out, finding, question->component);
        match_json_sources(out, question->index, finding, question->component, &budget, &scratch);
        json_print_close(out, '}');
        arena_clear(&scratch);
    }
    json_print_close(out, ']');
    arena_done(&scratch);
}

void match_explain_json(struct buf *out, const struct match_explanation *explanation,
    const struct match_question *question)
{
    json_print_member_or_null(out, "id", question->id);
    json_print_member_z(out, "answer", match_answer_name(explanation->answer));
    print_step(out, "conclusion", &explanation->conclusion);
    print_component(out, question);
    json_print_member_open(out, "steps", '[');
    for (size_t i = 0; i < explanation->step_count; i++) {
        json_print_open(out, '{');
        print_step_members(out, &explanation->steps[i].step);
        if (explanation->steps[i].record)
            print_record(out, explanation->steps[i].record);
        else
            json_print_member_null(out, "record");
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_member_int(out, "record_count", (int64_t)explanation->record_total);
    print_findings(out, explanation, question);
    if (question->index)
        json_print_member(out, "generation", advisory_index_digest(question->index));
    else
        json_print_member_null(out, "generation");
}
