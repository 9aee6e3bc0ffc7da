/* SPDX-License-Identifier: Apache-2.0 */
#include "sandbox/role.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/confine.h"

enum { CANNOT_START = 127 };

static const char option[] = "--role=";

/* Puts socket at ROLE_SOCKET and /dev/null at the standard descriptors. What a hijacked process
   says may not reach our log; a sanitizer's report must. */
static bool arrange_descriptors(int socket)
{
    int null = open("/dev/null", O_RDWR);
    if (null < 0 || dup2(socket, ROLE_SOCKET) != ROLE_SOCKET)
        return false;
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if ((fd != STDERR_FILENO || !CONFINE_IS_SANITIZED) && dup2(null, fd) != fd)
            return false;
    return syscall(SYS_close_range, ROLE_SOCKET + 1, ~0U, 0) == 0;
}

/* Between fork and execve of a process with threads, only what is safe in a signal handler may be
   called. */
NORETURN static void become(const char *argument, int socket, pid_t parent)
{
    char name[] = "kenzen";
    char *const argv[] = {name, (char *)(uintptr_t)argument, NULL};
    char *const environment[] = {NULL};
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() == parent && arrange_descriptors(socket))
        execve("/proc/self/exe", argv, environment);
    _exit(CANNOT_START);
}

bool role_start(struct role *ret_role, const char *name, struct err *err)
{
    int ends[2];
    char argument[64];
    snprintf(argument, sizeof argument, "%s%s", option, name);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return err_set_errno(err, "cannot start the %s", name);
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0)
        become(argument, ends[1], parent);
    int number = errno;
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        errno = number;
        return err_set_errno(err, "cannot start the %s", name);
    }
    *ret_role = (struct role){.pid = pid, .socket = ends[0]};
    return true;
}

struct text role_end(struct role *role, char at[32])
{
    int status = 0;
    pid_t ended;
    if (role->socket >= 0)
        close(role->socket);
    role->socket = -1;
    at[0] = '\0';
    if (role->pid <= 0)
        return text_of(at);
    kill(role->pid, SIGKILL);
    do
        ended = waitpid(role->pid, &status, 0);
    while (ended < 0 && errno == EINTR);
    role->pid = 0;
    if (ended >= 0 && WIFSIGNALED(status))
        snprintf(at, 32, "signal=%d", WTERMSIG(status));
    else if (ended >= 0 && WIFEXITED(status))
        snprintf(at, 32, "exit=%d", WEXITSTATUS(status));
    return text_of(at);
}

struct text role_of(int argc, const char *const *argv)
{
    struct text first = argc == 2 ? text_of(argv[1]) : (struct text){"", 0};
    return text_starts(first, TEXT("--role=")) ? text_from(first, sizeof option - 1)
                                               : (struct text){"", 0};
}
