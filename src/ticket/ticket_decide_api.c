/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_decide_api.h"

#include "base/limits.h"
#include "sbom/service_api.h"
#include "ticket/ticket_api.h"
#include "ticket/ticket_decide_json.h"
#include "ticket/ticket_due.h"
#include "ticket/ticket_priority.h"
#include "ticket/ticket_say.h"
#include "ticket/ticket_what_if.h"

/* -- models -- */

static void print_point(struct buf *out, enum ssvc_point point)
{
    const struct ssvc_point_row *row = ssvc_point_row(point);
    json_print_open(out, '{');
    json_print_member_z(out, "name", row->name);
    json_print_member_z(out, "title", row->title);
    json_print_member_z(out, "key", row->key);
    json_print_member_z(out, "version", row->version);
    json_print_member_open(out, "values", '[');
    for (int value = 0; value < row->count; value++)
        json_print_text(out, text_of(ssvc_point_word(point, value)));
    json_print_close(out, ']');
    json_print_close(out, '}');
}

static void print_model(struct buf *out, enum ssvc_model model)
{
    const struct ssvc_model_row *row = ssvc_model_row(model);
    json_print_open(out, '{');
    json_print_member_z(out, "model", row->name);
    json_print_member_z(out, "table", row->title);
    json_print_member_z(out, "version", row->version);
    json_print_member_open(out, "points", '[');
    for (size_t i = 0; i < SSVC_POINTS_OF_MODEL; i++)
        print_point(out, row->points[i]);
    json_print_close(out, ']');
    json_print_member_open(out, "outcomes", '[');
    for (int i = 0; i < row->outcome_count; i++) {
        const struct ssvc_outcome *outcome = &row->outcomes[i];
        json_print_open(out, '{');
        json_print_member_z(out, "outcome", outcome->word);
        json_print_member_z(out, "priority", ssvc_word("decision", (int)outcome->priority));
        if (outcome->days)
            json_print_member_int(out, "days", outcome->days);
        else
            json_print_member_null(out, "days");
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
}

static bool list_models(struct api_call *call, struct err *err)
{
    (void)err;
    api_list_open(call);
    for (int model = 0; model < SSVC_MODELS; model++)
        print_model(&call->reply->body, (enum ssvc_model)model);
    api_list_close(call, TEXT(""));
    return true;
}

/* -- what people say -- */

static bool fail_word(int input, struct err *err)
{
    struct buf words;
    buf_init(&words, SIZE_MAX);
    for (int i = 0; ticket_input_word(input, i); i++)
        buf_format(&words, "%s%s", i ? ", " : "", ticket_input_word(input, i));
    err_set(err, ERR_USAGE, "%s: must be one of %s", ticket_input_name(input), words.at);
    buf_done(&words);
    return false;
}

static bool read_saying(const struct json *body, struct ticket_saying *saying, struct err *err)
{
    struct text input, value;
    if (!api_member_name(body, "input", &input, err) ||
        !api_member_name(body, "value", &value, err) ||
        !api_member_text(body, "reason", LIMIT_API_TEXT_BYTES, &saying->reason, err) ||
        !api_member_bool(body, "is_of_component", &saying->is_of_component, err))
        return false;
    if (!ticket_input_read(input, &saying->input) || !ticket_input_is_said(saying->input))
        return err_set(err, ERR_USAGE, "input: nobody is asked \"%.*s\"", TEXT_ARG(input));
    return ticket_input_read_word(saying->input, value, &saying->value) ||
           fail_word(saying->input, err);
}

static bool say(struct api_call *call, struct err *err)
{
    struct json body;
    struct ticket_saying saying = {.reason = TEXT(""), .now_us = call->now_us};
    if (!api_param_id(call, "ticket", &saying.ticket_id, err) ||
        !api_body(call, "input value reason is_of_component", &body, err))
        return false;
    bool is_done =
        read_saying(&body, &saying, err) && ticket_say(call->db, &call->who, &saying, err);
    json_done(&body);
    return is_done && ticket_api_reply(call, saying.ticket_id, err);
}

static bool take_back(struct api_call *call, struct err *err)
{
    int64_t ticket_id, override_id;
    if (!api_param_id(call, "ticket", &ticket_id, err) ||
        !api_param_id(call, "override", &override_id, err) ||
        !ticket_say_undo(call->db, &call->who, ticket_id, override_id, call->now_us, err))
        return false;
    call->reply->status = 204;
    return true;
}

static bool take_back_due_date(struct api_call *call, struct err *err)
{
    int64_t id;
    if (!api_param_id(call, "ticket", &id, err) ||
        !ticket_due_take_back(call->db, &call->who, id, call->now_us, err))
        return false;
    call->reply->status = 204;
    return true;
}

/* -- what if: one ticket -- */

struct trying {
    bool has_model;
    enum ssvc_model model;
    struct ticket_override answers[TICKET_INPUTS];
    size_t answer_count;
};

static bool read_answer(yyjson_val *key, yyjson_val *value, struct trying *trying, struct err *err)
{
    struct ticket_override answer = {.value = SSVC_UNKNOWN, .source = TICKET_FROM_WHAT_IF};
    struct text name, word;
    if (!json_text(key, &name) || !ticket_input_read(name, &answer.input) ||
        !ticket_input_is_said(answer.input))
        return err_set(err, ERR_USAGE, "answers: nobody is asked \"%.*s\"", TEXT_ARG(name));
    bool is_read =
        yyjson_is_null(value) ||
        (json_text(value, &word) && ticket_input_read_word(answer.input, word, &answer.value));
    if (!is_read)
        return fail_word(answer.input, err) || err_add(err, "answers");
    for (size_t i = 0; i < trying->answer_count; i++)
        if (trying->answers[i].input == answer.input)
            return err_set(err, ERR_USAGE, "answers: says \"%.*s\" twice", TEXT_ARG(name));
    trying->answers[trying->answer_count++] = answer;
    return true;
}

static bool read_trying(const struct json *body, struct trying *trying, struct err *err)
{
    yyjson_val *answers = json_get(json_root(body), "answers"), *key, *value;
    struct text model = {"", 0};
    size_t at, count;
    if (!api_member_line(body, "model", &model, err))
        return false;
    trying->has_model = model.len > 0;
    if (model.len && !ssvc_model_read(model, &trying->model))
        return err_set(err, ERR_USAGE, "model: must be deployer, cisa or bod-26-04");
    if (answers && !yyjson_is_obj(answers))
        return err_set(err, ERR_USAGE, "answers: must be an object");
    yyjson_obj_foreach(answers, at, count, key, value)
    {
        if (!read_answer(key, value, trying, err))
            return false;
    }
    return true;
}

static void print_tried(struct buf *out, const struct ticket *before, const struct ticket *after)
{
    json_print_open(out, '{');
    json_print_member_open(out, "decision", '{');
    ticket_decide_print(&after->decision, out);
    json_print_close(out, '}');
    json_print_member_time(out, "due_at", after->due_us);
    if (after->due_us && after->due_source)
        json_print_member_z(out, "due_source", ticket_due_source_word(after->due_source));
    else
        json_print_member_null(out, "due_source");
    json_print_member_z(
        out, "priority_before", ssvc_word("decision", (int)before->decision.outcome));
    json_print_member_time(out, "due_before", before->due_us);
    json_print_close(out, '}');
}

static bool try_ticket(struct api_call *call, struct err *err)
{
    struct json body;
    struct trying trying = {0};
    struct ticket_view view;
    struct ticket_part part;
    int64_t id;
    if (!api_param_id(call, "ticket", &id, err) ||
        !ticket_view_find(call->db, &call->who, id, RIGHT_TICKET_READ, call->arena, &view, err) ||
        !ticket_rows_part(call->db, view.ticket.part_id, call->arena, &part, err) ||
        !api_body(call, "model answers", &body, err))
        return false;
    bool is_read = read_trying(&body, &trying, err);
    json_done(&body);
    if (!is_read)
        return false;
    if (trying.has_model)
        part.policy.model = trying.model;
    struct ticket ticket = view.ticket;
    ticket_priority_try(
        &ticket.decision, &view.ticket, &part, &part.policy, trying.answers, trying.answer_count);
    ticket_due_set(&ticket, &view.ticket, &part.policy, call->now_us);
    print_tried(&call->reply->body, &view.ticket, &ticket);
    return true;
}

/* -- what if: a service -- */

static bool try_service(struct api_call *call, struct err *err)
{
    struct service service;
    struct ticket_what_if *result = arena_take(call->arena, sizeof *result);
    if (!result || !service_api_read_change(call, RIGHT_TICKET_READ, &service, err))
        return result ? false : arena_check(call->arena, err);
    struct ticket_service_inputs inputs = {service.inputs.exposure, service.inputs.safety,
        service.inputs.mission, service.inputs.well_being};
    struct ticket_change change = {.service = &inputs, .now_us = call->now_us};
    if (!ticket_what_if(call->db, &(struct ticket_redecide_of){.service_id = service.id}, &change,
            call->arena, result, err))
        return false;
    json_print_open(&call->reply->body, '{');
    ticket_what_if_print(&call->reply->body, result);
    json_print_close(&call->reply->body, '}');
    return true;
}

const struct api_route ticket_decide_api_routes[] = {
    {"GET", "/api/v1/decision-models", RIGHT_ADVISORY_READ, list_models, 0},
    {"POST", "/api/v1/tickets/{ticket}/overrides", RIGHT_TICKET_WORK, say, 0},
    {"DELETE", "/api/v1/tickets/{ticket}/overrides/{override}", RIGHT_TICKET_WORK, take_back, 0},
    {"DELETE", "/api/v1/tickets/{ticket}/due-date", RIGHT_TICKET_WORK, take_back_due_date, 0},
    {"POST", "/api/v1/tickets/{ticket}/what-if", RIGHT_TICKET_READ, try_ticket, 0},
    {"POST", "/api/v1/services/{service}/what-if", RIGHT_TICKET_READ, try_service, 0},
    {0},
};
