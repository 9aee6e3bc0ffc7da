/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/siwe.h"

#include "base/limits.h"

enum { NONCE_LEAST = 8, CLOCKS_APART_SECONDS = 300 };

static const char asks[] = " wants you to sign in with your Ethereum account:";

/* -- reading, line by line -- */

struct lines {
    struct text rest; /* at NULL behind the last one */
    int number;
};

static bool refuse(const struct lines *lines, const char *what, struct err *err)
{
    return err_set(err, ERR_SYNTAX, "message: line %d: %s", lines->number, what);
}

static struct text next(struct lines *lines)
{
    lines->number++;
    return text_cut(&lines->rest, '\n');
}

/* Takes the next line when it begins with name; its value must not be empty. */
static bool take(struct lines *lines, struct text name, struct text *ret_value)
{
    struct text line = text_slice(lines->rest, 0, name.len);
    if (!lines->rest.at || !text_eq(line, name))
        return false;
    *ret_value = text_from(next(lines), name.len);
    return true;
}

static bool is_printable(struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (t.at[i] < ' ' || t.at[i] > '~')
            return false;
    return true;
}

/* What URIs are made of, without spaces (RFC 3986). */
static bool is_uri(struct text t)
{
    return t.len && is_printable(t) && text_find(t, ' ') < 0 && text_find(t, ':') > 0;
}

static bool is_alphanumeric(struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (!text_is_alpha(t.at[i]) && !text_is_digit(t.at[i]))
            return false;
    return true;
}

/* [ scheme "://" ] domain %s" wants you to sign in with your Ethereum account:" LF */
static bool read_domain(struct lines *lines, struct siwe *siwe, struct err *err)
{
    struct text line = next(lines), tail = text_of(asks);
    if (!text_ends(line, tail))
        return refuse(lines, "not a request to sign in with Ethereum", err);
    line.len -= tail.len;
    ptrdiff_t at = text_find_text(line, TEXT("://"));
    siwe->scheme = text_slice(line, 0, at < 0 ? 0 : (size_t)at);
    siwe->domain = text_from(line, at < 0 ? 0 : (size_t)at + 3);
    if (at == 0 || !siwe->domain.len || !is_printable(line) || text_find(line, ' ') >= 0 ||
        text_find(siwe->domain, '/') >= 0)
        return refuse(lines, "not a domain", err);
    return true;
}

/* "Must also conform to capitalization checksum encoding specified in ERC-55" */
static bool read_address(struct lines *lines, struct siwe *siwe, struct err *err)
{
    struct text line = next(lines);
    char again[ADDRESS_TEXT_SIZE];
    if (!address_read(line, &siwe->address, NULL) ||
        !text_is(line, address_print(&siwe->address, again)))
        return refuse(lines, "not an address with the capitals of EIP-55", err);
    return next(lines).len == 0 || refuse(lines, "an empty line should be here", err);
}

/* [ statement LF ] LF */
static bool read_statement(struct lines *lines, struct siwe *siwe, struct err *err)
{
    siwe->statement = next(lines);
    if (!is_printable(siwe->statement))
        return refuse(lines, "not a statement of plain characters", err);
    return !siwe->statement.len || next(lines).len == 0 ||
           refuse(lines, "an empty line should be here", err);
}

static bool read_time(struct lines *lines, struct text value, int64_t *ret_us, struct err *err)
{
    /* A date alone is no date-time. */
    return (text_find(value, 'T') == 10 && clock_read(value, ret_us) && *ret_us > 0) ||
           refuse(lines, "not a time as RFC 3339 has it", err);
}

static bool read_chain(struct lines *lines, struct siwe *siwe, struct err *err)
{
    struct text value;
    if (!take(lines, TEXT("Version: "), &value))
        return refuse(lines, "after the URI the version should come", err);
    if (!text_is(value, "1"))
        return err_set(err, ERR_UNSUPPORTED, "message: only version 1 is known");
    if (!take(lines, TEXT("Chain ID: "), &value) || !text_read_u64(value, &siwe->chain_id) ||
        siwe->chain_id == 0)
        return refuse(lines, "not a chain id", err);
    return true;
}

static bool read_required(struct lines *lines, struct siwe *siwe, struct err *err)
{
    struct text value = {"", 0};
    if (!take(lines, TEXT("URI: "), &siwe->uri) || !is_uri(siwe->uri))
        return refuse(lines, "not a URI", err);
    if (!read_chain(lines, siwe, err))
        return false;
    if (!take(lines, TEXT("Nonce: "), &siwe->nonce) || siwe->nonce.len < NONCE_LEAST ||
        !is_alphanumeric(siwe->nonce))
        return refuse(lines, "not a nonce of 8 letters and digits or more", err);
    if (!take(lines, TEXT("Issued At: "), &value))
        return refuse(lines, "when it was issued should be here", err);
    return read_time(lines, value, &siwe->issued_us, err);
}

static bool read_resources(struct lines *lines, struct err *err)
{
    struct text value;
    if (!lines->rest.at || !text_is(text_slice(lines->rest, 0, 10), "Resources:"))
        return true;
    if (next(lines).len != 10)
        return refuse(lines, "resources stand below, one a line", err);
    while (take(lines, TEXT("- "), &value))
        if (!is_uri(value))
            return refuse(lines, "not a URI", err);
    return true;
}

static bool read_optional(struct lines *lines, struct siwe *siwe, struct err *err)
{
    struct text value;
    if (take(lines, TEXT("Expiration Time: "), &value) &&
        !read_time(lines, value, &siwe->expires_us, err))
        return false;
    if (take(lines, TEXT("Not Before: "), &value) &&
        !read_time(lines, value, &siwe->not_before_us, err))
        return false;
    if (take(lines, TEXT("Request ID: "), &siwe->request_id) && !is_printable(siwe->request_id))
        return refuse(lines, "not a request id", err);
    return read_resources(lines, err);
}

bool siwe_read(struct text message, struct siwe *ret_siwe, struct err *err)
{
    struct lines lines = {.rest = message};
    struct siwe siwe = {.request_id = {"", 0}};
    if (message.len > LIMIT_SIWE_BYTES)
        return err_set(err, ERR_LIMIT, "message: more than %zu bytes", LIMIT_SIWE_BYTES);
    if (!read_domain(&lines, &siwe, err) || !read_address(&lines, &siwe, err) ||
        !read_statement(&lines, &siwe, err) || !read_required(&lines, &siwe, err) ||
        !read_optional(&lines, &siwe, err))
        return false;
    if (lines.rest.at) {
        lines.number++;
        return refuse(&lines, "nothing more should be here", err);
    }
    *ret_siwe = siwe;
    return true;
}

/* -- writing -- */

static void print_time(struct buf *out, const char *name, int64_t time_us)
{
    char at[CLOCK_TEXT_SIZE];
    if (time_us)
        buf_format(out, "\n%s: %s", name, clock_print(time_us, at));
}

void siwe_print(struct buf *out, const struct siwe *siwe)
{
    char address[ADDRESS_TEXT_SIZE];
    if (siwe->scheme.len)
        buf_format(out, "%.*s://", TEXT_ARG(siwe->scheme));
    buf_format(out, "%.*s%s\n%s\n\n", TEXT_ARG(siwe->domain), asks,
        address_print(&siwe->address, address));
    if (siwe->statement.len)
        buf_format(out, "%.*s\n", TEXT_ARG(siwe->statement));
    buf_format(out, "\nURI: %.*s\nVersion: 1\nChain ID: %llu\nNonce: %.*s", TEXT_ARG(siwe->uri),
        (unsigned long long)siwe->chain_id, TEXT_ARG(siwe->nonce));
    print_time(out, "Issued At", siwe->issued_us);
    print_time(out, "Expiration Time", siwe->expires_us);
    print_time(out, "Not Before", siwe->not_before_us);
    if (siwe->request_id.len)
        buf_format(out, "\nRequest ID: %.*s", TEXT_ARG(siwe->request_id));
}

/* -- checking -- */

struct text siwe_scheme_of(struct text url)
{
    ptrdiff_t at = text_find_text(url, TEXT("://"));
    return text_slice(url, 0, at < 0 ? 0 : (size_t)at);
}

struct text siwe_domain_of(struct text url)
{
    ptrdiff_t at = text_find_text(url, TEXT("://"));
    struct text rest = text_from(url, at < 0 ? url.len : (size_t)at + 3);
    return text_cut(&rest, '/');
}

static bool is_at(const struct siwe *siwe, struct text url)
{
    struct text rest = text_from(siwe->uri, url.len);
    return text_starts(siwe->uri, url) && (!rest.len || rest.at[0] == '/');
}

bool siwe_check(const struct siwe *siwe, struct text url, int64_t now_us, struct err *err)
{
    const int64_t apart_us = CLOCKS_APART_SECONDS * CLOCK_SECOND_US;
    if (!text_eq_nocase(siwe->domain, siwe_domain_of(url)) ||
        (siwe->scheme.len && !text_eq(siwe->scheme, siwe_scheme_of(url))))
        return err_set(err, ERR_USAGE, "message: it is for %.*s, not for this server",
            TEXT_ARG(text_front(siwe->domain, 100)));
    if (!is_at(siwe, url))
        return err_set(err, ERR_USAGE, "message: its URI is not of this server");
    if (siwe->issued_us > now_us + apart_us || siwe->not_before_us > now_us)
        return err_set(err, ERR_USAGE, "message: it does not hold yet");
    if (siwe->expires_us && siwe->expires_us <= now_us)
        return err_set(err, ERR_USAGE, "message: it has expired");
    return true;
}
