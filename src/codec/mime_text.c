/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/mime_text.h"

#include "codec/base64.h"

/* RFC 2045, 6.7 and 6.8: a line has up to 76 characters, the soft break's "=" among them. */
enum { LINE_BYTES = 75, BASE64_BYTES = 57 };

static void add_plain_line(struct buf *out, struct text line)
{
    while (line.at) {
        struct text piece = text_cut(&line, '\t');
        buf_add_plain(out, piece);
        if (line.at)
            buf_add_char(out, '\t');
    }
    buf_add_z(out, "\r\n");
}

/* Adds t with CRLF behind each line. */
static void add_lines(struct buf *out, struct text t)
{
    while (t.len) {
        size_t end = 0;
        while (end < t.len && t.at[end] != '\n' && t.at[end] != '\r')
            end++;
        add_plain_line(out, text_slice(t, 0, end));
        bool is_pair = end + 1 < t.len && t.at[end] == '\r' && t.at[end + 1] == '\n';
        t = text_from(t, end + (is_pair ? 2 : 1));
    }
}

static bool is_quoted(unsigned char c, bool is_last)
{
    return c == '=' || c > '~' || (c < ' ' && c != '\t') || (is_last && (c == ' ' || c == '\t'));
}

/* line has no end of its own. */
static void quote_line(struct buf *out, struct text line)
{
    size_t column = 0;
    for (size_t i = 0; i < line.len; i++) {
        unsigned char c = (unsigned char)line.at[i];
        bool quotes = is_quoted(c, i + 1 == line.len);
        if (column + (quotes ? 3 : 1) > LINE_BYTES) {
            buf_add_z(out, "=\r\n");
            column = 0;
        }
        if (quotes)
            buf_format(out, "=%02X", c);
        else
            buf_add_char(out, (char)c);
        column += quotes ? 3 : 1;
    }
    buf_add_z(out, "\r\n");
}

static void add_quoted(struct buf *out, struct text lines)
{
    buf_add_z(out, "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
    while (lines.len) {
        size_t end = (size_t)text_find_text(lines, TEXT("\r\n"));
        quote_line(out, text_slice(lines, 0, end));
        lines = text_from(lines, end + 2);
    }
}

static void add_base64(struct buf *out, struct text lines)
{
    buf_add_z(out, "Content-Transfer-Encoding: base64\r\n\r\n");
    for (; lines.len; lines = text_from(lines, BASE64_BYTES)) {
        base64_print(out, text_slice(lines, 0, BASE64_BYTES));
        buf_add_z(out, "\r\n");
    }
}

void mime_text_print(struct buf *out, struct text t)
{
    enum { QUOTED_SHARE = 6 };
    struct buf lines;
    size_t quoted = 0;
    buf_init(&lines, SIZE_MAX);
    add_lines(&lines, t);
    for (size_t i = 0; i < lines.len; i++)
        quoted += (unsigned char)lines.at[i] > '~';
    if (quoted > lines.len / QUOTED_SHARE)
        add_base64(out, buf_text(&lines));
    else
        add_quoted(out, buf_text(&lines));
    buf_done(&lines);
}
