/* SPDX-License-Identifier: Apache-2.0 */
#include "health/report_page.h"

#include "base/clock.h"
#include "codec/json.h"
#include "health/report.h"
#include "health/report_html.h"
#include "ticket/export.h"

bool report_page_read_form(struct text word, enum report_form *ret_form)
{
    static const char *const words[] = {"json", "html", "csv"};
    for (size_t i = 0; i < LEN_OF(words); i++)
        if (text_is(word, words[i])) {
            *ret_form = (enum report_form)i;
            return true;
        }
    return false;
}

const char *report_page_type(enum report_form form)
{
    static const char *const types[] = {
        "application/json", "text/html; charset=utf-8", "text/csv; charset=utf-8; header=present"};
    return types[form];
}

/* -- CSV: what a row is of, what it is called, its value, the one before, what it rests on -- */

static void add_row(struct buf *out, const char *section, struct text name, struct text value,
    struct text before, struct text reason)
{
    export_cell(out, text_of(section));
    export_cell(out, name);
    export_cell(out, value);
    export_cell(out, before);
    export_cell(out, reason);
    buf_add_z(out, "\r\n");
}

static struct text number_of(yyjson_val *object, const char *key, char at[24])
{
    snprintf(at, 24, "%lld", (long long)yyjson_get_sint(json_get(object, key)));
    return text_of(at);
}

static void add_frame(struct buf *out, yyjson_val *root)
{
    static const char *const keys[] = {"format", "id", "from", "to", "made_at"};
    char at[24];
    yyjson_val *journal = json_get(root, "journal"), *team = json_get(root, "team");
    for (size_t i = 0; i < LEN_OF(keys); i++)
        add_row(out, "report", text_of(keys[i]), json_get_text(root, keys[i]), TEXT(""), TEXT(""));
    add_row(out, "report", TEXT("team"),
        yyjson_is_obj(team) ? json_get_text(team, "name") : TEXT(""), TEXT(""), TEXT(""));
    add_row(out, "journal", TEXT("size"), number_of(journal, "size", at), TEXT(""), TEXT(""));
    add_row(out, "journal", TEXT("root"), json_get_text(journal, "root"), TEXT(""), TEXT(""));
}

static void add_teams(struct buf *out, yyjson_val *root)
{
    static const char *const keys[] = {"open", "urgent", "overdue", "exploited", "in_time", "late",
        "accepted_risks", "license_exceptions", "services", "services_without_sbom", "affected",
        "checked", "not_covered", "undecidable"};
    size_t i, max;
    yyjson_val *team;
    char at[24];
    yyjson_arr_foreach(json_get(root, "teams"), i, max, team)
    {
        struct text name = json_get_text(json_get(team, "team"), "name");
        for (size_t k = 0; k < LEN_OF(keys); k++)
            add_row(out, "team", name, number_of(team, keys[k], at), TEXT(""), text_of(keys[k]));
    }
}

static void print_csv(struct buf *out, yyjson_val *root)
{
    size_t i, max;
    yyjson_val *one;
    char value[24], before[24];
    buf_add_z(out, "section,name,value,before,reason\r\n");
    add_frame(out, root);
    yyjson_arr_foreach(json_get(root, "figures"), i, max, one)
    {
        add_row(out, "figure", json_get_text(one, "title"), number_of(one, "value", value),
            number_of(one, "before", before), json_get_text(one, "reason"));
    }
    add_teams(out, root);
    yyjson_arr_foreach(json_get(root, "exceptions"), i, max, one)
    {
        add_row(out, "exception", json_get_text(one, "what"), json_get_text(one, "until"),
            json_get_text(one, "since"), json_get_text(one, "reason"));
    }
    yyjson_arr_foreach(json_get(root, "advice"), i, max, one)
    {
        add_row(out, "advice", json_get_text(one, "sentence"), number_of(one, "count", value),
            TEXT(""), json_get_text(json_get(one, "todo"), "text"));
    }
}

/* -- all forms -- */

bool report_page_print(struct buf *out, enum report_form form, struct text body, struct err *err)
{
    struct json json;
    if (form == REPORT_JSON) {
        buf_add(out, body);
        buf_add_char(out, '\n');
        return buf_check(out, err);
    }
    if (!json_read(&json, body, err))
        return false;
    if (form == REPORT_HTML)
        report_html_print(out, json_root(&json), body);
    else
        print_csv(out, json_root(&json));
    json_done(&json);
    return buf_check(out, err);
}

/* As json_print writes it, however it was laid out meanwhile. */
static void print_again(struct buf *out, yyjson_val *value)
{
    size_t i, max;
    yyjson_val *key, *one;
    char room[JSON_PLAIN_SIZE];
    if (yyjson_is_obj(value)) {
        json_print_open(out, '{');
        yyjson_obj_foreach(value, i, max, key, one)
        {
            json_print_key_text(out, (struct text){yyjson_get_str(key), yyjson_get_len(key)});
            print_again(out, one);
        }
        json_print_close(out, '}');
    } else if (yyjson_is_arr(value)) {
        json_print_open(out, '[');
        yyjson_arr_foreach(value, i, max, one)
        {
            print_again(out, one);
        }
        json_print_close(out, ']');
    } else if (yyjson_is_str(value)) {
        json_print_text(out, (struct text){yyjson_get_str(value), yyjson_get_len(value)});
    } else if (yyjson_is_int(value)) {
        json_print_int(out, yyjson_get_sint(value));
    } else {
        buf_add(out, json_plain(value, room));
    }
}

static bool find_json(struct text file, struct buf *out, struct err *err)
{
    struct json json;
    if (!json_read(&json, file, err))
        return false;
    bool is_report = text_is(json_get_text(json_root(&json), "format"), REPORT_FORMAT);
    if (is_report)
        print_again(out, json_root(&json));
    json_done(&json);
    return is_report || err_set(err, ERR_SYNTAX, "it is no report of kenzen's");
}

static bool find_html(struct text file, struct buf *out, struct err *err)
{
    ptrdiff_t at = text_find_text(file, TEXT(REPORT_HTML_DATA));
    if (at < 0)
        return err_set(err, ERR_SYNTAX, "it carries no data of a report");
    struct text rest = text_from(file, (size_t)at + strlen(REPORT_HTML_DATA));
    buf_add(out, text_cut(&rest, '<'));
    return true;
}

bool report_page_find(struct text file, struct buf *out, enum report_form *ret_form,
    struct text *ret_body, struct err *err)
{
    enum report_form form = text_starts(text_trim(file), TEXT("{"))      ? REPORT_JSON
                            : text_starts(file, TEXT("<!doctype html>")) ? REPORT_HTML
                                                                         : REPORT_CSV;
    if (form == REPORT_CSV && !text_starts(file, TEXT("section,name,value,before,reason\r\n")))
        return err_set(err, ERR_SYNTAX, "it is no report of kenzen's");
    if (form == REPORT_JSON   ? !find_json(file, out, err)
        : form == REPORT_HTML ? !find_html(file, out, err)
                              : false)
        return false;
    *ret_form = form;
    *ret_body = buf_text(out);
    return true;
}
