/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/mail.h"

#include "base/limits.h"
#include "codec/mime.h"

enum { PORT_LAST = 65535 };

static const char *const securities[] = {
    [SMTP_STARTTLS] = "starttls", [SMTP_TLS] = "tls", [SMTP_PLAIN] = "plain"};

const char *mail_security_name(enum smtp_security security)
{
    return securities[security];
}

bool mail_security_read(struct text word, enum smtp_security *ret_security)
{
    for (size_t i = 0; i < LEN_OF(securities); i++)
        if (text_is(word, securities[i])) {
            *ret_security = (enum smtp_security)i;
            return true;
        }
    return false;
}

static bool check_authorities(struct text pem, struct err *err)
{
    if (pem.len > LIMIT_MAIL_AUTHORITIES_BYTES)
        return err_set(
            err, ERR_USAGE, "authorities: are longer than %zu bytes", LIMIT_MAIL_AUTHORITIES_BYTES);
    if (pem.len && text_find_text(pem, TEXT("-----BEGIN CERTIFICATE-----")) < 0)
        return err_set(
            err, ERR_USAGE, "authorities: has no certificate in PEM (BEGIN CERTIFICATE)");
    if (text_find_text(pem, TEXT("PRIVATE KEY-----")) >= 0)
        return err_set(
            err, ERR_USAGE, "authorities: has a private key in it, which must not be here");
    return true;
}

bool mail_check(const struct mail_server *server, struct err *err)
{
    if (!smtp_check_host(server->host, err))
        return err_add(err, "host");
    if (server->port < 1 || server->port > PORT_LAST)
        return err_set(err, ERR_USAGE, "port: must be a number from 1 to %d", PORT_LAST);
    if (!mime_address_check(server->from_address, err))
        return err_add(err, "from_address");
    if (server->security == SMTP_PLAIN && server->user.len)
        return err_set(err, ERR_USAGE,
            "user: signing in takes an encrypted connection: choose starttls or tls, or leave the user out");
    return check_authorities(server->authorities, err);
}
