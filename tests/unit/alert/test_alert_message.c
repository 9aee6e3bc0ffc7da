/* SPDX-License-Identifier: Apache-2.0 */
#include "unit_err.h"

#include "alert/alert_test.h"

static struct text print(const struct alert_message *message, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    alert_message_print(&out, message);
    struct text json = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return json;
}

static void check_row(const struct alert_affected *got, const struct alert_affected *row)
{
    assert_int_equal(got->ticket_id, row->ticket_id);
    assert_true(text_eq(got->vulnerability, row->vulnerability));
    assert_true(text_eq(got->service, row->service));
    assert_true(text_eq(got->part, row->part));
    assert_true(text_eq(got->ecosystem, row->ecosystem));
    assert_true(text_eq(got->package, row->package));
    assert_true(text_eq(got->version, row->version));
    assert_int_equal(got->priority, row->priority);
    assert_int_equal(got->due_us, row->due_us);
    assert_int_equal(got->assignee_id, row->assignee_id);
    /* A name is not kept: its account may be gone when the message is looked at. */
    assert_text(got->assignee, "");
}

/* What is written reads as it was, whatever the texts hold. */
static void test_it_comes_back(void **state)
{
    (void)state;
    const char *const words[] = {"word", "", "\"}],\\", "</script>\n\t\x01", "健\xE2\x80\xAE"};
    struct arena arena;
    struct alert_affected rows[2];
    arena_init(&arena, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(words); i++) {
        struct alert_message message = alert_test_message(text_of(words[i]), rows, 2), got;
        struct text json = print(&message, &arena);
        assert_ok(alert_message_read(&got, json, &arena, err));
        assert_int_equal(got.affected_count, 2);
        check_row(&got.affected[0], &rows[0]);
        check_row(&got.affected[1], &rows[1]);
        assert_true(text_eq(print(&got, &arena), json));
        assert_int_equal(got.epss_millionths, 975310);
        assert_int_equal(got.by_priority[SSVC_IMMEDIATE], 4);
        assert_true(text_eq(got.remedy, message.remedy));
    }
    arena_done(&arena);
}

static void test_what_is_not_said_stays_so(void **state)
{
    (void)state;
    struct arena arena;
    struct alert_message got,
        message = {.kind = ALERT_TEST, .priority = -1, .epss_millionths = -1, .cvss_tenths = -1};
    arena_init(&arena, SIZE_MAX);
    assert_ok(alert_message_read(&got, print(&message, &arena), &arena, err));
    assert_int_equal(got.priority, -1);
    assert_int_equal(got.epss_millionths, -1);
    assert_int_equal(got.cvss_tenths, -1);
    assert_int_equal(got.affected_count, 0);
    arena_done(&arena);
}

/* Texts are cut between characters, rows past the limit left out. */
static void test_it_is_bounded(void **state)
{
    (void)state;
    char lengthy[3 * ALERT_TEXT_BYTES];
    struct arena arena;
    struct alert_affected rows[ALERT_AFFECTED_MAX + 1];
    arena_init(&arena, SIZE_MAX);
    for (size_t i = 0; i < sizeof lengthy; i++)
        lengthy[i] = "\xE5\x81\xA5"[i % 3];
    struct alert_message got,
        message = alert_test_message((struct text){lengthy, sizeof lengthy}, rows, LEN_OF(rows));
    assert_ok(alert_message_read(&got, print(&message, &arena), &arena, err));
    assert_int_equal(got.affected_count, ALERT_AFFECTED_MAX);
    assert_int_equal(got.summary.len, ALERT_TEXT_BYTES / 3 * 3);
    assert_int_equal(got.affected[0].service.len, ALERT_NAME_BYTES / 3 * 3);
    assert_int_equal(text_find_bad_utf8(got.summary), -1);
    arena_done(&arena);
}

static void test_what_is_none_is_refused(void **state)
{
    (void)state;
    struct arena arena;
    struct alert_message got;
    struct buf many;
    arena_init(&arena, SIZE_MAX);
    assert_err(ERR_SYNTAX, alert_message_read(&got, TEXT(""), &arena, err));
    assert_err(ERR_SYNTAX, alert_message_read(&got, TEXT("[]"), &arena, err));
    assert_err(ERR_SYNTAX,
        alert_message_read(&got, TEXT("{\"kind\":\"x\",\"cause\":\"nothing\"}"), &arena, err));
    assert_err(ERR_SYNTAX,
        alert_message_read(&got, TEXT("{\"kind\":\"flaw\",\"cause\":\"x\"}"), &arena, err));
    buf_init(&many, SIZE_MAX);
    buf_add_z(&many, "{\"kind\":\"flaw\",\"cause\":\"nothing\",\"affected\":[{}");
    for (int i = 0; i < ALERT_AFFECTED_MAX; i++)
        buf_add_z(&many, ",{}");
    buf_add_z(&many, "]}");
    assert_err(ERR_LIMIT, alert_message_read(&got, buf_text(&many), &arena, err));
    buf_done(&many);
    arena_done(&arena);
}

static void test_words(void **state)
{
    (void)state;
    unsigned all = 0;
    for (int kind = 0; kind < ALERT_KINDS; kind++) {
        unsigned bit = alert_told_bit((enum alert_kind)kind);
        assert_true(kind == ALERT_TEST ? bit == 0 : alert_told_word(bit) != NULL);
        assert_true(kind == ALERT_TEST || alert_told_read(text_of(alert_told_word(bit))) == bit);
        all |= bit;
    }
    assert_int_equal(all, ALERT_TELLS_ALL);
    assert_null(alert_told_word(64));
    assert_int_equal(alert_told_read(TEXT("all")), 0);
}

static void test_title(void **state)
{
    (void)state;
    struct arena arena;
    struct alert_affected rows[1];
    arena_init(&arena, SIZE_MAX);
    struct alert_message message = alert_test_message(TEXT("x"), rows, 1);
    assert_text(alert_message_title(&message, &arena), "x in 3 services");
    message.service_count = 1; /* however many tickets it is */
    assert_text(alert_message_title(&message, &arena), "x in x");
    message.vulnerability = TEXT("");
    message.kind = ALERT_DIGEST;
    assert_text(alert_message_title(&message, &arena), "digest of x");
    message.kind = ALERT_CLOSED;
    assert_text(alert_message_title(&message, &arena), "what was closed of x");
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_comes_back),
        cmocka_unit_test(test_what_is_not_said_stays_so),
        cmocka_unit_test(test_it_is_bounded),
        cmocka_unit_test(test_what_is_none_is_refused),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_title),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
