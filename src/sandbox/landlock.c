/* SPDX-License-Identifier: Apache-2.0 */
#include "sandbox/landlock.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
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

static bool add_rule(int rules_fd, int fd, uint64_t rights, const char *path, struct err *err)
{
    struct landlock_path_beneath_attr rule = {.allowed_access = rights, .parent_fd = fd};
    bool is_on = fd >= 0 && syscall(SYS_landlock_add_rule, rules_fd, LANDLOCK_RULE_PATH_BENEATH,
                                &rule, 0) == 0;
    if (!is_on)
        err_set_errno(err, "%s: cannot be left to a confined process", path);
    if (fd >= 0)
        close(fd);
    return is_on;
}

static bool allow_folder(int rules_fd, const char *folder, uint64_t known, struct err *err)
{
    enum { TRUNCATE_BIT = 14 }; /* LANDLOCK_ACCESS_FS_TRUNCATE, which older headers do not have */
    uint64_t wanted = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
                      LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |
                      LANDLOCK_ACCESS_FS_REMOVE_FILE | (uint64_t)1 << TRUNCATE_BIT;
    return add_rule(rules_fd, open(folder, O_PATH | O_CLOEXEC), wanted & known, folder, err);
}

/* A right that only folders can have is refused for a file. */
static bool allow_reading(int rules_fd, const char *const *paths, struct err *err)
{
    for (; *paths; paths++) {
        struct stat st;
        int fd = open(*paths, O_PATH | O_CLOEXEC);
        if (fd < 0)
            continue;
        uint64_t rights = LANDLOCK_ACCESS_FS_READ_FILE;
        if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
            rights |= LANDLOCK_ACCESS_FS_READ_DIR;
        if (!add_rule(rules_fd, fd, rights, *paths, err))
            return false;
    }
    return true;
}

bool landlock_refuse_all(struct err *err)
{
    return landlock_refuse_all_but(&(struct landlock_keep){NULL, NULL, false}, err);
}

bool landlock_refuse_all_but(const struct landlock_keep *keep, struct err *err)
{
    enum { CONNECT_BIT = 1 }; /* LANDLOCK_ACCESS_NET_CONNECT_TCP */
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, VERSION_QUERY);
    if (version < 1)
        return err_set(err, ERR_UNSUPPORTED, "this kernel has no Landlock, or has it switched off");
    size_t size;
    struct ruleset rules = ruleset_of(version, &size);
    if (keep->may_connect)
        rules.network &= ~((uint64_t)1 << CONNECT_BIT);
    long fd = syscall(SYS_landlock_create_ruleset, &rules, size, 0);
    if (fd < 0)
        return err_set_errno(err, "cannot make a Landlock ruleset");
    bool is_on = (!keep->folder || allow_folder((int)fd, keep->folder, rules.files, err)) &&
                 (!keep->readable || allow_reading((int)fd, keep->readable, err)) &&
                 (syscall(SYS_landlock_restrict_self, fd, 0) == 0 ||
                     err_set_errno(err, "cannot confine by Landlock"));
    close((int)fd);
    return is_on;
}
