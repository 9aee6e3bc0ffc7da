/* SPDX-License-Identifier: Apache-2.0 */
#include "account/body_cmd.h"

#include "base/file.h"
#include "base/limits.h"

static bool read_members(
    struct json *ret_body, struct text bytes, const char *members, struct err *err)
{
    struct json body;
    if (!json_read(&body, bytes, err))
        return false;
    if (!api_members(&body, members, err)) {
        json_done(&body);
        return false;
    }
    *ret_body = body;
    return true;
}

bool body_cmd_read(struct json *ret_body, const char *path, const char *members, struct err *err)
{
    struct buf bytes;
    buf_init(&bytes, LIMIT_HTTP_BODY_BYTES);
    bool is_read =
        file_read(&bytes, path, err) &&
        (read_members(ret_body, buf_text(&bytes), members, err) || err_add(err, "%s", path));
    buf_done(&bytes);
    return is_read;
}
