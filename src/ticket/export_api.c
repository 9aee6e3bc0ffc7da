/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/export_api.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "ticket/export.h"
#include "ticket/ticket_query.h"

static bool read_format(
    const struct api_call *call, enum export_format *ret_format, struct err *err)
{
    struct text word = TEXT("csv");
    http_query(call->request, "format", &word);
    return export_format_find(word, ret_format) ||
           err_set(err, ERR_USAGE, "format: must be csv or json");
}

/* A file without a name, which is gone when it has been sent. */
static int open_file(void)
{
    FILE *file = tmpfile();
    int fd = file ? dup(fileno(file)) : -1;
    if (file)
        fclose(file);
    return fd;
}

static void name_file(struct api_call *call, enum export_format format)
{
    char at[CLOCK_TEXT_SIZE];
    struct text day = text_slice(text_of(clock_print(call->now_us, at)), 0, 10);
    call->reply->type =
        format == EXPORT_CSV ? "text/csv; charset=utf-8; header=present" : "application/json";
    http_reply_header(call->reply, "Content-Disposition",
        arena_format(call->arena, "attachment; filename=\"tickets-%.*s.%s\"", TEXT_ARG(day),
            format == EXPORT_CSV ? "csv" : "json"));
}

static bool export_tickets(struct api_call *call, struct err *err)
{
    struct ticket_query query;
    enum export_format format;
    size_t count;
    if (!read_format(call, &format, err) || !ticket_query_read(call, &query, err))
        return false;
    int fd = open_file();
    if (fd < 0)
        return err_set_errno(err, "cannot make a file for the export");
    off_t size = 0;
    bool is_ok = export_write(fd, format, call->db, &call->who, &query, &count, err);
    if (is_ok)
        size = lseek(fd, 0, SEEK_CUR);
    if (!is_ok || size < 0 || lseek(fd, 0, SEEK_SET) < 0) {
        close(fd);
        return !is_ok ? false : err_set_errno(err, "cannot read the export");
    }
    call->reply->file_fd = fd;
    call->reply->file_bytes = (size_t)size;
    name_file(call, format);
    return true;
}

const struct api_route export_api_routes[] = {
    {"GET", "/api/v1/tickets/export", RIGHT_TICKET_READ, export_tickets, 0},
    {0},
};
