/* SPDX-License-Identifier: Apache-2.0 */
#include "sandbox/worker_wire.h"

void worker_wire_print_request(struct buf *out, const char *kind, struct text name)
{
    buf_add_z(out, kind);
    buf_add_char(out, '\0');
    buf_add(out, name);
}

bool worker_wire_read_request(struct text message, struct text *ret_kind, struct text *ret_name)
{
    struct text kind = text_cut(&message, '\0');
    if (!message.at)
        return false;
    *ret_kind = kind;
    *ret_name = message;
    return true;
}

void worker_wire_print_reply(struct buf *out, const struct err *err)
{
    buf_add_char(out, (char)(err ? err->code : ERR_NONE));
    if (err)
        buf_add_z(out, err->text);
}

bool worker_wire_read_reply(struct text message, bool *ret_is_odd, struct err *err)
{
    unsigned code = message.len ? (unsigned char)message.at[0] : UINT8_MAX;
    struct text words = text_from(message, 1);
    *ret_is_odd =
        code > ERR_SYSTEM || (code == ERR_NONE && words.len) || text_find_bad_utf8(words) >= 0;
    if (*ret_is_odd)
        return err_set(err, ERR_SYSTEM, "the worker's answer makes no sense");
    return code == ERR_NONE || err_set(err, (enum err_code)code, "%.*s", TEXT_ARG(words));
}
