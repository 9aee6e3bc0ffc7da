/* SPDX-License-Identifier: Apache-2.0 */
#include "app/problem_api.h"

#include "net/http_problem.h"

static void print_row(struct buf *out, const struct http_problem_row *row)
{
    struct buf type;
    buf_init(&type, SIZE_MAX);
    buf_format(&type, HTTP_PROBLEM_PATH "/%s", err_code_name(row->code));
    json_print_open(out, '{');
    json_print_member(out, "type", buf_text(&type));
    json_print_member_z(out, "code", err_code_name(row->code));
    json_print_member_int(out, "status", row->status);
    json_print_member_z(out, "title", row->title);
    json_print_member_z(out, "meaning", row->meaning);
    json_print_member_z(out, "advice", row->advice);
    json_print_close(out, '}');
    buf_done(&type);
}

static bool list(struct api_call *call, struct err *err)
{
    (void)err;
    api_list_open(call);
    for (const struct http_problem_row *row = http_problem_rows; row->title; row++)
        print_row(&call->reply->body, row);
    api_list_close(call, (struct text){"", 0});
    return true;
}

static bool show(struct api_call *call, struct err *err)
{
    struct text name = http_param(call->request, "problem");
    const struct http_problem_row *row = http_problem_find(name);
    if (!row)
        return err_set(err, ERR_NOT_FOUND, "there is no such problem");
    print_row(&call->reply->body, row);
    return true;
}

const struct api_route problem_api_routes[] = {
    {"GET", HTTP_PROBLEM_PATH, RIGHT_ANYONE, list, 0},
    {"GET", HTTP_PROBLEM_PATH "/{problem}", RIGHT_ANYONE, show, 0},
    {0},
};
