/* SPDX-License-Identifier: Apache-2.0 */
#include "net/smtp.h"

#include <arpa/inet.h>

#include "base/limits.h"
#include "codec/mime.h"
#include "net/http_curl.h"

enum {
    CONNECT_SECONDS = 15,
    ANSWER_SECONDS = 30,
    TOTAL_SECONDS = 60,
    PORT_RELAY = 25,
    PORT_TLS = 465,
    PORT_SUBMISSION = 587,
    PORT_FREE = 1024,
    PORT_LAST = 65535,
    STATUS_GO_ON = 354,
    STATUS_NO = 400,
    STATUS_SIZE = 4 /* "250 ", "250-" */
};

struct exchange {
    const struct smtp_call *call;
    struct arena *arena;
    struct http_curl_gate gate;
    struct text rest; /* of the message, still to be sent */
    enum smtp_stage stage;
    unsigned status;
    struct buf words;
    size_t asked_count; /* addresses that the server was told */
    struct smtp_refusal *refused;
    size_t refused_count;
    bool is_over; /* what comes now answers our farewell */
};

static bool is_port_usual(unsigned long port)
{
    return port == PORT_RELAY || port == PORT_TLS || port == PORT_SUBMISSION || port >= PORT_FREE;
}

/* -- what is asked -- */

static bool is_ipv6(struct text host)
{
    unsigned char bytes[sizeof(struct in6_addr)];
    char z[INET6_ADDRSTRLEN];
    if (host.len >= sizeof z)
        return false;
    memcpy(z, host.at ? host.at : "", host.len);
    z[host.len] = '\0';
    return inet_pton(AF_INET6, z, bytes) == 1;
}

bool smtp_check_host(struct text host, struct err *err)
{
    enum { HOST_BYTES = 253 };
    bool is_good = host.len > 0 && host.len <= HOST_BYTES && host.at[0] != '-';
    for (size_t i = 0; i < host.len; i++)
        is_good &= text_is_alpha(host.at[i]) || text_is_digit(host.at[i]) || host.at[i] == '-' ||
                   host.at[i] == '.';
    return is_good || is_ipv6(host) ||
           err_set(
               err, ERR_USAGE, "the server must be a name such as mail.example.org, or an address");
}

static bool check_plain(struct text t, const char *what, struct err *err)
{
    for (size_t i = 0; i < t.len; i++)
        if ((unsigned char)t.at[i] < ' ' || t.at[i] == 0x7f)
            return err_set(err, ERR_USAGE, "%s: has a control character", what);
    return true;
}

static bool check_call(const struct smtp_call *call, struct err *err)
{
    if (!smtp_check_host(call->host, err) || !check_plain(call->user, "the user", err) ||
        !check_plain(call->password, "the password", err) || !mime_address_check(call->from, err))
        return false;
    if (call->greeting.len && !smtp_check_host(call->greeting, err))
        return false;
    if (call->port == 0 || call->port > PORT_LAST)
        return err_set(err, ERR_USAGE, "the port must be a number up to %d", PORT_LAST);
    if (call->security == SMTP_PLAIN && call->password.len)
        return err_set(err, ERR_USAGE, "a password is sent over an encrypted connection only");
    if (call->to_count == 0 || call->to_count > LIMIT_MAIL_RECIPIENTS ||
        call->message.len > LIMIT_MAIL_BYTES)
        return err_set(err, ERR_USAGE, "a mail to nobody, to too many, or too large");
    for (size_t i = 0; i < call->to_count; i++)
        if (!mime_address_check(call->to[i], err))
            return false;
    return true;
}

/* -- what comes and goes -- */

static size_t give_message(char *at, size_t size, size_t count, void *data)
{
    struct exchange *exchange = data;
    struct text piece = text_slice(exchange->rest, 0, size * count);
    if (piece.len)
        memcpy(at, piece.at, piece.len);
    exchange->rest = text_from(exchange->rest, piece.len);
    return piece.len;
}

/* Of what we say, only the words that lead to the next stage are looked at: what signs in is none of them. */
static void hear_command(struct exchange *exchange, struct text line)
{
    exchange->is_over |= text_starts(line, TEXT("QUIT"));
    if (exchange->is_over)
        return;
    if (text_starts(line, TEXT("AUTH ")))
        exchange->stage = SMTP_SIGN_IN;
    else if (text_starts(line, TEXT("MAIL FROM:")))
        exchange->stage = SMTP_SENDER;
    else if (text_starts(line, TEXT("RCPT TO:"))) {
        exchange->stage = SMTP_RECIPIENT;
        exchange->asked_count++;
    } else if (exchange->stage == SMTP_RECIPIENT && text_starts(line, TEXT("DATA")))
        exchange->stage = SMTP_MESSAGE;
    buf_cut(&exchange->words, 0);
}

static void note_refusal(struct exchange *exchange)
{
    if (exchange->stage != SMTP_RECIPIENT || exchange->status < STATUS_NO ||
        exchange->asked_count == 0 || exchange->refused_count == exchange->call->to_count)
        return;
    exchange->refused[exchange->refused_count++] = (struct smtp_refusal){exchange->asked_count - 1,
        exchange->status, arena_text(exchange->arena, buf_text(&exchange->words))};
}

/* RFC 5321, 4.2: a line of an answer is three digits, "-" when more of it comes, and words. */
static void hear_answer(struct exchange *exchange, struct text line)
{
    uint64_t status;
    line = text_trim(line);
    if (!text_read_u64(text_slice(line, 0, STATUS_SIZE - 1), &status) || status > 999)
        return;
    exchange->status = (unsigned)status;
    struct text words = text_trim(text_from(line, STATUS_SIZE));
    size_t room = LIMIT_MAIL_REPLY_BYTES - exchange->words.len;
    if (exchange->words.len && room > 1)
        buf_add_char(&exchange->words, ' '), room--;
    /* A byte that is no UTF-8 becomes one character, so nothing grows. */
    buf_add_plain(&exchange->words, text_front(words, room));
    if (line.len >= STATUS_SIZE && line.at[STATUS_SIZE - 1] == '-')
        return;
    note_refusal(exchange);
    if (exchange->status == STATUS_GO_ON)
        buf_cut(&exchange->words, 0);
}

static int hear(CURL *curl, curl_infotype type, char *at, size_t size, void *data)
{
    (void)curl;
    struct exchange *exchange = data;
    for (struct text line = {at, size};
        line.len && type == CURLINFO_HEADER_IN && !exchange->is_over;) {
        struct text one = text_cut(&line, '\n');
        hear_answer(exchange, one);
    }
    if (type == CURLINFO_HEADER_OUT)
        hear_command(exchange, (struct text){at, size});
    return 0;
}

static size_t drop(char *at, size_t size, size_t count, void *data)
{
    (void)at, (void)data;
    return size * count;
}

/* -- the call -- */

static const char *url_of(const struct exchange *exchange)
{
    const struct smtp_call *call = exchange->call;
    bool is_bare_ipv6 = text_find(call->host, ':') >= 0;
    return arena_format(exchange->arena, "%s://%s%.*s%s:%u/%.*s",
        call->security == SMTP_TLS ? "smtps" : "smtp", is_bare_ipv6 ? "[" : "",
        TEXT_ARG(call->host), is_bare_ipv6 ? "]" : "", call->port, TEXT_ARG(call->greeting))
        .at;
}

static struct curl_slist *recipients(const struct exchange *exchange)
{
    struct curl_slist *list = NULL;
    for (size_t i = 0; i < exchange->call->to_count; i++) {
        struct text to = exchange->call->to[i];
        struct curl_slist *more =
            curl_slist_append(list, arena_format(exchange->arena, "<%.*s>", TEXT_ARG(to)).at);
        if (!more)
            err_panic("out of memory");
        list = more;
    }
    return list;
}

static void set_times(CURL *curl, const struct smtp_call *call)
{
    unsigned total = call->total_seconds ? call->total_seconds : TOTAL_SECONDS;
    if (total > LIMIT_CALL_SECONDS)
        total = LIMIT_CALL_SECONDS;
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)total);
    /* It bounds the farewell too, which the total does not. */
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT,
        (long)(total < ANSWER_SECONDS ? total : ANSWER_SECONDS));
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
}

static void set_sign_in(CURL *curl, const struct smtp_call *call, struct arena *arena)
{
    if (!call->user.len)
        return;
    curl_easy_setopt(curl, CURLOPT_USERNAME, arena_text(arena, call->user).at);
    curl_easy_setopt(curl, CURLOPT_PASSWORD, arena_text(arena, call->password).at);
    curl_easy_setopt(curl, CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN");
}

static void set_up(CURL *curl, struct exchange *exchange, struct curl_slist *to)
{
    const struct smtp_call *call = exchange->call;
    curl_easy_setopt(curl, CURLOPT_URL, url_of(exchange));
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
        (long)(call->security == SMTP_PLAIN ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    set_times(curl, call);
    set_sign_in(curl, call, exchange->arena);
    curl_easy_setopt(
        curl, CURLOPT_MAIL_FROM, arena_format(exchange->arena, "<%.*s>", TEXT_ARG(call->from)).at);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
    /* One address that is wrong keeps nothing from the others. */
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_message);
    curl_easy_setopt(curl, CURLOPT_READDATA, exchange);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, hear);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, exchange);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    http_curl_guard(curl, &exchange->gate);
    http_curl_trust(curl, call->authorities);
}

/* -- what became of it -- */

static bool fail(CURLcode code, const struct exchange *exchange, const char *why, struct err *err)
{
    struct text host = exchange->call->host;
    if (http_curl_is_refused(&exchange->gate))
        return err_set(err, ERR_FORBIDDEN,
            "%.*s: stands in a private or reserved net, or on a port that is not called; who runs the server can allow "
            "the net (kenzen serve --allow-net)",
            TEXT_ARG(host));
    if (code == CURLE_USE_SSL_FAILED)
        return err_set(err, ERR_UNSUPPORTED,
            "%.*s: does not offer STARTTLS: nothing was sent, because it would be readable on its way",
            TEXT_ARG(host));
    if (code == CURLE_LOGIN_DENIED)
        return err_set(err, ERR_UNSUPPORTED,
            "%.*s: offers no way to sign in that is known here (AUTH PLAIN, AUTH LOGIN)",
            TEXT_ARG(host));
    return err_set(err, http_curl_passes(code) ? ERR_BUSY : ERR_SYSTEM, "%.*s: %s", TEXT_ARG(host),
        *why ? why : curl_easy_strerror(code));
}

static bool judge(CURLcode code, struct exchange *exchange, const char *why,
    struct smtp_reply *ret_reply, struct err *err)
{
    if (code != CURLE_OK && exchange->status < STATUS_NO)
        return fail(code, exchange, why, err);
    *ret_reply = (struct smtp_reply){.is_taken = code == CURLE_OK,
        .status = exchange->status,
        .stage = exchange->stage,
        .words = arena_text(exchange->arena, buf_text(&exchange->words)),
        .refused = exchange->refused,
        .refused_count = exchange->refused_count};
    return arena_check(exchange->arena, err);
}

static bool perform(struct exchange *exchange, struct smtp_reply *ret_reply, struct err *err)
{
    char why[CURL_ERROR_SIZE] = "";
    CURL *curl = http_curl_new();
    struct curl_slist *to = recipients(exchange);
    set_up(curl, exchange, to);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why);
    CURLcode code = curl_easy_perform(curl);
    bool is_fine = judge(code, exchange, why, ret_reply, err);
    curl_easy_cleanup(curl);
    curl_slist_free_all(to);
    return is_fine;
}

bool smtp_run(const struct smtp_call *call, struct arena *arena, struct smtp_reply *ret_reply,
    struct err *err)
{
    if (!check_call(call, err))
        return false;
    struct exchange exchange = {.call = call,
        .arena = arena,
        .rest = call->message,
        .gate = {call->allowed, call->allowed_count, is_port_usual, false, false}};
    exchange.refused = arena_take_array(arena, call->to_count, sizeof *exchange.refused);
    if (!exchange.refused)
        return arena_check(arena, err);
    buf_init(&exchange.words, 2 * LIMIT_MAIL_REPLY_BYTES);
    bool is_fine = perform(&exchange, ret_reply, err);
    buf_done(&exchange.words);
    return is_fine;
}
