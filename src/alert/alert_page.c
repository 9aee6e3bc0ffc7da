/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_page.h"

#include "alert/alert_word.h"
#include "base/clock.h"
#include "codec/zone.h"
#include "mail/mail_page.h"

#define DOT " \xC2\xB7 "
#define ELLIPSIS "\xE2\x80\xA6"

/* -- what others wrote -- */

/* Signs that steer become spaces, so that words stay apart; many spaces are one. */
static void add_line(struct buf *out, struct text t, bool keeps_links)
{
    while (t.len) {
        size_t control = text_control_len(t), link = keeps_links ? 0 : mail_page_unlink(out, t);
        if (!control && t.at[0] == ' ')
            control = 1;
        if (control && out->len && out->at[out->len - 1] != ' ')
            buf_add_char(out, ' ');
        if (!control && !link)
            buf_add_char(out, t.at[0]);
        t = text_from(t, control ? control : link ? link : 1);
    }
}

static struct text make_line(struct text t, size_t max_bytes, bool keeps_links, struct arena *arena)
{
    struct buf plain, out;
    struct text front = text_front(t, max_bytes);
    buf_init(&plain, SIZE_MAX);
    buf_init(&out, SIZE_MAX);
    if (text_find_bad_utf8(front) >= 0) {
        buf_add_plain(&plain, front);
        front = buf_text(&plain);
    }
    add_line(&out, front, keeps_links);
    struct text line = text_trim(buf_text(&out));
    if (line.len > max_bytes || t.len > max_bytes) {
        struct text kept = text_front(line, max_bytes - (sizeof ELLIPSIS - 1));
        line = arena_format(arena, "%.*s" ELLIPSIS, TEXT_ARG(kept));
    } else {
        line = arena_text(arena, line);
    }
    buf_done(&plain);
    buf_done(&out);
    return line;
}

struct text alert_page_line(struct text t, size_t max_bytes, struct arena *arena)
{
    return make_line(t, max_bytes, false, arena);
}

struct text alert_page_plain(struct text t, size_t max_bytes, struct arena *arena)
{
    return make_line(t, max_bytes, true, arena);
}

static struct text name_of(struct text t, struct arena *arena)
{
    return alert_page_line(t, ALERT_PAGE_NAME_BYTES, arena);
}

/* -- times and addresses -- */

struct making {
    struct alert_page *page;
    const struct alert_message *message;
    const struct alert_page_options *options;
    struct arena *arena;
    struct zone zone;
    struct text zone_name;
};

static bool open_zone(struct making *making, struct err *err)
{
    struct text name = making->message->time_zone;
    making->zone_name = name.len && zone_open(&making->zone, name, NULL) ? name : TEXT("UTC");
    return making->zone.calendar || zone_open(&making->zone, making->zone_name, err);
}

/* "2026-12-01", or with the clock "2026-12-01 17:35". */
static struct text print_time(const struct making *making, int64_t time_us, bool has_clock)
{
    char day[CLOCK_TEXT_SIZE];
    struct zone_time at = zone_time(&making->zone, time_us);
    clock_print(at.day * CLOCK_DAY_US, day);
    if (!has_clock)
        return arena_format(making->arena, "%.10s", day);
    return arena_format(making->arena, "%.10s %02d:%02d", day, at.minute / 60, at.minute % 60);
}

/* No sign in it has a meaning to any format but "&". */
static struct text print_url(const struct making *making, struct text path)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    buf_add(&out, making->options->base_url);
    if (!text_starts(path, TEXT("/")) || text_starts(path, TEXT("//")))
        path = TEXT("/");
    for (size_t i = 0; i < path.len; i++) {
        char c = path.at[i];
        if (text_is_alpha(c) || text_is_digit(c) || (c && strchr("-._~/?&=#%:,", c)))
            buf_add_char(&out, c);
        else
            buf_format(&out, "%%%02X", (unsigned char)c);
    }
    struct text url = arena_text(making->arena, buf_text(&out));
    buf_done(&out);
    return url;
}

/* -- parts of the page -- */

static struct text word(const struct making *making, enum alert_word word)
{
    return alert_word(word, making->options->is_japanese);
}

static struct text fill(const struct making *making, enum alert_word word, struct text what,
    struct text where, int64_t count)
{
    const struct alert_word_values values = {what, where, count};
    return alert_word_fill(word, making->options->is_japanese, &values, making->arena);
}

static struct text print_where(const struct making *making)
{
    const struct alert_message *message = making->message;
    if (message->subject.len)
        return name_of(message->subject, making->arena);
    if (message->service_count > 1)
        return fill(making, ALERT_WORD_SERVICES, TEXT(""), TEXT(""), message->service_count);
    if (message->vulnerability.len && message->affected_count)
        return name_of(message->affected[0].service, making->arena);
    return name_of(message->team, making->arena);
}

static enum alert_word title_word(const struct alert_message *message)
{
    static const enum alert_word words[ALERT_KINDS] = {ALERT_WORD_NEW, ALERT_WORD_REOPENED,
        ALERT_WORD_DUE_IN, ALERT_WORD_OVERDUE, ALERT_WORD_ESCALATION, ALERT_WORD_DIGEST,
        ALERT_WORD_CLOSED, ALERT_WORD_TEST};
    bool is_today = message->kind == ALERT_REMINDER && message->days <= 0;
    return is_today ? ALERT_WORD_DUE_TODAY : words[message->kind];
}

/* Before what is about one flaw stands how urgent it is. */
static struct text print_title(const struct making *making)
{
    const struct alert_message *message = making->message;
    bool is_sum = message->kind == ALERT_DIGEST || message->kind == ALERT_CLOSED;
    struct text title =
        fill(making, title_word(message), name_of(message->vulnerability, making->arena),
            print_where(making), is_sum ? message->total : message->days);
    struct text priority = alert_word_priority(message->priority, making->options->is_japanese);
    if (!is_sum && priority.len)
        title = arena_format(making->arena, "[%.*s] %.*s", TEXT_ARG(priority), TEXT_ARG(title));
    return alert_page_line(title, ALERT_PAGE_TITLE_BYTES, making->arena);
}

static void add_fact(struct making *making, enum alert_word label, struct text value)
{
    struct alert_page *page = making->page;
    if (value.len && page->fact_count < ALERT_PAGE_FACTS)
        page->facts[page->fact_count++] = (struct alert_page_fact){word(making, label), value};
}

/* "Immediate (act)": kenzen's word, and the model's own where it has another one. */
static struct text print_priority(const struct making *making)
{
    const struct alert_message *message = making->message;
    struct text outcome = name_of(message->outcome, making->arena);
    struct text own = alert_word_priority(message->priority, making->options->is_japanese);
    const char *word = message->priority < 0 ? "" : ssvc_word("decision", message->priority);
    if (!outcome.len || text_is(outcome, word))
        return own;
    return arena_format(making->arena, "%.*s (%.*s)", TEXT_ARG(own), TEXT_ARG(outcome));
}

static struct text print_severity(const struct making *making)
{
    const struct alert_message *message = making->message;
    struct text own = alert_word_severity(message->severity, making->options->is_japanese);
    if (message->cvss_tenths <= 0)
        return own;
    return arena_format(making->arena, "%.*s%sCVSS %lld.%lld", TEXT_ARG(own), own.len ? DOT : "",
        (long long)(message->cvss_tenths / 10), (long long)(message->cvss_tenths % 10));
}

/* CISA's date is a day without a clock, kept as its midnight in UTC. */
static struct text print_kev(const struct making *making)
{
    char day[CLOCK_TEXT_SIZE];
    const struct alert_message *message = making->message;
    if (!message->is_kev)
        return TEXT("");
    struct text said =
        word(making, message->is_ransomware ? ALERT_WORD_KEV_RANSOMWARE : ALERT_WORD_KEV_YES);
    if (!message->kev_due_us)
        return said;
    clock_print(message->kev_due_us, day);
    return fill(making, ALERT_WORD_KEV_DUE, said, (struct text){day, 10}, 0);
}

/* "93.1 %" of a chance in millionths. */
static struct text print_epss(const struct making *making)
{
    int64_t millionths = making->message->epss_millionths;
    if (millionths < 0 || !making->message->vulnerability.len)
        return TEXT("");
    return arena_format(making->arena, "%lld.%lld %%", (long long)(millionths / 10000),
        (long long)(millionths / 1000 % 10));
}

/* "3 Immediate · 12 Out of cycle". */
static struct text print_counts(const struct making *making)
{
    struct text all = TEXT("");
    for (int i = SSVC_IMMEDIATE; i >= SSVC_DEFER; i--) {
        int64_t count = making->message->by_priority[i];
        struct text one = arena_format(making->arena, "%lld %.*s", (long long)count,
            TEXT_ARG(alert_word_priority(i, making->options->is_japanese)));
        if (count)
            all = arena_join(making->arena, all, DOT, one);
    }
    return all;
}

static struct text print_period(const struct making *making)
{
    const struct alert_message *message = making->message;
    if (!message->from_us || !message->until_us)
        return TEXT("");
    return arena_join(making->arena, print_time(making, message->from_us, true), " \xE2\x80\x93 ",
        print_time(making, message->until_us, true));
}

static void add_facts(struct making *making)
{
    const struct alert_message *message = making->message;
    bool is_sum = message->kind == ALERT_DIGEST || message->kind == ALERT_CLOSED;
    if (is_sum) {
        add_fact(making, ALERT_WORD_ALL, print_counts(making));
        add_fact(making, ALERT_WORD_PERIOD, print_period(making));
        if (message->component_count)
            add_fact(making, ALERT_WORD_COMPONENTS,
                arena_format(making->arena, "%lld", (long long)message->component_count));
        return;
    }
    add_fact(making, ALERT_WORD_PRIORITY, print_priority(making));
    add_fact(making, ALERT_WORD_SEVERITY, print_severity(making));
    add_fact(making, ALERT_WORD_KEV, print_kev(making));
    if (message->is_malicious)
        add_fact(making, ALERT_WORD_MALICIOUS, word(making, ALERT_WORD_MALICIOUS_YES));
    add_fact(making, ALERT_WORD_EPSS, print_epss(making));
    add_fact(making, ALERT_WORD_FIXED, name_of(message->fixed, making->arena));
}

/* A part named "main" says nothing. */
static struct text print_place(const struct making *making, const struct alert_affected *row)
{
    struct text service = name_of(row->service, making->arena);
    struct text part = name_of(row->part, making->arena);
    struct text place =
        text_is(part, "main") ? service : arena_join(making->arena, service, " / ", part);
    struct text flaw = name_of(row->vulnerability, making->arena);
    if (!flaw.len || text_eq(row->vulnerability, making->message->vulnerability))
        return place;
    return fill(making, ALERT_WORD_IN, flaw, place, 0);
}

static struct text print_rest(const struct making *making, const struct alert_affected *row)
{
    struct text rest = alert_word_priority(row->priority, making->options->is_japanese);
    struct text person =
        row->assignee.len ? name_of(row->assignee, making->arena) : word(making, ALERT_WORD_NOBODY);
    if (row->due_us)
        rest = arena_join(making->arena, rest, DOT,
            fill(making, ALERT_WORD_DUE, print_time(making, row->due_us, false), TEXT(""), 0));
    return making->message->kind == ALERT_CLOSED ? rest
                                                 : arena_join(making->arena, rest, DOT, person);
}

static void add_rows(struct making *making)
{
    struct alert_page *page = making->page;
    const struct alert_message *message = making->message;
    for (size_t i = 0; i < message->affected_count && i < ALERT_PAGE_ROWS; i++) {
        const struct alert_affected *row = &message->affected[i];
        page->rows[page->row_count++] = (struct alert_page_row){.where = print_place(making, row),
            .package = arena_join(making->arena, name_of(row->package, making->arena), " ",
                name_of(row->version, making->arena)),
            .rest = print_rest(making, row),
            .url = print_url(
                making, arena_format(making->arena, "/tickets/%lld", (long long)row->ticket_id))};
    }
    page->total =
        message->total > (int64_t)page->row_count ? message->total : (int64_t)page->row_count;
}

static struct text print_footer(const struct making *making, struct text team)
{
    struct text at = arena_format(making->arena, "%.*s (%.*s)",
        TEXT_ARG(print_time(making, making->message->at_us, true)), TEXT_ARG(making->zone_name));
    return arena_join(making->arena, fill(making, ALERT_WORD_TEAM, team, TEXT(""), 0), DOT, at);
}

bool alert_page_make(struct alert_page *ret_page, const struct alert_message *message,
    const struct alert_page_options *options, struct arena *arena, struct err *err)
{
    struct alert_page page = {.message = message, .is_japanese = options->is_japanese};
    struct making making = {&page, message, options, arena, {NULL}, TEXT("")};
    struct text team = name_of(message->team, arena);
    if (!open_zone(&making, err))
        return false;
    page.title = print_title(&making);
    page.lead = message->kind == ALERT_TEST
                    ? word(&making, ALERT_WORD_TEST_LEAD)
                    : alert_word_cause(message->cause, options->is_japanese);
    page.summary = alert_page_line(message->summary, ALERT_PAGE_SUMMARY_BYTES, arena);
    page.remedy_label = word(&making, ALERT_WORD_REMEDY);
    page.remedy = alert_page_line(message->remedy, ALERT_PAGE_SUMMARY_BYTES, arena);
    add_facts(&making);
    add_rows(&making);
    page.url = print_url(&making, message->link);
    page.button = word(&making, ALERT_WORD_OPEN);
    page.footer = print_footer(&making, team);
    page.why = fill(&making, ALERT_WORD_WHY, team, TEXT(""), 0);
    zone_close(&making.zone);
    if (!arena_check(arena, err))
        return false;
    *ret_page = page;
    return true;
}

struct text alert_page_more(const struct alert_page *page, size_t count, struct arena *arena)
{
    const struct alert_word_values values = {TEXT(""), TEXT(""), page->total - (int64_t)count};
    if (values.count <= 0)
        return TEXT("");
    return alert_word_fill(ALERT_WORD_MORE, page->is_japanese, &values, arena);
}
