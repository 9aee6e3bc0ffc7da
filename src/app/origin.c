/* SPDX-License-Identifier: Apache-2.0 */
#include "app/origin.h"

/* Takes the port off an authority when it is the scheme's own. */
static struct text without_default_port(struct text authority, const char *port)
{
    struct text suffix = text_of(port);
    return text_ends(authority, suffix) ? text_slice(authority, 0, authority.len - suffix.len)
                                        : authority;
}

/* A proxy may have taken TLS off, so that we do not know the scheme of our own address; the origin
   tells it. */
static bool is_same_host(struct text origin, struct text host)
{
    bool is_tls = text_starts(origin, TEXT("https://"));
    if (!is_tls && !text_starts(origin, TEXT("http://")))
        return false;
    const char *port = is_tls ? ":443" : ":80";
    struct text authority = text_from(origin, is_tls ? 8 : 7);
    return authority.len &&
           text_eq_nocase(without_default_port(authority, port), without_default_port(host, port));
}

bool origin_check(const struct http_request *request, bool must_be_told, struct err *err)
{
    struct text origin = http_header(request, "Origin");
    struct text site = http_header(request, "Sec-Fetch-Site");
    if (origin.len && !is_same_host(origin, http_header(request, "Host")))
        return err_set(err, ERR_FORBIDDEN, "Origin: the request comes from another site's page");
    if (site.len && !text_is(site, "same-origin") && !text_is(site, "none"))
        return err_set(
            err, ERR_FORBIDDEN, "Sec-Fetch-Site: the request comes from another site's page");
    if (!origin.len && !site.len && must_be_told)
        return err_set(err, ERR_FORBIDDEN,
            "Origin: is missing; a request with a session cookie must say where it comes from "
            "(programs use an API token)");
    return true;
}
