/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/action_meta.h"

#include "codec/json.h"
#include "domain/cvss.h"

enum action_difficulty action_meta_difficulty(
    enum action_kind kind, const struct action_facts *facts)
{
    bool is_mended = kind == ACTION_ELIMINATION || kind == ACTION_MITIGATION;
    bool is_grave = facts->has_ticket &&
                    (facts->is_kev || facts->is_malicious || facts->severity == SEVERITY_CRITICAL);
    bool is_serious = facts->has_ticket && facts->severity >= SEVERITY_HIGH;
    if (is_mended && is_grave)
        return ACTION_HIGH;
    return is_mended || is_grave || is_serious ? ACTION_MIDDLE : ACTION_LOW;
}

enum action_certifier action_meta_certifier(
    const struct action *action, const struct action_facts *facts)
{
    if (facts->is_confirmed)
        return ACTION_SYSTEM;
    if (action->recorded_by == action->account_id)
        return ACTION_MYSELF;
    return facts->is_recorder_in_the_team ? ACTION_COWORKER : ACTION_TRUSTED_THIRD_PARTY;
}

const char *action_meta_difficulty_word(enum action_difficulty difficulty)
{
    static const char *const words[] = {"low", "middle", "high"};
    return words[difficulty];
}

const char *action_meta_certifier_word(enum action_certifier certifier)
{
    static const char *const words[] = {"myself", "coworker", "trusted third party", "system"};
    return words[certifier];
}

/* Finding out is a skill, doing a performance. */
static const char *badge_kind(enum action_kind kind)
{
    return kind == ACTION_DETECTION || kind == ACTION_REJECTION ? "skill" : "performance";
}

static void print_name(struct buf *out, const struct action *action)
{
    static const char *const names[ACTION_KINDS] = {
        [ACTION_ELIMINATION] = "Took a flaw away",
        [ACTION_MITIGATION] = "Made a threat smaller",
        [ACTION_TRANSFER] = "Gave a risk to who can bear it",
        [ACTION_ACCEPTANCE] = "Decided to bear a risk",
        [ACTION_DETECTION] = "Looked for a threat",
        [ACTION_REJECTION] = "Found that a threat is none",
    };
    buf_add_z(out, names[action->kind]);
    if (action->advisory_id.len)
        buf_format(out, ": %.*s", TEXT_ARG(action->advisory_id));
}

void action_meta_print(struct buf *out, const struct action *action, const struct action_meta *meta,
    struct text origin)
{
    struct buf text;
    buf_init(&text, SIZE_MAX);
    json_print_open(out, '{');
    json_print_member_id(out, "action_id", action->id);
    print_name(&text, action);
    json_print_member(out, "name", buf_text(&text));
    json_print_member(out, "description", action->text);
    buf_cut(&text, 0);
    buf_format(
        &text, "%.*s/api/v1/action-images/%s", TEXT_ARG(origin), action_kind_name(action->kind));
    json_print_member(out, "image", buf_text(&text));
    api_print_person(out, "recipient", action->account_id, action->account_name);
    json_print_member_z(out, "kind", badge_kind(action->kind));
    json_print_member_z(out, "action_kind", action_kind_name(action->kind));
    json_print_member_z(out, "difficulty", action_meta_difficulty_word(meta->difficulty));
    json_print_member_z(out, "certifier", action_meta_certifier_word(meta->certifier));
    json_print_member_time(out, "executed_at", action->executed_us);
    json_print_close(out, '}');
    buf_done(&text);
}

/* A hexagon, in the colour of its kind, with a sign that is told apart at 64 pixels. */
static const struct {
    const char *colour, *title, *sign;
} pictures[ACTION_KINDS] = {
    [ACTION_ELIMINATION] = {"#0f766e", "elimination", "M36 66 56 86 92 44"},
    [ACTION_MITIGATION] = {"#1d4ed8", "mitigation",
        "M40 48 64 40 88 48V66Q88 84 64 94 40 84 40 66Z"},
    [ACTION_TRANSFER] = {"#7c3aed", "transfer",
        "M36 54H88M74 40 88 54 74 68M92 80H40M54 66 40 80 54 94"},
    [ACTION_ACCEPTANCE] = {"#b45309", "acceptance",
        "M64 36V92M40 50H88M32 72 40 50 48 72ZM80 72 88 50 96 72Z"},
    [ACTION_DETECTION] = {"#0369a1", "detection",
        "M58 80A22 22 0 1 0 58 36 22 22 0 0 0 58 80M74 74 94 94"},
    [ACTION_REJECTION] = {"#475569", "rejection", "M42 44 86 88M86 44 42 88"},
};

void action_meta_draw(struct buf *out, enum action_kind kind)
{
    buf_format(out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"128\" height=\"128\" viewBox=\"0 0 128 128\" "
        "role=\"img\"><title>%s</title>"
        "<path d=\"M64 4 116 34V94L64 124 12 94V34Z\" fill=\"%s\"/>"
        "<path d=\"M64 12 109 38V90L64 116 19 90V38Z\" fill=\"none\" stroke=\"#fff\" stroke-opacity=\".35\" "
        "stroke-width=\"2\"/>"
        "<path d=\"%s\" fill=\"none\" stroke=\"#fff\" stroke-width=\"9\" stroke-linecap=\"round\" "
        "stroke-linejoin=\"round\"/></svg>\n",
        pictures[kind].title, pictures[kind].colour, pictures[kind].sign);
}
