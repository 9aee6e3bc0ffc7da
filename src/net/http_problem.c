/* SPDX-License-Identifier: Apache-2.0 */
#include "net/http_problem.h"

#include <unistd.h>

#include "codec/json.h"

/* docs/problems.md holds the same table; the tests compare them. */
const struct http_problem_row http_problem_rows[] = {
    {ERR_USAGE, 422, "Not acceptable as asked",
        "Something in the request does not exist or make sense: a member, a value, a method (405).",
        "Change what detail names; sending it again as it is helps nothing."},
    {ERR_SYNTAX, 400, "Cannot be read", "The request or the file in it is malformed.",
        "Mend it at the place that detail names."},
    {ERR_LIMIT, 413, "Too large",
        "The body, the address (414), the headers (431) or something in a file is larger than "
        "what is taken.",
        "Send less; docs/operation.md has the limits."},
    {ERR_UNSUPPORTED, 415, "Not supported",
        "The content type, the format or its version is not known here.",
        "Send one of those that detail names."},
    {ERR_NOT_FOUND, 404, "Not found", "It is not there, or the caller may not know of it.",
        "Look at the address; ask an admin of the team that it belongs to."},
    {ERR_CONFLICT, 409, "Does not fit the present state",
        "It is there already, it was changed by somebody else, or its state forbids it.",
        "Read it anew, and decide again."},
    {ERR_FORBIDDEN, 403, "Not allowed",
        "The caller is known, and has not the right, or the request comes from another site's "
        "page.",
        "Ask somebody who has the right; docs/rights.md says who."},
    {ERR_UNAUTHENTICATED, 401, "Not signed in",
        "There is no session or API token, or it has ended; or a sign-in link is not good any "
        "more.",
        "Sign in, or send an API token that is good."},
    {ERR_CREDENTIALS, 401, "Wrong name or password",
        "The name or the password is wrong; which, is not told.",
        "Ask the person again. After some attempts it becomes rate-limited."},
    {ERR_CODE_REQUIRED, 401, "A code is needed",
        "Name and password, or the link, are right, and the account has an authenticator.",
        "Send the same request again with code."},
    {ERR_CODE, 401, "Wrong code",
        "The code of the authenticator, or the recovery code, is wrong or was used before.",
        "Ask for the next code: one is good for some 90 seconds, and once."},
    {ERR_CONFIRM, 403, "To be confirmed",
        "The session may do this, but the person showed who they are too long ago.",
        "POST /api/v1/session/confirmation with password and code, then send it again."},
    {ERR_RATE, 429, "Too many attempts",
        "The caller tried too often in vain, or asks more often than is allowed.",
        "Wait for as many seconds as Retry-After says."},
    {ERR_BUSY, 503, "Busy", "The server cannot do it just now.",
        "Wait for as many seconds as Retry-After says, and send it again."},
    {ERR_SYSTEM, 500, "Failed here",
        "Something failed in the server: disk, network, database, or a mistake in the program.",
        "Tell the administrator the request_id: the server's log has what happened under it."},
    {ERR_NONE, 0, NULL, NULL, NULL},
};

const struct http_problem_row *http_problem_row(enum err_code code)
{
    const struct http_problem_row *row = http_problem_rows;
    while (row->title && row->code != code)
        row++;
    return row->title ? row : http_problem_row(ERR_SYSTEM);
}

const struct http_problem_row *http_problem_find(struct text name)
{
    for (const struct http_problem_row *row = http_problem_rows; row->title; row++)
        if (text_is(name, err_code_name(row->code)))
            return row;
    return NULL;
}

unsigned http_status_of(enum err_code code)
{
    return code == ERR_NONE ? 200 : http_problem_row(code)->status;
}

/* RFC 9457, 3.1.1: where the type is a relative reference, it is the full path, so that it means the same from everywhere. */
static void print_type(struct buf *body, enum err_code code)
{
    struct buf type;
    buf_init(&type, SIZE_MAX);
    buf_format(&type, HTTP_PROBLEM_PATH "/%s", err_code_name(code));
    json_print_member(body, "type", buf_text(&type));
    buf_done(&type);
}

void http_problem(struct http_reply *reply, const struct http_request *request, unsigned status,
    const struct err *err)
{
    const struct http_problem_row *row = http_problem_row(err->code);
    if (reply->file_fd >= 0)
        close(reply->file_fd);
    reply->file_fd = -1;
    reply->fixed_body = (struct text){NULL, 0};
    reply->status = status;
    reply->type = "application/problem+json";
    struct buf *body = &reply->body;
    buf_cut(body, 0);
    json_print_open(body, '{');
    print_type(body, row->code);
    json_print_member_z(body, "title", row->title);
    json_print_member_int(body, "status", status);
    json_print_member_z(body, "detail", err->text);
    json_print_member(body, "instance", request->raw_path);
    json_print_member_z(body, "code", err_code_name(row->code));
    json_print_member(body, "request_id", request->id);
    json_print_close(body, '}');
    buf_add_char(body, '\n');
}
