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
