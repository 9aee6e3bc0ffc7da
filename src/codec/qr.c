/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/qr.h"

#include <errno.h>
#include <qrencode.h>

enum { QUIET = 4 };

/* Adds the dark modules of one row, those side by side as one rectangle. */
static void add_row(struct buf *out, const QRcode *code, int y)
{
    const unsigned char *row = code->data + (size_t)y * (size_t)code->width;
    for (int from = 0, to; from < code->width; from = to) {
        to = from + 1;
        while (to < code->width && (row[to] & 1) == (row[from] & 1))
            to++;
        if (row[from] & 1)
            buf_format(out, "M%d %dh%dv1h-%dz", from + QUIET, y + QUIET, to - from, to - from);
    }
}

bool qr_print_svg(struct buf *out, struct text text, struct err *err)
{
    QRcode *code =
        QRcode_encodeData((int)text.len, (const unsigned char *)text.at, 0, QR_ECLEVEL_M);
    if (!code)
        return errno == ERANGE ? err_set(err, ERR_LIMIT, "the text is too long for a QR code")
                               : err_set_errno(err, "cannot draw a QR code");
    int size = code->width + 2 * QUIET;
    buf_format(out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
        "shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\"",
        size, size, size, size);
    for (int y = 0; y < code->width; y++)
        add_row(out, code, y);
    buf_add_z(out, "\"/></svg>");
    QRcode_free(code);
    return true;
}
