/* SPDX-License-Identifier: Apache-2.0 */
/* Workers that were taken over: each tries one thing that it must not do, and the server goes on.
   This program starts itself as the worker. */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "sandbox/channel.h"
#include "sandbox/confine.h"
#include "sandbox/role.h"
#include "sandbox/worker.h"
#include "sandbox/worker_wire.h"

/* -- what the worker does -- */

static bool job_echo(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)err;
    buf_format(out, "%.*s: %.*s", TEXT_ARG(name), TEXT_ARG(input));
    return true;
}

static bool job_complain(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)input, (void)out;
    return err_set(err, ERR_UNSUPPORTED, "%.*s: version 9 is unknown", TEXT_ARG(name));
}

/* What is refused without killing is told as an error. */
static bool tell(bool has_worked, const char *what, struct err *err)
{
    return has_worked || err_set(err, ERR_FORBIDDEN, "%s: refused", what);
}

static bool job_socket(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)input, (void)out;
    return tell(socket(AF_INET, SOCK_STREAM, 0) >= 0, "socket", err);
}

static bool job_create(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)out;
    char path[128];
    snprintf(path, sizeof path, "%.*s", TEXT_ARG(input));
    return tell(open(path, O_CREAT | O_WRONLY, 0600) >= 0, "create", err);
}

static bool job_peek(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)input, (void)out;
    return tell(open("/etc/passwd", O_RDONLY) >= 0, "open", err);
}

static bool job_exec(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)input, (void)out;
    execl("/bin/true", "true", NULL);
    return tell(false, "exec", err);
}

static bool job_ptrace(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)input, (void)out;
    return tell(ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0, "ptrace", err);
}

static bool job_fork(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)input, (void)out;
    return tell(fork() >= 0, "fork", err);
}

static bool job_code(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)input, (void)out;
    void *at =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return tell(at != MAP_FAILED, "executable memory", err);
}

static bool job_overwrite(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)input, (void)out;
    bool has_worked = false;
    for (int fd = ROLE_SOCKET + 1; fd < 64; fd++)
        has_worked |= write(fd, "changed", 7) > 0 || ftruncate(fd, 0) == 0;
    return tell(has_worked, "overwrite", err);
}

static bool job_allocate(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)input, (void)out;
    while (mmap(NULL, 64 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED) {
    }
    err_panic("out of memory");
    return tell(false, "allocate", err);
}

static bool job_loop(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)input, (void)out;
    for (volatile int i = 0; i < 2; i = !i) {
    }
    return tell(false, "loop", err);
}

static bool job_crash(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)input, (void)out, (void)err;
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
    return true;
}

static bool job_vanish(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)input, (void)out, (void)err;
    _exit(0);
}

/* Says that all went well, with something that is not sealed. */
static bool lie(int fd)
{
    struct err err;
    struct buf reply;
    buf_init(&reply, 64);
    worker_wire_print_reply(&reply, NULL);
    bool is_sent = channel_send(ROLE_SOCKET, buf_text(&reply), fd, &err);
    buf_done(&reply);
    return is_sent;
}

static bool job_unsealed(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)input, (void)out, (void)err;
    return lie(memfd_create("x", MFD_ALLOW_SEALING));
}

static bool job_nothing(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)input, (void)out, (void)err;
    return lie(-1);
}

static bool job_babble(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)input, (void)out;
    return channel_send(ROLE_SOCKET, TEXT("\xc8what?"), -1, err);
}

static bool job_huge(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)input, (void)out;
    int fd = memfd_create("x", MFD_ALLOW_SEALING);
    if (ftruncate(fd, (off_t)LIMIT_WORKER_RESULT_BYTES) != 0)
        return err_set_errno(err, "the largest result");
    return tell(ftruncate(fd, (off_t)LIMIT_WORKER_RESULT_BYTES + 1) == 0, "huge result", err);
}

static const struct worker_job jobs[] = {
    {"echo", job_echo},
    {"complain", job_complain},
    {"socket", job_socket},
    {"create", job_create},
    {"peek", job_peek},
    {"exec", job_exec},
    {"ptrace", job_ptrace},
    {"fork", job_fork},
    {"code", job_code},
    {"overwrite", job_overwrite},
    {"allocate", job_allocate},
    {"loop", job_loop},
    {"crash", job_crash},
    {"vanish", job_vanish},
    {"unsealed", job_unsealed},
    {"nothing", job_nothing},
    {"babble", job_babble},
    {"huge", job_huge},
    {NULL, NULL},
};

/* -- what the server sees -- */

static struct worker_pool *pool;

static int start(void **state)
{
    (void)state;
    struct err err;
    const struct worker_options options = {.count = 2, .limit_seconds = 2};
    log_set_level(LOG_ERROR);
    return worker_pool_new(&pool, &options, &err) ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    worker_pool_free(pool);
    return 0;
}

static int file_of(struct text content)
{
    int fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, content.at, content.len), (ssize_t)content.len);
    return fd;
}

static bool run(const char *kind, struct text content, struct sealed *ret_result, struct err *err)
{
    int fd = file_of(content);
    bool is_good = worker_run(pool, kind, TEXT("bom.json"), fd, ret_result, err);
    close(fd);
    return is_good;
}

static void assert_still_serves(void)
{
    struct sealed result;
    struct err err;
    if (!run("echo", TEXT("hello"), &result, &err))
        fail_msg("%s", err.text);
    assert_text(result.bytes, "bom.json: hello");
    sealed_done(&result);
}

/* Asserts that a job fails with a code and that the next ones are served. */
static void assert_fails(const char *kind, enum err_code code)
{
    struct sealed result;
    struct err err;
    assert_false(run(kind, TEXT("x"), &result, &err));
    if (err.code != code)
        fail_msg("%s: %s", err_code_name(err.code), err.text);
    assert_still_serves();
    assert_still_serves();
}

/* Under a sanitizer the call is refused; else it ends the worker. */
static void assert_kills(const char *kind)
{
    uint64_t before = worker_pool_counts(pool).deaths;
    assert_fails(kind, CONFINE_IS_SANITIZED ? ERR_FORBIDDEN : ERR_SYNTAX);
    assert_int_equal(worker_pool_counts(pool).deaths - before, !CONFINE_IS_SANITIZED);
}

static void test_result(void **state)
{
    (void)state;
    struct sealed result;
    struct err err;
    assert_still_serves();
    assert_true(run("echo", TEXT(""), &result, &err));
    assert_text(result.bytes, "bom.json: ");
    sealed_done(&result);
}

static void test_own_errors(void **state)
{
    (void)state;
    struct sealed result;
    struct err err;
    assert_false(run("complain", TEXT("x"), &result, &err));
    assert_int_equal(err.code, ERR_UNSUPPORTED);
    assert_string_equal(err.text, "bom.json: version 9 is unknown");
    assert_fails("no such job", ERR_SYSTEM);
}

static void test_no_network_no_programs(void **state)
{
    (void)state;
    assert_kills("socket");
    assert_kills("exec");
    assert_kills("ptrace");
    assert_kills("fork");
}

static void test_no_files(void **state)
{
    (void)state;
    struct sealed result;
    struct err err;
    char folder[] = "/tmp/kenzen-test-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/made", folder);
    assert_false(run("create", text_of(path), &result, &err));
    assert_int_equal(err.code, ERR_FORBIDDEN);
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(rmdir(folder), 0);
    assert_fails("peek", ERR_FORBIDDEN);
    assert_fails("code", ERR_FORBIDDEN);
    assert_fails("huge", ERR_FORBIDDEN);
}

static void test_input_cannot_be_changed(void **state)
{
    (void)state;
    struct sealed result;
    struct err err;
    char back[16] = "";
    int fd = file_of(TEXT("original"));
    assert_false(worker_run(pool, "overwrite", TEXT("bom.json"), fd, &result, &err));
    assert_int_equal(err.code, ERR_FORBIDDEN);
    assert_int_equal(pread(fd, back, sizeof back, 0), 8);
    assert_string_equal(back, "original");
    close(fd);
}

static void test_no_more_memory_than_allowed(void **state)
{
    (void)state;
    if (CONFINE_IS_SANITIZED)
        skip();
    assert_fails("allocate", ERR_SYNTAX);
}

static void test_no_more_time_than_allowed(void **state)
{
    (void)state;
    int64_t before = clock_steady_us();
    assert_fails("loop", ERR_LIMIT);
    assert_true(clock_steady_us() - before < 10 * CLOCK_SECOND_US);
}

static void test_crashes(void **state)
{
    (void)state;
    struct sealed result;
    struct err err;
    assert_fails("crash", ERR_SYNTAX);
    assert_fails("vanish", ERR_SYNTAX);
    assert_false(run("crash", TEXT("x"), &result, &err));
    assert_true(text_starts(text_of(err.text), TEXT("bom.json: could not be read: ")));
}

static void test_lies(void **state)
{
    (void)state;
    assert_fails("unsealed", ERR_SYNTAX);
    assert_fails("nothing", ERR_SYNTAX);
    assert_fails("babble", ERR_SYNTAX);
}

/* Kills all children of this process and waits until they are dead: nobody has asked for their
   status yet. */
static void kill_children(void)
{
    char command[256];
    snprintf(command, sizeof command,
        "for p in $(cat /proc/%d/task/*/children); do [ $p = $$ ] && continue; kill -9 $p;"
        " while grep -q 'State:.[RSD]' /proc/$p/status 2>/dev/null; do :; done; done",
        getpid());
    assert_int_equal(system(command), 0);
}

static void test_death_while_idle(void **state)
{
    (void)state;
    uint64_t deaths = worker_pool_counts(pool).deaths;
    assert_still_serves();
    kill_children();
    assert_still_serves();
    assert_still_serves();
    assert_int_equal(worker_pool_counts(pool).deaths, deaths);
}

static void *crash_some(void *context)
{
    struct err err;
    for (int i = 0; i < 4; i++) {
        struct sealed result = {0};
        int fd = file_of(TEXT("x"));
        if (worker_run(pool, i % 2 ? "crash" : "echo", TEXT("n"), fd, &result, &err))
            ++*(int *)context;
        sealed_done(&result);
        close(fd);
    }
    return NULL;
}

static void test_more_callers_than_workers(void **state)
{
    (void)state;
    pthread_t threads[4];
    int good[4] = {0};
    for (size_t i = 0; i < LEN_OF(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, crash_some, &good[i]), 0);
    for (size_t i = 0; i < LEN_OF(threads); i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(good[i], 2);
    }
    assert_still_serves();
}

int main(int argc, char **argv)
{
    if (text_is(role_of(argc, (const char *const *)argv), "worker"))
        worker_main(jobs);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_result),
        cmocka_unit_test(test_own_errors),
        cmocka_unit_test(test_no_network_no_programs),
        cmocka_unit_test(test_no_files),
        cmocka_unit_test(test_input_cannot_be_changed),
        cmocka_unit_test(test_no_more_memory_than_allowed),
        cmocka_unit_test(test_no_more_time_than_allowed),
        cmocka_unit_test(test_crashes),
        cmocka_unit_test(test_lies),
        cmocka_unit_test(test_death_while_idle),
        cmocka_unit_test(test_more_callers_than_workers),
    };
    return cmocka_run_group_tests(tests, start, end);
}
