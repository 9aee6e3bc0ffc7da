/* SPDX-License-Identifier: Apache-2.0 */
#include "sandbox/confined.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "sandbox/channel.h"
#include "sandbox/confine.h"
#include "sandbox/role.h"
#include "sandbox/worker_wire.h"

/* What a hijacked process says may not reach a terminal; a sanitizer's report must. */
static void silence(void)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = STDIN_FILENO; null >= 0 && fd <= STDERR_FILENO; fd++)
        if (fd != STDERR_FILENO || !CONFINE_IS_SANITIZED)
            dup2(null, fd);
}

NORETURN static void be_child(
    bool (*task)(void *context, struct buf *out, struct err *err), void *context, int socket)
{
    struct buf out, reply;
    struct err why = {.code = ERR_SYSTEM};
    int result = -1;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    silence();
    buf_init(&out, LIMIT_WORKER_RESULT_BYTES);
    buf_init(&reply, LIMIT_WORKER_MESSAGE_BYTES);
    bool is_done = task(context, &out, &why) && buf_check(&out, &why) &&
                   sealed_write(buf_text(&out), &result, &why);
    worker_wire_print_reply(&reply, is_done ? NULL : &why);
    _exit(channel_send(socket, buf_text(&reply), result, &why) ? 0 : 1);
}

static bool receive(int socket, const char *name, struct sealed *ret_result, struct err *err)
{
    struct buf message;
    struct err why;
    int fd = -1;
    bool is_odd = true, is_done = false;
    int64_t until_us = clock_steady_us() + (int64_t)LIMIT_WORKER_SECONDS * CLOCK_SECOND_US;
    buf_init(&message, LIMIT_WORKER_MESSAGE_BYTES);
    bool is_told = channel_receive(socket, until_us, &message, &fd, &why);
    if (is_told)
        is_done = worker_wire_read_reply(buf_text(&message), &is_odd, err);
    else if (why.code == ERR_BUSY)
        err_set(err, ERR_LIMIT, "%s: not read within %zu seconds", name, LIMIT_WORKER_SECONDS);
    else
        err_set(err, ERR_SYNTAX, "%s: could not be read: it made its reader stop", name);
    if (is_done && !sealed_open(ret_result, fd, LIMIT_WORKER_RESULT_BYTES, err))
        is_done = false;
    else if (!is_done && fd >= 0)
        close(fd);
    buf_done(&message);
    return is_done;
}

bool confined_run(bool (*task)(void *context, struct buf *out, struct err *err), void *context,
    const char *name, struct sealed *ret_result, struct err *err)
{
    int ends[2];
    char how[32];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return err_set_errno(err, "cannot start a reader");
    struct role role = {.socket = ends[0], .pid = fork()};
    if (role.pid == 0)
        be_child(task, context, ends[1]);
    close(ends[1]);
    bool is_done = role.pid < 0 ? err_set_errno(err, "cannot start a reader")
                                : receive(role.socket, name, ret_result, err);
    role_end(&role, how);
    return is_done;
}
