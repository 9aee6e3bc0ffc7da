/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "sandbox/channel.h"
#include "sandbox/sealed.h"
#include "sandbox/worker_wire.h"

static int ends[2];
static struct buf heard;

static int start(void **state)
{
    (void)state;
    buf_init(&heard, LIMIT_WORKER_MESSAGE_BYTES);
    return socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
}

static int end(void **state)
{
    (void)state;
    close(ends[0]);
    close(ends[1]);
    buf_done(&heard);
    return 0;
}

static void test_messages_keep_their_bounds(void **state)
{
    (void)state;
    struct err err;
    int fd = 7;
    assert_true(channel_send(ends[0], TEXT("one"), -1, &err));
    assert_true(channel_send(ends[0], TEXT(""), -1, &err));
    assert_true(channel_receive(ends[1], INT64_MAX, &heard, &fd, &err));
    assert_text(buf_text(&heard), "one");
    assert_int_equal(fd, -1);
    buf_cut(&heard, 0);
    assert_true(channel_receive(ends[1], INT64_MAX, &heard, &fd, &err));
    assert_text(buf_text(&heard), "");
}

static void test_descriptor_travels(void **state)
{
    (void)state;
    struct err err;
    int fd = -1, file = memfd_create("x", 0);
    char back[4] = "";
    assert_int_equal(write(file, "abc", 3), 3);
    assert_true(channel_send(ends[0], TEXT("m"), file, &err));
    assert_true(channel_receive(ends[1], INT64_MAX, &heard, &fd, &err));
    assert_int_equal(pread(fd, back, 3, 0), 3);
    assert_string_equal(back, "abc");
    assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    close(fd);
    close(file);
}

static void test_too_long(void **state)
{
    (void)state;
    struct err err;
    static char bytes[LIMIT_WORKER_MESSAGE_BYTES + 1];
    uint32_t len = sizeof bytes;
    assert_false(channel_send(ends[0], (struct text){bytes, sizeof bytes}, -1, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_int_equal(write(ends[0], &len, sizeof len), sizeof len);
    assert_false(channel_receive(ends[1], INT64_MAX, &heard, NULL, &err));
    assert_int_equal(err.code, ERR_LIMIT);
}

static void test_silence_and_end(void **state)
{
    (void)state;
    struct err err;
    assert_false(channel_receive(ends[1], clock_steady_us() + 20000, &heard, NULL, &err));
    assert_int_equal(err.code, ERR_BUSY);
    assert_int_equal(write(ends[0], "ab", 2), 2);
    assert_false(channel_receive(ends[1], clock_steady_us() + 20000, &heard, NULL, &err));
    assert_int_equal(err.code, ERR_BUSY);
    shutdown(ends[0], SHUT_WR);
    assert_false(channel_receive(ends[1], INT64_MAX, &heard, NULL, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
}

static void test_sealed(void **state)
{
    (void)state;
    struct err err;
    struct sealed sealed;
    int fd;
    assert_true(sealed_write(TEXT("result"), &fd, &err));
    assert_int_equal(write(fd, "x", 1), -1);
    assert_int_equal(ftruncate(fd, 0), -1);
    assert_true(sealed_open(&sealed, dup(fd), 6, &err));
    assert_text(sealed.bytes, "result");
    sealed_done(&sealed);
    assert_false(sealed_open(&sealed, fd, 5, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_true(sealed_write(TEXT(""), &fd, &err));
    assert_true(sealed_open(&sealed, fd, 5, &err));
    assert_int_equal(sealed.bytes.len, 0);
}

static void test_not_sealed(void **state)
{
    (void)state;
    struct err err;
    struct sealed sealed;
    int fd = memfd_create("x", MFD_ALLOW_SEALING);
    assert_int_equal(fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW), 0);
    assert_false(sealed_open(&sealed, fd, 5, &err));
    assert_int_equal(err.code, ERR_SYSTEM);
    assert_int_equal(fcntl(fd, F_GETFD), -1);
    assert_false(sealed_open(&sealed, open("/dev/zero", O_RDONLY), 5, &err));
    assert_false(sealed_open(&sealed, -1, 5, &err));
}

static void test_wire(void **state)
{
    (void)state;
    struct err err, why;
    struct text kind, name;
    bool is_odd;
    worker_wire_print_request(&heard, "sbom", TEXT("a b.json"));
    assert_true(worker_wire_read_request(buf_text(&heard), &kind, &name));
    assert_text(kind, "sbom");
    assert_text(name, "a b.json");
    assert_false(worker_wire_read_request(TEXT("sbom"), &kind, &name));
    buf_cut(&heard, 0);
    err_set(&why, ERR_UNSUPPORTED, "unknown");
    worker_wire_print_reply(&heard, &why);
    assert_false(worker_wire_read_reply(buf_text(&heard), &is_odd, &err));
    assert_false(is_odd);
    assert_int_equal(err.code, ERR_UNSUPPORTED);
    assert_string_equal(err.text, "unknown");
    assert_true(worker_wire_read_reply((struct text){"", 1}, &is_odd, &err));
    assert_false(is_odd);
}

static void test_wire_refuses(void **state)
{
    (void)state;
    static const struct text odd[] = {{"", 0}, {"\xff", 1}, {"\0x", 2}, {"\1\xff", 2}};
    struct err err;
    for (size_t i = 0; i < LEN_OF(odd); i++) {
        bool is_odd = false;
        assert_false(worker_wire_read_reply(odd[i], &is_odd, &err));
        assert_true(is_odd);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_messages_keep_their_bounds, start, end),
        cmocka_unit_test_setup_teardown(test_descriptor_travels, start, end),
        cmocka_unit_test_setup_teardown(test_too_long, start, end),
        cmocka_unit_test_setup_teardown(test_silence_and_end, start, end),
        cmocka_unit_test(test_sealed),
        cmocka_unit_test(test_not_sealed),
        cmocka_unit_test_setup_teardown(test_wire, start, end),
        cmocka_unit_test(test_wire_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
