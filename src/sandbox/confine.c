/* SPDX-License-Identifier: Apache-2.0 */
#include "sandbox/confine.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/limits.h"
#include "sandbox/landlock.h"
#include "sandbox/seccomp.h"

static const struct {
    int resource;
    rlim_t most;
    bool is_lifted_for_sanitizers, is_lifted_for_network;
} limits[] = {
    {RLIMIT_AS, LIMIT_WORKER_MEMORY, true, false},
    {RLIMIT_CPU, LIMIT_WORKER_SECONDS, false, false},
    {RLIMIT_FSIZE, LIMIT_WORKER_RESULT_BYTES, false, false},
    {RLIMIT_CORE, 0, false, false},
    {RLIMIT_NPROC, 0, true, true}, /* names are looked up in a thread */
    {RLIMIT_MEMLOCK, 0, false, false},
};

static bool set_limits(bool has_network, struct err *err)
{
    for (size_t i = 0; i < LEN_OF(limits); i++) {
        struct rlimit limit = {limits[i].most, limits[i].most};
        if (CONFINE_IS_SANITIZED && limits[i].is_lifted_for_sanitizers)
            continue;
        if (has_network && limits[i].is_lifted_for_network)
            continue;
        if (setrlimit((__rlimit_resource_t)limits[i].resource, &limit) != 0)
            return err_set_errno(err, "cannot limit a resource");
    }
    /* A result over RLIMIT_FSIZE is an error of write(), to be reported, not a signal. */
    signal(SIGXFSZ, SIG_IGN);
    return true;
}

static bool confine(const struct landlock_keep *keep, enum seccomp_more more,
    struct text *ret_missing, struct err *err)
{
    struct err why;
    struct text missing = TEXT("");
    if (!set_limits(more == SECCOMP_NETWORK, err))
        return false;
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return err_set_errno(err, "cannot give up privileges");
    if (!landlock_refuse_all_but(keep, &why)) {
        if (why.code != ERR_UNSUPPORTED)
            return err_set(err, why.code, "%s", why.text);
        missing = TEXT("landlock");
    }
    if (!seccomp_allow_little(more, err))
        return false;
    *ret_missing = missing;
    return true;
}

bool confine_worker(struct text *ret_missing, struct err *err)
{
    return confine(&(struct landlock_keep){NULL, NULL, false}, SECCOMP_NOTHING, ret_missing, err);
}

bool confine_reader(const char *folder, struct text *ret_missing, struct err *err)
{
    const struct landlock_keep keep = {.folder = folder};
    return confine(&keep, SECCOMP_FILES, ret_missing, err);
}

bool confine_fetch(struct text *ret_missing, struct err *err)
{
    /* resolv.conf is a link into one of the folders where something else than a person keeps it. */
    static const char *const readable[] = {"/etc/resolv.conf", "/etc/nsswitch.conf", "/etc/hosts",
        "/etc/host.conf", "/etc/gai.conf", "/etc/services", "/etc/localtime",
        "/run/systemd/resolve", "/run/NetworkManager", "/run/resolvconf", NULL};
    const struct landlock_keep keep = {.readable = readable, .may_connect = true};
    return confine(&keep, SECCOMP_NETWORK, ret_missing, err);
}
