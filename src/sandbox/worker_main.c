/* SPDX-License-Identifier: Apache-2.0 */
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "sandbox/channel.h"
#include "sandbox/confine.h"
#include "sandbox/role.h"
#include "sandbox/worker.h"
#include "sandbox/worker_wire.h"

static const struct worker_job *find_job(const struct worker_job *jobs, struct text kind)
{
    for (; jobs->kind; jobs++)
        if (text_is(kind, jobs->kind))
            return jobs;
    return NULL;
}

static bool map_input(int fd, struct text *ret_input, struct err *err)
{
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0)
        return err_set(err, ERR_SYSTEM, "there is nothing to read");
    void *at = NULL;
    if (st.st_size)
        at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (at == MAP_FAILED)
        return err_set_errno(err, "cannot be read");
    *ret_input = at ? (struct text){at, (size_t)st.st_size} : (struct text){"", 0};
    return true;
}

static bool do_job(
    const struct worker_job *jobs, struct text message, int fd, int *ret_result, struct err *err)
{
    struct text kind, name, input;
    struct buf out;
    if (!worker_wire_read_request(message, &kind, &name))
        return err_set(err, ERR_SYSTEM, "the request makes no sense");
    const struct worker_job *job = find_job(jobs, kind);
    if (!job)
        return err_set(err, ERR_SYSTEM, "%.*s: no such job", TEXT_ARG(kind));
    if (!map_input(fd, &input, err))
        return false;
    buf_init(&out, LIMIT_WORKER_RESULT_BYTES);
    bool is_good = job->run(name, input, &out, err) && buf_check(&out, err) &&
                   sealed_write(buf_text(&out), ret_result, err);
    buf_done(&out);
    return is_good;
}

static bool serve_one(const struct worker_job *jobs, struct err *err)
{
    struct buf message, reply;
    int fd = -1, result = -1;
    buf_init(&message, LIMIT_WORKER_MESSAGE_BYTES);
    buf_init(&reply, LIMIT_WORKER_MESSAGE_BYTES);
    bool is_good = channel_receive(ROLE_SOCKET, INT64_MAX, &message, &fd, err);
    if (is_good) {
        struct err why = {.code = ERR_SYSTEM};
        bool is_done = do_job(jobs, buf_text(&message), fd, &result, &why);
        worker_wire_print_reply(&reply, is_done ? NULL : &why);
        is_good = channel_send(ROLE_SOCKET, buf_text(&reply), result, err);
    }
    if (fd >= 0)
        close(fd);
    if (result >= 0)
        close(result);
    buf_done(&message);
    buf_done(&reply);
    return is_good;
}

/* Ends by _exit: what runs at exit has nothing to do here, and may want what is no longer
   allowed. */
void worker_main_as(
    const struct worker_job *jobs, bool (*confine)(struct text *ret_missing, struct err *err))
{
    struct text missing;
    struct err err;
    if (!confine(&missing, &err) || !channel_send(ROLE_SOCKET, missing, -1, &err))
        _exit(1);
    while (serve_one(jobs, &err)) {
    }
    _exit(0);
}

void worker_main(const struct worker_job *jobs)
{
    worker_main_as(jobs, confine_worker);
}
