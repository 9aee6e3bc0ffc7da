/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/epss.h"

#include "base/clock.h"
#include "base/limits.h"

enum { COLUMNS = 16, MILLION = 1000000 };

bool epss_is(struct text text)
{
    return text_starts(text, TEXT("#model_version")) || text_starts(text, TEXT("cve,epss"));
}

/* Returns a value of "#model_version:v2025.03.14,score_date:2026-08-22T00:00:00+0000", or an empty text. */
static struct text comment_value(struct text line, struct text name)
{
    ptrdiff_t at = text_find_text(line, name);
    if (at < 0)
        return TEXT("");
    struct text value = text_from(line, (size_t)at + name.len);
    return text_slice(text_trim(text_cut(&value, ',')), 0, LIMIT_NAME_BYTES);
}

static void take_comment(struct epss *epss, struct text line)
{
    struct text model = comment_value(line, TEXT("model_version:"));
    struct text date = comment_value(line, TEXT("score_date:"));
    if (model.len)
        epss->model = model;
    if (date.len && !clock_read(date, &epss->date_us))
        epss->date_us = 0;
}

static void find_columns(struct epss *epss, const struct text *names, size_t count)
{
    epss->cve_column = epss->score_column = epss->percentile_column = COLUMNS;
    for (size_t i = 0; i < count && i < COLUMNS; i++) {
        if (text_is(names[i], "cve"))
            epss->cve_column = i;
        else if (text_is(names[i], "epss"))
            epss->score_column = i;
        else if (text_is(names[i], "percentile"))
            epss->percentile_column = i;
    }
}

bool epss_read(struct epss *ret_epss, struct text text, struct err *err)
{
    struct epss epss = {.cve_column = 0};
    size_t line = 0;
    while (text.len && text.at[0] == '#') {
        take_comment(&epss, text_cut(&text, '\n'));
        line++;
    }
    struct text names[COLUMNS];
    size_t count = 0;
    epss.csv = csv_of(text);
    epss.csv.next_line += line;
    struct err why = {0};
    if (csv_read(&epss.csv, names, COLUMNS, &count, &why))
        find_columns(&epss, names, count);
    if (count == 0 || epss.cve_column == COLUMNS || epss.score_column == COLUMNS) {
        csv_done(&epss.csv);
        return err_set(
            err, ERR_SYNTAX, "line %zu: not the columns of EPSS (cve,epss,percentile)", line + 1);
    }
    *ret_epss = epss;
    return true;
}

void epss_done(struct epss *epss)
{
    if (epss)
        csv_done(&epss->csv);
}

static bool read_share(struct text t, unsigned *ret_millionths)
{
    double share;
    if (!text_read_double(t, &share) || !(share >= 0 && share <= 1))
        return false;
    *ret_millionths = (unsigned)(share * (double)MILLION + 0.5);
    return true;
}

bool epss_read_row(struct epss *epss, struct epss_row *ret_row, struct err *err)
{
    struct text fields[COLUMNS];
    size_t count;
    if (!csv_read(&epss->csv, fields, COLUMNS, &count, err))
        return false;
    struct epss_row row = {
        .cve = {"", 0}, .facts = {.has_epss = true, .epss_date_us = epss->date_us}};
    struct advisory_facts *facts = &row.facts;
    if (epss->cve_column < count)
        row.cve = fields[epss->cve_column];
    if (epss->cve_column >= count || epss->score_column >= count)
        row.fault = "too few columns";
    else if (!read_share(fields[epss->score_column], &facts->epss_millionths))
        row.fault = "epss: not a number from 0 to 1";
    else if (epss->percentile_column < count &&
             !read_share(fields[epss->percentile_column], &facts->epss_percentile_millionths))
        row.fault = "percentile: not a number from 0 to 1";
    *ret_row = row;
    return true;
}
