/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/csv.h"

struct csv csv_of(struct text text)
{
    struct csv csv = {.rest = text, .next_line = 1};
    buf_init(&csv.quoted, SIZE_MAX);
    return csv;
}

void csv_done(struct csv *csv)
{
    if (csv)
        buf_done(&csv->quoted);
}

static bool is_at(const struct csv *csv, size_t i, char c)
{
    return i < csv->rest.len && csv->rest.at[i] == c;
}

/* Whether a field or row ends at i. */
static bool is_end(const struct csv *csv, size_t i)
{
    return i >= csv->rest.len || csv->rest.at[i] == ',' || csv->rest.at[i] == '\n' ||
           (csv->rest.at[i] == '\r' && (i + 1 == csv->rest.len || csv->rest.at[i + 1] == '\n'));
}

static bool read_plain(struct csv *csv, struct text *ret_field, struct err *err)
{
    size_t i = 0;
    for (; !is_end(csv, i); i++)
        if (csv->rest.at[i] == '"')
            return err_set(err, ERR_SYNTAX, "line %zu: a quote inside a bare field", csv->line);
    *ret_field = text_slice(csv->rest, 0, i);
    csv->rest = text_from(csv->rest, i);
    return true;
}

/* A doubled quote stands for one (RFC 4180, section 2.7). The field's text is built in quoted, from start on. */
static bool read_quoted(struct csv *csv, struct err *err)
{
    size_t i = 1;
    for (;; i++) {
        if (i >= csv->rest.len)
            return err_set(err, ERR_SYNTAX, "line %zu: a quote is not closed", csv->line);
        if (is_at(csv, i, '"') && !is_at(csv, ++i, '"'))
            break;
        csv->next_line += is_at(csv, i, '\n');
        buf_add_char(&csv->quoted, csv->rest.at[i]);
    }
    if (!is_end(csv, i))
        return err_set(err, ERR_SYNTAX, "line %zu: text behind a closing quote", csv->line);
    csv->rest = text_from(csv->rest, i);
    return true;
}

static void skip_line_ends(struct csv *csv)
{
    size_t i = 0;
    for (; is_at(csv, i, '\n') || is_at(csv, i, '\r'); i++)
        csv->next_line += is_at(csv, i, '\n');
    csv->rest = text_from(csv->rest, i);
}

bool csv_read(
    struct csv *csv, struct text *ret_fields, size_t most, size_t *ret_count, struct err *err)
{
    skip_line_ends(csv);
    if (csv->rest.len == 0)
        return false;
    csv->line = csv->next_line;
    buf_cut(&csv->quoted, 0);
    /* A growing buffer moves, so the texts of quoted fields are set once the row is whole. */
    size_t starts[64], ends[64], count = 0;
    bool is_quoted[64] = {false};
    for (bool goes_on = true; goes_on; count++) {
        struct text field = {"", 0};
        size_t start = csv->quoted.len;
        bool has_quote = is_at(csv, 0, '"');
        if (has_quote ? !read_quoted(csv, err) : !read_plain(csv, &field, err))
            return false;
        if (count < most)
            ret_fields[count] = field;
        if (count < LEN_OF(starts)) {
            starts[count] = start;
            ends[count] = csv->quoted.len;
            is_quoted[count] = has_quote;
        }
        goes_on = is_at(csv, 0, ',');
        csv->rest = text_from(csv->rest, goes_on);
    }
    for (size_t i = 0; i < count && i < most && i < LEN_OF(starts); i++)
        if (is_quoted[i])
            ret_fields[i] = text_slice(buf_text(&csv->quoted), starts[i], ends[i]);
    *ret_count = count;
    return true;
}
