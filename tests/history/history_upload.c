/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/limits.h"
#include "history_year.h"
#include "sbom/sbom_rows.h"
#include "store/blob.h"
#include "ticket/part_sync.h"

struct upload {
    struct year *year;
    const struct sbom *sbom;
    struct sbom_upload order;
};

/* As app/upload.c does, but that the file is read here and not in the worker: we wrote it ourselves. */
static bool store(struct db *db, void *context, struct err *err)
{
    struct upload *upload = context;
    struct year *year = upload->year;
    struct part_sync sync;
    struct sbom_row row;
    struct ticket_counts counts;
    bool is_new;
    if (!part_sync_begin(&sync, db, &year->tools, upload->order.part_id, upload->order.account_id,
            upload->order.now_us, &year->arena, err))
        return false;
    bool is_done =
        sbom_rows_store(db, upload->sbom, &upload->order, &year->arena, &row, &is_new, err);
    return part_sync_end(&sync, is_done, is_done ? row.id : 0, &counts, err) &&
           sbom_rows_find(db, row.id, &year->arena, &row, err) &&
           sbom_rows_tell(db, row.is_held ? "sbom.held" : "sbom.uploaded", &row,
               upload->order.account_id, upload->order.now_us, err);
}

static int write_file(const struct buf *out, struct err *err)
{
    int fd = memfd_create("bom.json", MFD_CLOEXEC);
    bool is_written =
        fd >= 0 && write(fd, out->at, out->len) == (ssize_t)out->len && lseek(fd, 0, SEEK_SET) == 0;
    year_must(is_written || err_set_errno(err, "cannot write"), "bom.json", err);
    return fd;
}

/* Who is there, and whose turn it is. */
static unsigned choose_uploader(const struct year *year, unsigned service, unsigned number)
{
    const struct cast_team *team = &cast_teams[cast_services[service].team];
    unsigned found = team->people[0];
    for (unsigned i = 0; i < CAST_TEAM_PEOPLE && team->people[i]; i++)
        if (year_is_there(year, team->people[i]) && (number + i) % 2 == 0)
            found = team->people[i];
    return found;
}

void year_upload(struct year *year, unsigned i)
{
    struct year_service *service = &year->services[i];
    struct err err = {0};
    struct buf out;
    struct sbom sbom;
    buf_init(&out, SIZE_MAX);
    if (service->number++)
        history_sbom_update(&service->parts, &year->world, i, service->number);
    history_sbom_print(i, &service->parts, service->number, year->now_us, &out);
    year_must(sbom_read(&sbom, TEXT("bom.json"), buf_text(&out), &year->arena, &err),
        cast_services[i].name, &err);
    struct upload upload = {.year = year, .sbom = &sbom};
    upload.order = (struct sbom_upload){.part_id = service->part_id,
        .fd = write_file(&out, &err),
        .file_name = TEXT("bom.json"),
        .note = TEXT(""),
        .account_id = year->people[choose_uploader(year, i, service->number)].account_id,
        .now_us = year->now_us};
    year_must(blob_digest_fd(upload.order.fd, upload.order.digest, NULL, &err) &&
                  db_transact(year->db, store, &upload, &err),
        cast_services[i].name, &err);
    close(upload.order.fd);
    buf_done(&out);
}
