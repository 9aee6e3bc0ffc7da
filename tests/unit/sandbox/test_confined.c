/* SPDX-License-Identifier: Apache-2.0 */
/* Tasks in a process of their own, left with one folder: what they can do there, and not do elsewhere. */
#include "sandbox/confined.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>

#include "folder.h"
#include "sandbox/confine.h"

static bool confine(void *context, struct err *err)
{
    struct text missing;
    return confine_reader(((struct folder *)context)->path, &missing, err);
}

static bool echo(void *context, struct buf *out, struct err *err)
{
    struct folder *folder = context;
    char bytes[16];
    if (!confine(context, err))
        return false;
    int in = open(folder_path(folder, "in"), O_RDONLY);
    ssize_t len = read(in, bytes, sizeof bytes);
    int made = open(folder_path(folder, "made"), O_WRONLY | O_CREAT, 0600);
    if (len < 0 || made < 0)
        return err_set_errno(err, "in the folder");
    buf_add(out, (struct text){bytes, (size_t)len});
    return true;
}

static bool complain(void *context, struct buf *out, struct err *err)
{
    (void)context, (void)out;
    return err_set(err, ERR_UNSUPPORTED, "version 9 is unknown");
}

/* Returns whether opening fails for want of a right. */
static bool is_refused(const char *path, int flags)
{
    return open(path, flags, 0600) < 0 && errno == EACCES;
}

static bool look_around(void *context, struct buf *out, struct err *err)
{
    struct folder *folder = context;
    (void)out;
    if (!confine(context, err))
        return false;
    if (!is_refused("/etc/passwd", O_RDONLY))
        return err_set(err, ERR_FORBIDDEN, "read a file outside");
    if (!is_refused("/tmp/kenzen-test-made", O_WRONLY | O_CREAT))
        return err_set(err, ERR_FORBIDDEN, "made a file outside");
    if (symlink("/etc/passwd", folder_path(folder, "link")) == 0)
        return err_set(err, ERR_FORBIDDEN, "made a link");
    return true;
}

static bool connect_somewhere(void *context, struct buf *out, struct err *err)
{
    (void)out;
    if (!confine(context, err))
        return false;
    return socket(AF_INET, SOCK_STREAM, 0) >= 0 || err_set(err, ERR_FORBIDDEN, "refused");
}

static bool stop(void *context, struct buf *out, struct err *err)
{
    (void)context, (void)out, (void)err;
    _exit(0);
}

static void assert_fails(struct folder *folder,
    bool (*task)(void *context, struct buf *out, struct err *err), enum err_code code,
    const char *text)
{
    struct sealed sealed;
    struct err err = {0};
    assert_false(confined_run(task, folder, "db", &sealed, &err));
    assert_string_equal(err.text, text);
    assert_int_equal(err.code, code);
}

static void test_what_it_may(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    struct sealed sealed;
    struct err err = {0};
    folder_write(&folder, "in", TEXT("bytes"));
    if (!confined_run(echo, &folder, "db", &sealed, &err))
        fail_msg("%s", err.text);
    assert_text(sealed.bytes, "bytes");
    sealed_done(&sealed);
    assert_fails(&folder, complain, ERR_UNSUPPORTED, "version 9 is unknown");
    folder_done(&folder);
}

static void test_what_it_may_not(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    struct sealed sealed;
    struct err err = {0};
    if (!confined_run(look_around, &folder, "db", &sealed, &err))
        fail_msg("%s", err.text);
    sealed_done(&sealed);
    if (!CONFINE_IS_SANITIZED)
        assert_fails(&folder, connect_somewhere, ERR_SYNTAX,
            "db: could not be read: it made its reader stop");
    assert_fails(&folder, stop, ERR_SYNTAX, "db: could not be read: it made its reader stop");
    folder_done(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_it_may),
        cmocka_unit_test(test_what_it_may_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
