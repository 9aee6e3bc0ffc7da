/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/worker_jobs.h"
#include "sandbox/fetch.h"
#include "sandbox/role.h"

/* A program started with a standard descriptor closed would give its number to the next file it opens, and then print
   into that file. What is put there instead fails when it is used: /dev/null, opened the wrong way round. */
static void occupy_standard_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF)
            continue;
        if (open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            _exit(3);
    }
}

/* What was printed may still be in a buffer, and the disk full or the reader gone: then the answer was not given. */
static bool finish_output(struct err *err)
{
    bool has_failed = ferror(stdout);
    errno = 0;
    if (fclose(stdout) == 0 && !has_failed)
        return true;
    if (errno == 0)
        return err_set(err, ERR_SYSTEM, "standard output: not all could be written");
    return err_set_errno(err, "standard output");
}

int main(int argc, char **argv)
{
    occupy_standard_descriptors();
    /* A reader that goes away is an error of write(), not the end of a server or of a half-written file. */
    signal(SIGPIPE, SIG_IGN);
    struct text role = role_of(argc, (const char *const *)argv);
    if (text_is(role, "worker"))
        worker_main(worker_jobs);
    if (text_is(role, "fetch"))
        fetch_main();
    int code = commands_run(argc > 0 ? argc - 1 : 0, (const char *const *)argv + (argc > 0));
    struct err err;
    return finish_output(&err) ? code : cmd_fail(&err);
}
