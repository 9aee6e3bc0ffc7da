/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/mail_json.h"

#include "account/api.h"
#include "base/limits.h"

static bool read_line(const struct json *body, const char *key, struct arena *arena,
    struct text *line, struct err *err)
{
    if (!api_member_line(body, key, line, err))
        return false;
    *line = arena_text(arena, *line);
    return true;
}

static bool read_port(const struct json *body, int64_t *port, struct err *err)
{
    yyjson_val *value = json_get(json_root(body), "port");
    if (!value || yyjson_is_null(value))
        return true;
    if (!yyjson_is_int(value))
        return err_set(err, ERR_USAGE, "port: must be a whole number");
    *port = yyjson_get_sint(value);
    return true;
}

static bool read_security(const struct json *body, struct mail_server *server, struct err *err)
{
    struct text word = text_of(mail_security_name(server->security));
    return api_member_line(body, "security", &word, err) &&
           (mail_security_read(word, &server->security) ||
               err_set(err, ERR_USAGE, "security: must be starttls, tls or plain"));
}

/* It may begin or end with a space. */
static bool read_password(
    const struct json *body, struct mail_json_given *given, struct arena *arena, struct err *err)
{
    yyjson_val *value = json_get(json_root(body), "password");
    struct text password;
    if (!value || yyjson_is_null(value))
        return true;
    if (!json_text(value, &password) || password.len > LIMIT_PASSWORD_BYTES)
        return err_set(
            err, ERR_USAGE, "password: must be a string of up to %zu bytes", LIMIT_PASSWORD_BYTES);
    for (size_t i = 0; i < password.len; i++)
        if ((unsigned char)password.at[i] < ' ' || password.at[i] == 0x7f)
            return err_set(err, ERR_USAGE, "password: has a control character");
    given->has_password = true;
    given->password = arena_text(arena, password);
    return true;
}

static bool check_password(const struct mail_server *former, const struct mail_server *server,
    const struct mail_json_given *given, struct err *err)
{
    bool is_elsewhere = !text_eq(former->host, server->host) || former->port != server->port ||
                        !text_eq(former->user, server->user);
    if (!given->has_password && former->password.len && server->user.len && is_elsewhere)
        return err_set(err, ERR_USAGE, "password: give it again for another server or user");
    bool has_one = given->has_password ? given->password.len > 0 : former->password.len > 0;
    if (server->user.len && !has_one)
        return err_set(err, ERR_USAGE, "password: is missing, for the user");
    return true;
}

bool mail_json_read(const struct json *body, struct mail_server *server,
    struct mail_json_given *ret_given, struct arena *arena, struct err *err)
{
    struct mail_server it = *server;
    struct mail_json_given given = {.password = {"", 0}};
    if (!read_line(body, "host", arena, &it.host, err) || !read_port(body, &it.port, err) ||
        !read_security(body, &it, err) || !read_line(body, "user", arena, &it.user, err) ||
        !read_password(body, &given, arena, err) ||
        !read_line(body, "from_address", arena, &it.from_address, err) ||
        !read_line(body, "from_name", arena, &it.from_name, err) ||
        !api_member_text(body, "authorities", LIMIT_MAIL_AUTHORITIES_BYTES, &it.authorities, err) ||
        !api_member_bool(body, "is_on", &it.is_on, err))
        return false;
    it.authorities = arena_text(arena, it.authorities);
    if (!mail_check(&it, err) || !check_password(server, &it, &given, err))
        return false;
    if (!it.user.len) { /* a password without a user is of no use to anybody */
        given.has_password = true;
        given.password = (struct text){"", 0};
    }
    *server = it;
    *ret_given = given;
    return arena_check(arena, err);
}

void mail_json_print(struct buf *out, const struct mail_server *server, bool is_set)
{
    static const struct mail_server none = {.port = 587, .is_on = true};
    const struct mail_server *it = is_set ? server : &none;
    json_print_member_bool(out, "is_set", is_set);
    json_print_member(out, "host", it->host);
    json_print_member_int(out, "port", it->port);
    json_print_member_z(out, "security", mail_security_name(it->security));
    json_print_member(out, "user", it->user);
    json_print_member_bool(out, "has_password", it->password.len > 0);
    json_print_member(out, "from_address", it->from_address);
    json_print_member(out, "from_name", it->from_name);
    json_print_member(out, "authorities", it->authorities);
    json_print_member_bool(out, "is_on", it->is_on);
    json_print_member_or_null(out, "trouble", it->trouble);
    json_print_member_time(out, "trouble_at", it->trouble_us);
    json_print_member_time(out, "sent_at", it->sent_us);
    json_print_member_time(out, "updated_at", it->updated_us);
}
