/* SPDX-License-Identifier: Apache-2.0 */
#include "sandbox/seccomp.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sandbox/confine.h"

static const int allowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(pwrite64),
    SCMP_SYS(lseek),
    SCMP_SYS(close),
    SCMP_SYS(fstat),
    SCMP_SYS(dup),
    SCMP_SYS(ftruncate),
    SCMP_SYS(memfd_create),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(sendmsg),
    SCMP_SYS(sendto),
    SCMP_SYS(recvmsg),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(futex),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sysinfo),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

/* What a library that reads a database of files calls besides. */
static const int allowed_for_files[] = {
    SCMP_SYS(open),
    SCMP_SYS(openat),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(stat),
    SCMP_SYS(lstat),
    SCMP_SYS(statx),
    SCMP_SYS(newfstatat),
    SCMP_SYS(statfs),
    SCMP_SYS(fstatfs),
    SCMP_SYS(fcntl),
    SCMP_SYS(flock),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(getdents64),
    SCMP_SYS(getcwd),
    SCMP_SYS(unlink),
    SCMP_SYS(unlinkat),
    SCMP_SYS(fsync),
    SCMP_SYS(fdatasync),
    SCMP_SYS(fchmod),
    SCMP_SYS(umask),
    SCMP_SYS(uname),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(getppid),
    SCMP_SYS(prlimit64),
};

/* What libcurl and the C library's look-up of names call besides. */
static const int allowed_for_network[] = {
    SCMP_SYS(connect),
    SCMP_SYS(shutdown),
    SCMP_SYS(setsockopt),
    SCMP_SYS(getsockopt),
    SCMP_SYS(getsockname),
    SCMP_SYS(getpeername),
    SCMP_SYS(recvfrom),
    SCMP_SYS(sendmmsg),
    SCMP_SYS(recvmmsg),
    SCMP_SYS(socketpair),
    SCMP_SYS(pipe2),
    SCMP_SYS(eventfd2),
    SCMP_SYS(fcntl),
    SCMP_SYS(stat),
    SCMP_SYS(lstat),
    SCMP_SYS(statx),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(newfstatat),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(uname),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(select),
    SCMP_SYS(pselect6),
    SCMP_SYS(nanosleep),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
};

/* No role of ours comes near these, so a process that calls one is no longer ours. */
static const int deadly[] = {
    SCMP_SYS(bind),
    SCMP_SYS(listen),
    SCMP_SYS(accept),
    SCMP_SYS(accept4),
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(fork),
    SCMP_SYS(vfork),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(kill),
    SCMP_SYS(bpf),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(unshare),
    SCMP_SYS(setns),
    SCMP_SYS(mount),
};

/* The same for a role without network, which has no threads either. */
static const int deadly_without_network[] = {
    SCMP_SYS(socket),
    SCMP_SYS(socketpair),
    SCMP_SYS(connect),
    SCMP_SYS(clone),
    SCMP_SYS(clone3),
};

static bool add_all(
    scmp_filter_ctx filter, uint32_t action, const int *calls, size_t count, struct err *err)
{
    for (size_t i = 0; i < count; i++)
        if (seccomp_rule_add(filter, action, calls[i], 0) != 0)
            return err_set(err, ERR_SYSTEM, "cannot make a seccomp filter");
    return true;
}

/* Calls allowed with certain arguments: memory, but never executable; a descriptor's flags and
   seals; what an open descriptor is (with AT_EMPTY_PATH, which is how the C library asks for its
   size). */
struct special {
    int call;
    struct scmp_arg_cmp argument;
};

static const struct special special[] = {
    {SCMP_SYS(mmap), {2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}},
    {SCMP_SYS(mprotect), {2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}},
    {SCMP_SYS(fcntl), {1, SCMP_CMP_EQ, F_GETFD, 0}},
    {SCMP_SYS(fcntl), {1, SCMP_CMP_EQ, F_GETFL, 0}},
    {SCMP_SYS(fcntl), {1, SCMP_CMP_EQ, F_GET_SEALS, 0}},
    {SCMP_SYS(fcntl), {1, SCMP_CMP_EQ, F_ADD_SEALS, 0}},
    {SCMP_SYS(newfstatat), {3, SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH}},
};

/* The same for the network: sockets to other machines, threads but no processes, files to be read; how much is there to read. */
static const struct special special_for_network[] = {
    {SCMP_SYS(socket), {0, SCMP_CMP_EQ, AF_INET, 0}},
    {SCMP_SYS(socket), {0, SCMP_CMP_EQ, AF_INET6, 0}},
    {SCMP_SYS(clone), {0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD}},
    {SCMP_SYS(open), {1, SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY}},
    {SCMP_SYS(openat), {2, SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY}},
    {SCMP_SYS(ioctl), {1, SCMP_CMP_EQ, FIONREAD, 0}},
    {SCMP_SYS(ioctl), {1, SCMP_CMP_EQ, FIONBIO, 0}},
};

static bool add_special(
    scmp_filter_ctx filter, const struct special *calls, size_t count, struct err *err)
{
    for (size_t i = 0; i < count; i++)
        if (seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, calls[i].call, 1, &calls[i].argument) !=
            0)
            return err_set(err, ERR_SYSTEM, "cannot make a seccomp filter");
    return true;
}

static bool add_for_all(scmp_filter_ctx filter, uint32_t deadly_action, struct err *err)
{
    /* abort() and assertions end this process by a signal; it may send none to others. */
    const struct special own_signal = {
        SCMP_SYS(tgkill), {0, SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0}};
    return add_all(filter, SCMP_ACT_ALLOW, allowed, LEN_OF(allowed), err) &&
           add_all(filter, deadly_action, deadly, LEN_OF(deadly), err) &&
           add_special(filter, &own_signal, 1, err) &&
           add_special(filter, special, LEN_OF(special), err);
}

static bool add_for(
    scmp_filter_ctx filter, enum seccomp_more more, uint32_t deadly_action, struct err *err)
{
    /* The C library takes the answer that it gets from an old kernel for a reason to use clone, whose flags can be looked at. */
    static const int unknown[] = {SCMP_SYS(clone3)};
    if (more == SECCOMP_NETWORK)
        return add_all(
                   filter, SCMP_ACT_ALLOW, allowed_for_network, LEN_OF(allowed_for_network), err) &&
               add_all(filter, SCMP_ACT_ERRNO(ENOSYS), unknown, LEN_OF(unknown), err) &&
               add_special(filter, special_for_network, LEN_OF(special_for_network), err);
    size_t files = more == SECCOMP_FILES ? LEN_OF(allowed_for_files) : 0;
    return add_all(filter, SCMP_ACT_ALLOW, allowed_for_files, files, err) &&
           add_all(
               filter, deadly_action, deadly_without_network, LEN_OF(deadly_without_network), err);
}

bool seccomp_allow_little(enum seccomp_more more, struct err *err)
{
    /* A sanitizer that found something starts a program to name the lines; it is refused that, and
       lives to report. */
    uint32_t deadly_action = CONFINE_IS_SANITIZED ? SCMP_ACT_ERRNO(EPERM) : SCMP_ACT_KILL_PROCESS;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EACCES));
    if (!filter)
        return err_set(err, ERR_SYSTEM, "cannot make a seccomp filter");
    bool is_on =
        add_for_all(filter, deadly_action, err) && add_for(filter, more, deadly_action, err);
    if (is_on && seccomp_load(filter) != 0)
        is_on = err_set(err, ERR_SYSTEM, "cannot confine by seccomp");
    seccomp_release(filter);
    return is_on;
}
