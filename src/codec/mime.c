/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/mime.h"

#include <time.h>

#include "base/clock.h"
#include "base/limits.h"
#include "codec/base64.h"
#include "codec/mime_text.h"

/* Neither quoted-printable nor Base64 ever has "=_" (RFC 2045, 6.7), so no text can end a part. */
#define BOUNDARY "=_kenzen"

enum { LINE_MAX_BYTES = 998, DOMAIN_MAX_BYTES = 255, LABEL_MAX_BYTES = 63, PLAIN_MAX_BYTES = 60 };
/* Base64 of 39 bytes and what stands around it: 64 bytes of the 75 that an encoded word may have, behind "Subject: ". */
enum { WORD_BYTES = 39 };

/* -- addresses -- */

/* RFC 5322, 3.2.3: atext. */
static bool is_atom_char(char c)
{
    return text_is_alpha(c) || text_is_digit(c) || (c && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

static bool is_local(struct text local)
{
    if (local.len == 0 || local.len > LIMIT_MAIL_LOCAL_BYTES)
        return false;
    for (struct text rest = local; rest.at;) {
        struct text atom = text_cut(&rest, '.');
        if (atom.len == 0)
            return false;
        for (size_t i = 0; i < atom.len; i++)
            if (!is_atom_char(atom.at[i]))
                return false;
    }
    return true;
}

static bool is_label(struct text label)
{
    if (label.len == 0 || label.len > LABEL_MAX_BYTES || label.at[0] == '-' ||
        label.at[label.len - 1] == '-')
        return false;
    for (size_t i = 0; i < label.len; i++)
        if (!text_is_alpha(label.at[i]) && !text_is_digit(label.at[i]) && label.at[i] != '-')
            return false;
    return true;
}

static bool is_domain(struct text domain)
{
    if (domain.len == 0 || domain.len > DOMAIN_MAX_BYTES)
        return false;
    for (struct text rest = domain; rest.at;)
        if (!is_label(text_cut(&rest, '.')))
            return false;
    return true;
}

static bool is_address(struct text address)
{
    ptrdiff_t at = text_find_last(address, '@');
    return at > 0 && address.len <= LIMIT_MAIL_ADDRESS_BYTES &&
           is_local(text_slice(address, 0, (size_t)at)) &&
           is_domain(text_from(address, (size_t)at + 1));
}

/* What is no address may be anything: it is shown without what steers a terminal. */
static bool fail_plain(struct err *err, struct text shown, const char *why)
{
    struct buf plain;
    buf_init(&plain, SIZE_MAX);
    buf_add_plain(&plain, text_front(shown, PLAIN_MAX_BYTES));
    err_set(err, ERR_USAGE, "%.*s: %s", TEXT_ARG(buf_text(&plain)), why);
    buf_done(&plain);
    return false;
}

bool mime_address_check(struct text address, struct err *err)
{
    return is_address(address) ||
           fail_plain(err, address, "not a mail address such as kim@example.org");
}

/* -- headers -- */

static bool is_plain_char(char c)
{
    return text_is_alpha(c) || text_is_digit(c) || (c && strchr(" .,:;!?'()/+-_#*&[]@", c));
}

/* Returns whether t can stand in a header as it is. */
static bool is_plain(struct text t, const char *more_not)
{
    if (t.len > PLAIN_MAX_BYTES)
        return false;
    for (size_t i = 0; i < t.len; i++)
        if (!is_plain_char(t.at[i]) || strchr(more_not, t.at[i]))
            return false;
    return text_find_text(t, TEXT("=?")) < 0;
}

/* Adds t on one line: whatever steers, and any white space, becomes a space. */
static void flatten(struct buf *out, struct text t)
{
    struct buf spaced;
    buf_init(&spaced, SIZE_MAX);
    for (struct text rest = text_trim(t); rest.len;) {
        size_t control = text_control_len(rest);
        if (control || text_is_space(rest.at[0])) {
            buf_add_char(&spaced, ' ');
            rest = text_trim(text_from(rest, control ? control : 1));
            continue;
        }
        buf_add_char(&spaced, rest.at[0]);
        rest = text_from(rest, 1);
    }
    bool is_long = spaced.len > LIMIT_MAIL_SUBJECT_BYTES;
    buf_add_plain(out, text_front(buf_text(&spaced), LIMIT_MAIL_SUBJECT_BYTES));
    if (is_long)
        buf_add_z(out, "…");
    buf_done(&spaced);
}

/* RFC 2047: encoded words, each of whole characters, with folding between. */
static void add_words(struct buf *out, struct text t)
{
    for (bool is_first = true; t.len || is_first; is_first = false) {
        struct text word = text_front(t, WORD_BYTES);
        buf_add_z(out, is_first ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?");
        base64_print(out, word);
        buf_add_z(out, "?=");
        t = text_from(t, word.len);
    }
}

/* not_plain: characters that mean something where it stands. */
static void add_unstructured(struct buf *out, struct text t, const char *not_plain)
{
    struct buf flat;
    buf_init(&flat, SIZE_MAX);
    flatten(&flat, t);
    if (is_plain(buf_text(&flat), not_plain))
        buf_add(out, buf_text(&flat));
    else
        add_words(out, buf_text(&flat));
    buf_done(&flat);
}

static bool add_address(struct buf *out, const struct mime_address *it, struct err *err)
{
    if (!mime_address_check(it->address, err))
        return false;
    if (it->name.len) {
        add_unstructured(out, it->name, ".,:;!?'()/+#*&[]@");
        buf_add_z(out, "\r\n ");
    }
    buf_format(out, "<%.*s>\r\n", TEXT_ARG(it->address));
    return true;
}

static bool add_addresses(struct buf *out, const struct mime_message *message, struct err *err)
{
    if (message->to_count == 0 || message->to_count > LIMIT_MAIL_RECIPIENTS)
        return err_set(
            err, ERR_LIMIT, "a message goes to 1 to %zu addresses", LIMIT_MAIL_RECIPIENTS);
    buf_add_z(out, "From: ");
    if (!add_address(out, &message->from, err))
        return false;
    buf_add_z(out, "To: ");
    for (size_t i = 0; i < message->to_count; i++) {
        if (i) {
            buf_cut(out, out->len - 2);
            buf_add_z(out, ",\r\n ");
        }
        if (!add_address(out, &message->to[i], err))
            return false;
    }
    return true;
}

static void add_date(struct buf *out, int64_t date_us)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct tm tm;
    time_t seconds = date_us / CLOCK_SECOND_US;
    gmtime_r(&seconds, &tm);
    buf_format(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[tm.tm_wday], tm.tm_mday,
        months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* A URL between angle brackets: RFC 2369, 2. */
static bool is_url(struct text url)
{
    if (!text_starts(url, TEXT("https://")) && !text_starts(url, TEXT("http://")))
        return false;
    for (size_t i = 0; i < url.len; i++)
        if (url.at[i] <= ' ' || url.at[i] >= 0x7f || strchr("<>,\"\\", url.at[i]))
            return false;
    return true;
}

static bool add_list(struct buf *out, const struct mime_message *message, struct err *err)
{
    struct text url = message->unsubscribe_url;
    if (!message->list_id.len)
        return true;
    if (!is_domain(message->list_id))
        return fail_plain(err, message->list_id, "no id of a list");
    if (!is_url(url) || url.len > LINE_MAX_BYTES - 4)
        return fail_plain(err, url, "no URL for a header");
    buf_format(out, "List-Id: <%.*s>\r\n", TEXT_ARG(message->list_id));
    buf_format(out, "List-Unsubscribe: <%.*s>\r\n", TEXT_ARG(url));
    buf_add_z(out, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
    return true;
}

static bool add_headers(struct buf *out, const struct mime_message *message, struct err *err)
{
    if (!is_address(message->id))
        return fail_plain(err, message->id, "no id of a message");
    if (!add_addresses(out, message, err))
        return false;
    buf_add_z(out, "Subject: ");
    add_unstructured(out, message->subject, "");
    buf_add_z(out, "\r\n");
    add_date(out, message->date_us);
    buf_format(out, "Message-ID: <%.*s>\r\n", TEXT_ARG(message->id));
    /* RFC 3834, 5.1; and what Exchange's "out of office" goes by. */
    buf_add_z(out, "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n");
    return add_list(out, message, err);
}

/* -- the whole -- */

static void add_part(struct buf *out, const char *type, struct text t)
{
    buf_format(out, "Content-Type: text/%s; charset=utf-8\r\n", type);
    mime_text_print(out, t);
}

bool mime_print(struct buf *out, const struct mime_message *message, struct err *err)
{
    if (message->text.len > LIMIT_MAIL_TEXT_BYTES || message->html.len > LIMIT_MAIL_TEXT_BYTES)
        return err_set(
            err, ERR_LIMIT, "the text of the mail is longer than %zu bytes", LIMIT_MAIL_TEXT_BYTES);
    if (!add_headers(out, message, err))
        return false;
    buf_add_z(out, "MIME-Version: 1.0\r\n");
    if (message->html.len == 0) {
        add_part(out, "plain", message->text);
        return buf_check(out, err);
    }
    buf_add_z(out, "Content-Type: multipart/alternative; boundary=\"" BOUNDARY "\"\r\n\r\n");
    buf_add_z(out, "--" BOUNDARY "\r\n");
    add_part(out, "plain", message->text);
    buf_add_z(out, "--" BOUNDARY "\r\n");
    add_part(out, "html", message->html);
    buf_add_z(out, "--" BOUNDARY "--\r\n");
    return buf_check(out, err);
}
