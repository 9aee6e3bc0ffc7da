/* SPDX-License-Identifier: Apache-2.0 */
#include "app/caller.h"

#include <arpa/inet.h>
#include <netinet/in.h>

/* Reads an address as proxies write it: alone, "[2001:db8::1]", or with a port behind it. The text without those goes to ret_plain. */
static bool read_address(
    struct text t, struct arena *arena, struct sockaddr_in6 *ret_address, struct text *ret_plain)
{
    struct in_addr v4;
    if (text_starts(t, TEXT("[")))
        t = text_slice(t, 1, text_find(t, ']') > 0 ? (size_t)text_find(t, ']') : 1);
    else if (text_find(t, ':') > 0 && text_find(t, ':') == text_find_last(t, ':'))
        t = text_slice(t, 0, (size_t)text_find(t, ':'));
    struct text plain = arena_text(arena, t);
    *ret_address = (struct sockaddr_in6){.sin6_family = AF_INET6};
    *ret_plain = plain;
    if (!plain.at || strlen(plain.at) != plain.len)
        return false;
    if (inet_pton(AF_INET, plain.at, &v4) != 1)
        return inet_pton(AF_INET6, plain.at, &ret_address->sin6_addr) == 1;
    memset(&ret_address->sin6_addr.s6_addr[10], 0xff, 2);
    memcpy(&ret_address->sin6_addr.s6_addr[12], &v4, sizeof v4);
    return true;
}

static bool is_trusted(const struct address_net *trusted, size_t count, struct text t,
    struct arena *arena, struct text *ret_plain, bool *ret_is_address)
{
    struct sockaddr_in6 address;
    *ret_is_address = read_address(t, arena, &address, ret_plain);
    return *ret_is_address &&
           address_is_in(trusted, count, (const struct sockaddr *)(const void *)&address);
}

/* Cuts the last part off a list. */
static struct text cut_last(struct text *list)
{
    ptrdiff_t comma = text_find_last(*list, ',');
    struct text last = text_from(*list, (size_t)(comma + 1));
    *list = text_slice(*list, 0, comma < 0 ? 0 : (size_t)comma);
    return text_trim(last);
}

struct text caller_address(const struct address_net *trusted, size_t count,
    const struct http_request *request, struct arena *arena)
{
    struct text nearest = request->remote, plain;
    bool is_address;
    if (!count || !is_trusted(trusted, count, nearest, arena, &plain, &is_address))
        return nearest;
    /* A header that came twice is one list (RFC 9110, 5.3), and the last is the nearest proxy's. */
    for (size_t i = request->header_count; i-- > 0;) {
        struct text list = request->headers[i].value;
        if (!text_is_nocase(request->headers[i].name, "X-Forwarded-For"))
            continue;
        while (list.len) {
            bool goes_on = is_trusted(trusted, count, cut_last(&list), arena, &plain, &is_address);
            nearest = is_address ? plain : nearest;
            if (!goes_on)
                return nearest;
        }
    }
    return nearest;
}
