/* SPDX-License-Identifier: Apache-2.0 */
#include "sandbox/landlock.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The kernel's struct landlock_ruleset_attr as of version 6; older headers know a shorter one. */
struct ruleset {
    uint64_t files, network, scopes;
};

enum { VERSION_QUERY = 1 };

/* What each version of the interface added (Documentation/userspace-api/landlock.rst). */
static const struct {
    long version;
    unsigned file_rights, network_rights, scopes; /* how many low bits are defined */
    size_t size;
} versions[] = {
    {1, 13, 0, 0, offsetof(struct ruleset, network)},
    {2, 14, 0, 0, offsetof(struct ruleset, network)}, /* refer */
    {3, 15, 0, 0, offsetof(struct ruleset, network)}, /* truncate */
    {4, 15, 2, 0, offsetof(struct ruleset, scopes)},  /* bind, connect */
    {5, 16, 2, 0, offsetof(struct ruleset, scopes)},  /* ioctl on devices */
    {6, 16, 2, 2, sizeof(struct ruleset)},            /* abstract sockets, signals */
};

static uint64_t low_bits(unsigned count)
{
    return ((uint64_t)1 << count) - 1;
}

static struct ruleset ruleset_of(long version, size_t *ret_size)
{
    size_t i = LEN_OF(versions) - 1;
    while (i > 0 && versions[i].version > version)
        i--;
    *ret_size = versions[i].size;
    return (struct ruleset){low_bits(versions[i].file_rights), low_bits(versions[i].network_rights),
        low_bits(versions[i].scopes)};
}

bool landlock_refuse_all(struct err *err)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, VERSION_QUERY);
    if (version < 1)
        return err_set(err, ERR_UNSUPPORTED, "this kernel has no Landlock, or has it switched off");
    size_t size;
    struct ruleset rules = ruleset_of(version, &size);
    long fd = syscall(SYS_landlock_create_ruleset, &rules, size, 0);
    if (fd < 0)
        return err_set_errno(err, "cannot make a Landlock ruleset");
    bool is_on = syscall(SYS_landlock_restrict_self, fd, 0) == 0 ||
                 err_set_errno(err, "cannot confine by Landlock");
    close((int)fd);
    return is_on;
}
