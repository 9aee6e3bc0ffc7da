/* SPDX-License-Identifier: Apache-2.0 */
#include "health/report_html.h"

/* Paper first: black on white, in points, tables that break between rows and repeat their heads. */
static const char style[] =
    "@page{size:A4;margin:16mm 14mm 18mm}"
    "*{box-sizing:border-box}html{color-scheme:light}"
    "body{margin:0 auto;padding:24px;max-width:210mm;background:#fff;color:#1a1d21;font:10.5pt/1.45 system-ui,\"Noto Sans JP\",sans-serif}"
    "h1{margin:0;font-size:20pt;line-height:1.2}h2{margin:22pt 0 6pt;padding-bottom:3pt;border-bottom:1.5pt solid #1d6b4f;font-size:13pt;break-after:avoid}"
    "p{margin:4pt 0}.muted{color:#5c636b}.small{font-size:9pt}"
    "table{width:100%;border-collapse:collapse;font-size:9.5pt}thead{display:table-header-group}tr{break-inside:avoid}"
    "th{padding:4pt 6pt;border-bottom:1pt solid #1a1d21;text-align:left;vertical-align:bottom}"
    "td{padding:4pt 6pt;border-bottom:.5pt solid #c9ced4;vertical-align:top;overflow-wrap:anywhere}"
    ".n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}.s{width:70mm}td:first-child{min-width:24mm;overflow-wrap:break-word}.d{white-space:nowrap}th.n{white-space:normal}.k{min-width:22mm;overflow-wrap:break-word}"
    ".bad{font-weight:700;color:#a4262c}.box{margin:8pt 0;padding:8pt 10pt;border:1pt solid #c9ced4;border-radius:4pt;break-inside:avoid}"
    ".key{display:flex;flex-wrap:wrap;gap:8pt;margin:12pt 0}.key div{flex:1 1 34mm;padding:8pt 10pt;border:1pt solid #c9ced4;border-radius:4pt}"
    ".key b{display:block;font-size:18pt;line-height:1.2;font-variant-numeric:tabular-nums}code{font:8.5pt/1.4 ui-monospace,monospace;overflow-wrap:anywhere}"
    "ul{margin:4pt 0;padding-left:14pt}li{margin:3pt 0;break-inside:avoid}svg{display:block;width:26mm;height:7mm}"
    ".wide{overflow-x:auto}@media print{body{padding:0;max-width:none}.wide{overflow:visible}a{color:inherit;text-decoration:none}}";

static void add_escaped(struct buf *out, struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        switch (t.at[i]) {
        case '&': buf_add_z(out, "&amp;"); break;
        case '<': buf_add_z(out, "&lt;"); break;
        case '>': buf_add_z(out, "&gt;"); break;
        case '"': buf_add_z(out, "&quot;"); break;
        default: buf_add_char(out, t.at[i]);
        }
}

static void add_tag(struct buf *out, const char *open, struct text t, const char *close)
{
    buf_add_z(out, open);
    add_escaped(out, t);
    buf_add_z(out, close);
}

/* A file that is to be verified may hold any number: with these, no sum and no share of them overflows. */
#define NUMBER_MOST ((int64_t)1000000000000)

static int64_t number_in(yyjson_val *value)
{
    int64_t number = yyjson_get_sint(value);
    if (number > NUMBER_MOST)
        return NUMBER_MOST;
    return number < -NUMBER_MOST ? -NUMBER_MOST : number;
}

static int64_t number_of(yyjson_val *object, const char *key)
{
    return number_in(json_get(object, key));
}

/* The day of a time: the first ten signs of it. */
static struct text day_of(yyjson_val *object, const char *key)
{
    return text_front(json_get_text(object, key), 10);
}

/* Where a period begins or ends: a day when it is one, else to the second. */
static struct text bound_of(yyjson_val *object, const char *key)
{
    struct text at = json_get_text(object, key);
    return text_ends(at, TEXT("T00:00:00Z")) ? text_front(at, 10) : at;
}

static void add_number_cell(struct buf *out, int64_t value, bool is_bad)
{
    buf_format(out, "<td class=\"n%s\">%lld</td>", is_bad && value ? " bad" : "", (long long)value);
}

/* -- head -- */

static void add_key(struct buf *out, const char *what, int64_t value)
{
    buf_format(out, "<div><b>%lld</b>%s</div>", (long long)value, what);
}

static int64_t sum_of(yyjson_val *root, const char *key)
{
    size_t i, max;
    yyjson_val *team;
    int64_t sum = 0;
    yyjson_arr_foreach(json_get(root, "teams"), i, max, team) sum += number_of(team, key);
    return sum;
}

static struct text scope_of(yyjson_val *root)
{
    yyjson_val *team = json_get(root, "team");
    return yyjson_is_obj(team) ? json_get_text(team, "name") : TEXT("The organisation");
}

static void add_head(struct buf *out, yyjson_val *root)
{
    bool is_kept = yyjson_is_str(json_get(root, "id"));
    add_tag(out,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Security report: ",
        scope_of(root), "</title><style>");
    buf_add_z(out, style);
    add_tag(out, "</style></head><body>\n<p class=\"muted\">Security report</p><h1>",
        scope_of(root), "</h1>\n");
    struct text to = bound_of(root, "to");
    add_tag(out, "<p><b>", bound_of(root, "from"), "");
    add_tag(out, " to ", to, "</b> <span class=\"muted\">");
    buf_add_z(out, to.len == 10 ? "(the last day not in it), " : "");
    add_tag(out, "made ", text_front(json_get_text(root, "made_at"), 16), "Z</span></p>\n");
    if (!is_kept)
        buf_add_z(out,
            "<p class=\"box\"><b>A preview.</b> It is not kept, and the journal does not vouch for it.</p>\n");
    buf_add_z(out, "<div class=\"key\">");
    add_key(out, "tickets at work now", sum_of(root, "open"));
    add_key(out, "of them overdue", sum_of(root, "overdue"));
    add_key(out, "about exploited flaws", sum_of(root, "exploited"));
    add_key(out, "risks accepted", sum_of(root, "accepted_risks"));
    buf_add_z(out, "</div>\n");
}

/* -- figures -- */

static void add_change(struct buf *out, int64_t value, int64_t before)
{
    if (value == before)
        buf_add_z(out, "<td class=\"n muted\">=</td>");
    else if (before)
        buf_format(out, "<td class=\"n\">%+lld (%+lld %%)</td>", (long long)(value - before),
            (long long)((value - before) * 100 / before));
    else
        buf_format(out, "<td class=\"n\">%+lld</td>", (long long)value);
}

static void add_figures(struct buf *out, yyjson_val *root)
{
    size_t i, max;
    yyjson_val *one;
    buf_add_z(out,
        "<h2>What happened, and what changed</h2>\n<p class=\"muted small\">Each number counts entries of the journal; before: the same number of days "
        "before.</p>\n<div class=\"wide\"><table><thead><tr><th>Figure</th><th class=\"n\">In the period</th><th class=\"n\">Before</th><th class=\"n\">Change</th>"
        "<th>What is counted</th></tr></thead><tbody>\n");
    yyjson_arr_foreach(json_get(root, "figures"), i, max, one)
    {
        add_tag(out, "<tr><td>", json_get_text(one, "title"), "</td>");
        add_number_cell(out, number_of(one, "value"), false);
        add_number_cell(out, number_of(one, "before"), false);
        add_change(out, number_of(one, "value"), number_of(one, "before"));
        add_tag(out, "<td class=\"muted\">", json_get_text(one, "reason"), "</td></tr>\n");
    }
    buf_add_z(out, "</tbody></table></div>\n");
}

/* -- teams -- */

static void add_spark(struct buf *out, yyjson_val *weeks)
{
    size_t i, max;
    yyjson_val *week;
    int64_t most = 1, count = (int64_t)yyjson_arr_size(weeks);
    if (count < 2) {
        buf_add_z(out, "<td class=\"muted\">–</td>");
        return;
    }
    yyjson_arr_foreach(weeks, i, max, week) most = number_in(week) > most ? number_in(week) : most;
    buf_add_z(out,
        "<td><svg viewBox=\"0 0 110 30\" role=\"img\" aria-label=\"Backlog by week\"><polyline fill=\"none\" stroke=\"#1d6b4f\" stroke-width=\"2.5\" points=\"");
    yyjson_arr_foreach(weeks, i, max, week)
        buf_format(out, "%lld,%lld ", 2 + (long long)i * 106 / (long long)(count - 1),
            28 - (long long)(number_in(week) * 26 / most));
    buf_add_z(out, "\"/></svg></td>");
}

static void add_share(struct buf *out, int64_t part, int64_t other)
{
    if (part + other)
        buf_format(out,
            "<td class=\"n\">%lld %%<br><span class=\"muted small\">%lld of %lld</span></td>",
            (long long)(part * 100 / (part + other)), (long long)part, (long long)(part + other));
    else
        buf_add_z(out, "<td class=\"n muted\">–</td>");
}

static void add_teams(struct buf *out, yyjson_val *root)
{
    size_t i, max;
    yyjson_val *one;
    buf_add_z(out,
        "<h2>How it stood when the report was made</h2>\n<div class=\"wide\"><table><thead><tr><th>Team</th><th>Backlog, 12 weeks</th><th class=\"n\">At work</th>"
        "<th class=\"n\">Urgent</th><th class=\"n\">Overdue</th><th class=\"n\">Exploited</th><th class=\"n\">In time, 90 days</th><th class=\"n\">Covered components</th>"
        "<th class=\"n\">Services without SBOM</th></tr></thead><tbody>\n");
    yyjson_arr_foreach(json_get(root, "teams"), i, max, one)
    {
        int64_t open_ends = number_of(one, "not_covered") + number_of(one, "undecidable");
        add_tag(out, "<tr><td class=\"t\">", json_get_text(json_get(one, "team"), "name"), "</td>");
        add_spark(out, json_get(one, "backlog"));
        add_number_cell(out, number_of(one, "open"), false);
        add_number_cell(out, number_of(one, "urgent"), false);
        add_number_cell(out, number_of(one, "overdue"), true);
        add_number_cell(out, number_of(one, "exploited"), true);
        add_share(out, number_of(one, "in_time"), number_of(one, "late"));
        add_share(out,
            number_of(one, "checked") - open_ends > 0 ? number_of(one, "checked") - open_ends : 0,
            open_ends);
        add_number_cell(out, number_of(one, "services_without_sbom"), true);
        buf_add_z(out, "</tr>\n");
    }
    buf_add_z(out, "</tbody></table></div>\n");
}

/* -- exceptions, advice -- */

static const char *kind_words(struct text kind)
{
    return text_is(kind, "accepted-risk") ? "Accepted risk"
           : text_is(kind, "license")     ? "Licence"
                                          : "Decision by a person";
}

static void add_exceptions(struct buf *out, yyjson_val *root)
{
    size_t i, max;
    yyjson_val *one;
    buf_format(out, "<h2>Exceptions, and when they end (%zu)</h2>\n",
        yyjson_arr_size(json_get(root, "exceptions")));
    if (!yyjson_arr_size(json_get(root, "exceptions"))) {
        buf_add_z(out, "<p>There are none.</p>\n");
        return;
    }
    buf_add_z(out,
        "<div class=\"wide\"><table><thead><tr><th>Until</th><th>Kind</th><th>Team</th><th>What</th><th class=\"s\">Reason</th></tr></thead><tbody>\n");
    yyjson_arr_foreach(json_get(root, "exceptions"), i, max, one)
    {
        struct text until = day_of(one, "until");
        add_tag(out, "<tr><td class=\"d\">", until.len ? until : TEXT("no end"),
            "</td><td class=\"k\">");
        buf_add_z(out, kind_words(json_get_text(one, "kind")));
        add_tag(
            out, "</td><td class=\"k\">", json_get_text(json_get(one, "team"), "name"), "</td>");
        add_tag(out, "<td>", json_get_text(one, "what"), "</td>");
        add_tag(out, "<td class=\"muted\">", json_get_text(one, "reason"), "</td></tr>\n");
    }
    buf_add_z(out, "</tbody></table></div>\n");
}

static void add_advice(struct buf *out, yyjson_val *root)
{
    size_t i, max;
    yyjson_val *one;
    buf_format(out, "<h2>Advice (%zu)</h2>\n", yyjson_arr_size(json_get(root, "advice")));
    if (!yyjson_arr_size(json_get(root, "advice")))
        buf_add_z(out, "<p>There is nothing to say.</p>\n");
    buf_add_z(out, "<ul>\n");
    yyjson_arr_foreach(json_get(root, "advice"), i, max, one)
    {
        yyjson_val *team = json_get(one, "team"), *aside = json_get(one, "aside");
        add_tag(out, "<li><b>",
            yyjson_is_obj(team) ? json_get_text(team, "name") : TEXT("Organisation"), ":</b> ");
        add_tag(out, "", json_get_text(one, "sentence"), ".");
        add_tag(out, " <span class=\"muted\">→ ", json_get_text(json_get(one, "todo"), "text"),
            "</span>");
        if (yyjson_is_obj(aside))
            add_tag(out, " <span class=\"muted\">(put aside until ", day_of(aside, "until"),
                ")</span>");
        buf_add_z(out, "</li>\n");
    }
    buf_add_z(out, "</ul>\n");
}

/* -- what it rests on -- */

static void add_grounds(struct buf *out, yyjson_val *root)
{
    yyjson_val *journal = json_get(root, "journal");
    buf_add_z(out, "<h2>What it rests on</h2>\n<div class=\"box small\">");
    buf_format(out, "<p>The journal had %lld entries; its root (RFC 9162) was<br>",
        (long long)number_of(journal, "size"));
    add_tag(out, "<code>", json_get_text(journal, "root"), "</code></p>");
    buf_format(out, "<p>Of these, %lld are of the period%s; the SHA-256 over their leaves is<br>",
        (long long)number_of(journal, "entries"),
        yyjson_is_obj(json_get(root, "team")) ? " and the team" : "");
    add_tag(out, "<code>", json_get_text(journal, "digest"), "</code></p>");
    if (yyjson_is_str(json_get(root, "id")))
        add_tag(out, "<p>This is report <code>", json_get_text(root, "id"),
            "</code>. The SHA-256 of its data stands in the journal. <code>kenzen report verify FILE</code> counts anew, and tells what does not agree.</p>");
    buf_add_z(out, "</div>\n");
}

void report_html_print(struct buf *out, yyjson_val *root, struct text body)
{
    add_head(out, root);
    add_figures(out, root);
    add_teams(out, root);
    add_exceptions(out, root);
    add_advice(out, root);
    add_grounds(out, root);
    buf_add_z(out, REPORT_HTML_DATA);
    buf_add(out, body);
    buf_add_z(out, "</pre>\n</body></html>\n");
}
