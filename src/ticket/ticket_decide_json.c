/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_decide_json.h"

#include "codec/json.h"

static const char *const sources[TICKET_SOURCES] = {
    [TICKET_FROM_NOTHING_KNOWN] = "nothing known",
    [TICKET_FROM_NOBODY] = "nobody has said",
    [TICKET_FROM_CVSS] = "CVSS vector",
    [TICKET_FROM_MALICE] = "malicious package",
    [TICKET_FROM_KEV] = "KEV",
    [TICKET_FROM_CISA] = "CISA SSVC",
    [TICKET_FROM_EPSS] = "EPSS",
    [TICKET_FROM_SERVICE] = "service",
    [TICKET_FROM_IMPACTS] = "safety and mission impact",
    [TICKET_FROM_EXPOSURE] = "exposure",
    [TICKET_FROM_SBOM] = "SBOM",
    [TICKET_FROM_USE] = "use: test only",
    [TICKET_FROM_REACH] = "use: not reached from outside",
    [TICKET_FROM_COMPONENT] = "component",
    [TICKET_FROM_TICKET] = "ticket",
    [TICKET_FROM_WHAT_IF] = "what if",
};

const char *ticket_source_word(enum ticket_source source)
{
    return sources[source];
}

static enum ticket_source read_source(struct text word)
{
    for (int i = 0; i < TICKET_SOURCES; i++)
        if (text_is(word, sources[i]))
            return (enum ticket_source)i;
    return TICKET_FROM_NOTHING_KNOWN;
}

/* -- inputs -- */

static const char *kind_of(int input)
{
    if (input == TICKET_INPUT_USE)
        return "use";
    return input == TICKET_INPUT_REACH ? "reach" : ssvc_point_row((enum ssvc_point)input)->kind;
}

const char *ticket_input_name(int input)
{
    return input < SSVC_POINTS ? ssvc_point_row((enum ssvc_point)input)->name : kind_of(input);
}

const char *ticket_input_word(int input, int value)
{
    return ssvc_word(kind_of(input), value);
}

bool ticket_input_read(struct text name, int *ret_input)
{
    for (int i = 0; i < TICKET_INPUTS; i++)
        if (text_is(name, ticket_input_name(i))) {
            *ret_input = i;
            return true;
        }
    return false;
}

bool ticket_input_read_word(int input, struct text word, int *ret_value)
{
    return ssvc_read(kind_of(input), word, ret_value);
}

bool ticket_input_is_said(int input)
{
    return input != SSVC_POINT_HUMAN_IMPACT;
}

bool ticket_input_is_of(int input, enum ssvc_model model)
{
    if (input >= SSVC_POINTS)
        return true;
    if (input == SSVC_POINT_HUMAN_IMPACT)
        return ssvc_model_asks(model, SSVC_POINT_SAFETY);
    return ssvc_model_asks(model, (enum ssvc_point)input);
}

/* -- kept -- */

static void print_input(struct buf *out, const struct ticket_decision *decision, int input)
{
    const struct ticket_input *it = &decision->inputs[input];
    json_print_member_z(out, "name", ticket_input_name(input));
    json_print_member_z(out, "value", ticket_input_word(input, it->value));
    json_print_member_z(out, "source", sources[it->source]);
    json_print_member_bool(out, "is_assumed", it->is_assumed);
}

void ticket_decide_store(const struct ticket_decision *decision, struct buf *out)
{
    const struct ssvc_model_row *row = ssvc_model_row(decision->model);
    json_print_member_z(out, "model", row->name);
    json_print_member_z(out, "outcome", row->outcomes[decision->own].word);
    json_print_member_open(out, "inputs", '[');
    for (int i = 0; i < TICKET_INPUTS; i++) {
        if (!ticket_input_is_of(i, decision->model))
            continue;
        json_print_open(out, '{');
        print_input(out, decision, i);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

static void read_input(yyjson_val *from, int input, struct ticket_decision *d)
{
    int value;
    if (!ticket_input_read_word(input, json_get_text(from, "value"), &value))
        return;
    d->inputs[input] = (struct ticket_input){.value = value,
        .source = read_source(json_get_text(from, "source")),
        .is_assumed = yyjson_is_true(json_get(from, "is_assumed"))};
}

static void read_inputs(yyjson_val *inputs, struct ticket_decision *d)
{
    size_t at, count;
    yyjson_val *one;
    int input;
    yyjson_arr_foreach(inputs, at, count, one)
    {
        if (ticket_input_read(json_get_text(one, "name"), &input))
            read_input(one, input, d);
    }
}

/* Before there were models, the deployer's four inputs were members, and human impact said what it was made from. */
static void read_former(yyjson_val *root, struct ticket_decision *d)
{
    static const enum ssvc_point points[] = {SSVC_POINT_EXPLOITATION, SSVC_POINT_EXPOSURE,
        SSVC_POINT_AUTOMATABLE, SSVC_POINT_HUMAN_IMPACT};
    for (size_t i = 0; i < LEN_OF(points); i++)
        read_input(json_get(root, ssvc_point_row(points[i])->name), (int)points[i], d);
    yyjson_val *from = json_get(json_get(root, "human_impact"), "from");
    static const enum ssvc_point parts[] = {SSVC_POINT_SAFETY, SSVC_POINT_MISSION};
    for (size_t i = 0; i < LEN_OF(parts); i++) {
        const struct ssvc_point_row *row = ssvc_point_row(parts[i]);
        int value;
        if (ssvc_read(row->kind, json_get_text(from, row->name), &value))
            d->inputs[parts[i]] = (struct ticket_input){value, TICKET_FROM_SERVICE, false};
    }
}

static bool read_outcome(yyjson_val *root, struct ticket_decision *d)
{
    const struct ssvc_model_row *row = ssvc_model_row(d->model);
    if (!ssvc_read(row->outcome_kind, json_get_text(root, "outcome"), &d->own))
        return false;
    d->outcome = row->outcomes[d->own].priority;
    return true;
}

/* What was not kept is what nobody has said. */
static void assume(struct ticket_decision *d)
{
    static const struct ticket_service_inputs nobody = {
        SSVC_UNKNOWN, SSVC_UNKNOWN, SSVC_UNKNOWN, SSVC_UNKNOWN};
    static const struct ticket_policy policy = {.model = SSVC_MODEL_DEPLOYER};
    static const struct match_finding nothing = {.facts = {.ssvc_technical_impact = SSVC_UNKNOWN}};
    ticket_decide(d, &(struct ticket_basis){.finding = &nothing,
                         .service = &nobody,
                         .policy = &policy,
                         .use.scope = TICKET_SCOPE_NOT_TOLD});
}

bool ticket_decide_read(struct ticket_decision *ret_decision, struct text stored)
{
    struct json doc = {0};
    struct err err;
    struct ticket_decision d;
    assume(&d);
    if (!json_read(&doc, stored, &err))
        return false;
    yyjson_val *root = json_root(&doc), *inputs = json_get(root, "inputs");
    bool is_known = !inputs || ssvc_model_read(json_get_text(root, "model"), &d.model);
    if (is_known && inputs)
        read_inputs(inputs, &d);
    else if (is_known)
        read_former(root, &d);
    is_known = is_known && read_outcome(root, &d);
    json_done(&doc);
    if (is_known)
        *ret_decision = d;
    return is_known;
}

/* -- shown -- */

static void print_outcome(struct buf *out, enum ssvc_model model, int outcome)
{
    const struct ssvc_outcome *it = &ssvc_model_row(model)->outcomes[outcome];
    json_print_member_z(out, "outcome", it->word);
    json_print_member_z(out, "priority", ssvc_word("decision", (int)it->priority));
}

/* What each answer gives, the one that counts too. */
static void print_answers(struct buf *out, const struct ticket_decision *decision, int input)
{
    json_print_member_open(out, "answers", '[');
    for (int value = 0; ticket_input_word(input, value); value++) {
        json_print_open(out, '{');
        json_print_member_z(out, "value", ticket_input_word(input, value));
        if (input < SSVC_POINTS)
            print_outcome(
                out, decision->model, ticket_decide_other(decision, (enum ssvc_point)input, value));
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

static void print_shown(struct buf *out, const struct ticket_decision *decision, int input)
{
    json_print_open(out, '{');
    print_input(out, decision, input);
    if (input < SSVC_POINTS) {
        const struct ssvc_point_row *row = ssvc_point_row((enum ssvc_point)input);
        json_print_member_z(out, "key", row->key);
        json_print_member_z(out, "version", row->version);
    } else {
        json_print_member_null(out, "key");
        json_print_member_null(out, "version");
    }
    json_print_member_bool(out, "is_said", ticket_input_is_said(input));
    print_answers(out, decision, input);
    json_print_close(out, '}');
}

void ticket_decide_print(const struct ticket_decision *decision, struct buf *out)
{
    const struct ssvc_model_row *row = ssvc_model_row(decision->model);
    int decisive = ticket_decide_decisive(decision);
    json_print_member_z(out, "model", row->name);
    json_print_member_z(out, "table", row->title);
    json_print_member_z(out, "version", row->version);
    json_print_member_open(out, "path", '[');
    for (size_t i = 0; i < SSVC_POINTS_OF_MODEL; i++)
        json_print_text(out, text_of(ssvc_point_row(row->points[i])->name));
    json_print_close(out, ']');
    json_print_member_open(out, "inputs", '[');
    for (int i = 0; i < TICKET_INPUTS; i++)
        if (ticket_input_is_of(i, decision->model))
            print_shown(out, decision, i);
    json_print_close(out, ']');
    json_print_member_open(out, "outcomes", '[');
    for (int i = 0; i < row->outcome_count; i++) {
        json_print_open(out, '{');
        print_outcome(out, decision->model, i);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    print_outcome(out, decision->model, decision->own);
    if (decisive == SSVC_UNKNOWN)
        json_print_member_null(out, "decisive");
    else
        json_print_member_z(out, "decisive", ticket_input_name(decisive));
}
